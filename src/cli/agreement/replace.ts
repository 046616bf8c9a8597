import { type Command, Option } from 'commander';
import { changesInWords } from '../../admin/agreements/agreement-changes.js';
import { type AgreementRevision, type ReplacedAgreement, replaceAgreement } from '../../admin/agreements/replace-agreement.js';
import { SCOPES } from '../../directory/access/scopes.js';
import type { ExchangeKind, InfourlRule } from '../../directory/directory.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { remoteGateway } from '../remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions } from '../remote/remote-options.js';
import { agreedProfileName, fieldNames, moment, text, words } from '../terminal/arguments.js';
import { wrongUsage } from '../terminal/command-error.js';
import { infourlRule } from '../terminal/infourl-rule.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, print, printJson } from '../terminal/print.js';

const UWLR: readonly ExchangeKind[] = ['leerlinggegevens', 'leerresultaten'];
const CLEARED = ['fields', 'until'] as const;

interface ReplaceOptions extends RemoteOptions {
  readonly from?: string;
  readonly until?: string;
  readonly exchange?: readonly ExchangeKind[];
  readonly profile?: string;
  readonly fields?: readonly string[];
  readonly scope?: readonly string[];
  readonly purpose?: string;
  readonly infourl?: InfourlRule;
  readonly clear?: readonly (typeof CLEARED)[number][];
  readonly dryRun?: true;
  readonly json?: true;
}

export function registerAgreementReplace(agreement: Command, session: Session): void {
  addRemoteOptions(agreement.command('replace'))
    .description('replace an agreement by another from a given moment; other terms stay unchanged')
    .argument('<id>', 'as shown by agreement list')
    .addOption(new Option('--from <moment>', 'when the change takes effect (now)').argParser(moment))
    .addOption(new Option('--exchange <kinds>', `${UWLR.join(', ')}, or both`).argParser(words(UWLR)))
    .addOption(new Option('--profile <profile>', 'which fields may go, as for agreement add').argParser(agreedProfileName))
    .addOption(new Option('--fields <fields>', 'only these fields of the profile, with commas between them').argParser(fieldNames))
    .addOption(new Option('--scope <scopes>', 'of a client over REST: what it may do').argParser(words(SCOPES)))
    .addOption(new Option('--purpose <text>', 'what the data are for').argParser(text(500)))
    .addOption(new Option('--until <moment>', 'when it is over').argParser(moment))
    .addOption(new Option('--infourl <rule>', 'which part of infourl is stored, as for agreement add').argParser(infourlRule))
    .addOption(new Option('--clear <settings>', 'take away: fields (all of the profile), until (no end)').argParser(words(CLEARED)))
    .option('--dry-run', 'show what would change, without changing it')
    .addOption(jsonOption())
    .action((id: string, options: ReplaceOptions) => replace(session, id, options));
}

async function replace(session: Session, id: string, { json, dryRun: dry, ...options }: ReplaceOptions): Promise<void> {
  const dryRun = dry === true;
  const revision = revisionOf(options);
  const remote = await remoteGateway(options);
  const replaced =
    remote === undefined
      ? await withOffice(session.config(), (office) => replaceAgreement(office, id, revision, { dryRun }))
      : await remote.post<ReplacedAgreement>(`/agreements/${encodeURIComponent(id)}/replace`, { ...posted(revision), dryRun });
  for (const remark of replaced.remarks) note(remark);
  if (json) printJson({ id: replaced.agreement.id, ...replaced, dryRun });
  else printReplaced(replaced, dryRun);
}

function revisionOf(options: Omit<ReplaceOptions, 'json' | 'dryRun'>): AgreementRevision {
  const { from, until, exchange: exchanges, profile, fields, scope: scopes, purpose, infourl, clear = [] } = options;
  for (const name of clear) if (options[name] !== undefined) throw wrongUsage(`--${name} and --clear ${name} do not go together`);
  const given = Object.entries({ from, until, exchanges, profile, fields, scopes, purpose, infourl });
  const cleared = clear.map((name) => [name, null] as const);
  return Object.fromEntries([...given.filter(([, value]) => value !== undefined), ...cleared]);
}

/** As REST takes it: lists with commas between them, and a flag for what is taken away. */
function posted({ fields, until, infourl, ...rest }: AgreementRevision): object {
  if (infourl !== undefined) throw wrongUsage('--infourl does not go with --remote');
  const lists = Object.entries({ ...rest, ...(fields === null ? {} : { fields }), ...(until === null ? {} : { until }) });
  return {
    ...Object.fromEntries(lists.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value])),
    ...(fields === null ? { allFields: true } : {}),
    ...(until === null ? { noEnd: true } : {}),
  };
}

function printReplaced({ agreement, replaces, changes }: ReplacedAgreement, dryRun: boolean): void {
  const { id, party, school, from } = agreement;
  if (dryRun) print(`Agreement ${replaces.id} of ${party} and school ${school} would be replaced from ${from}:`);
  else print(`Agreement ${id} replaces ${replaces.id} of ${party} and school ${school} from ${from}:`);
  for (const line of changesInWords(changes)) print(`  ${line}`);
  if (Object.keys(changes).length === 0) print('  the same terms, from another moment');
}
