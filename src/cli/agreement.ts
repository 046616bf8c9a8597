import { type Command, Option } from 'commander';
import { addAgreements, type NewAgreements } from '../admin/agreements/add-agreements.js';
import { endAgreement } from '../admin/agreements/end-agreement.js';
import { supplied } from '../core/supplied.js';
import type { Agreement, Credential, ExchangeKind, InfourlRule } from '../directory/directory.js';
import { profileText, stateOf } from './agreement/agreement-text.js';
import { registerAgreementReplace } from './agreement/replace.js';
import { registerAgreementShow } from './agreement/show.js';
import { givenKey, remarksOnKey } from './key/given-key.js';
import type { Session } from './open/session.js';
import { withOffice } from './open/with-office.js';
import { remoteGateway } from './remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions } from './remote/remote-options.js';
import { agreedProfileName, fieldNames, moment, schools, text, words } from './terminal/arguments.js';
import { infourlRule } from './terminal/infourl-rule.js';
import { jsonOption } from './terminal/json-option.js';
import { note, print, printJson, printTable } from './terminal/print.js';

/** What goes over UWLR. */
export const EXCHANGES: readonly ExchangeKind[] = ['leerlinggegevens', 'leerresultaten'];

interface AddOptions extends Omit<NewAgreements, 'schools' | 'exchanges'> {
  readonly school: readonly string[];
  readonly exchange: readonly ExchangeKind[];
  readonly keyFile?: string;
  readonly json?: true;
}

interface ThereOptions extends RemoteOptions {
  readonly json?: true;
}

export function registerAgreement(program: Command, session: Session): void {
  const agreement = program.command('agreement').description('agreements: who may exchange which data of a school, and for which purpose');
  agreement
    .command('add')
    .description('make an agreement for each school; a party without an autorisatiesleutel gets one, printed once')
    .addOption(new Option('--school <schools>', 'schools, with commas between them').argParser(schools).makeOptionMandatory())
    .addOption(new Option('--party <klantcode>', 'the other side').argParser(text(64)).makeOptionMandatory())
    .addOption(new Option('--exchange <kinds>', `${EXCHANGES.join(', ')}, or both`).argParser(words(EXCHANGES)).makeOptionMandatory())
    .addOption(
      new Option(
        '--profile <profile>',
        'which fields may go: smalle-set or lvs-set, as in the version that is spoken or with @2.3 as in that one; custom, with --fields; resultaten (the default for results)',
      ).argParser(agreedProfileName),
    )
    .addOption(
      new Option('--fields <fields>', 'only these fields of the profile, with commas between them: leerling/roepnaam,...').argParser(
        fieldNames,
      ),
    )
    .addOption(new Option('--purpose <text>', 'what the data are for').argParser(text(500)).makeOptionMandatory())
    .addOption(new Option('--from <moment>', 'when it begins (now)').argParser(moment))
    .addOption(new Option('--until <moment>', 'when it is over (never)').argParser(moment))
    .addOption(
      new Option(
        '--key <key>',
        'an autorisatiesleutel that was agreed on, or that a las issued; other users of this machine can see it',
      ).conflicts('keyFile'),
    )
    .option('--key-file <file>', 'file with the autorisatiesleutel; - for standard input')
    .addOption(
      new Option('--infourl <rule>', 'which part of infourl is stored: none, all, or hosts:H1,H2 for host and path at these hosts')
        .argParser(infourlRule)
        .default({ keep: 'none' } satisfies InfourlRule, 'none'),
    )
    .addOption(jsonOption())
    .action((options: AddOptions) => add(session, options));
  addRemoteOptions(agreement.command('list').description('list the agreements'))
    .addOption(jsonOption())
    .action((options: ThereOptions) => list(session, options));
  registerAgreementShow(agreement, session);
  registerAgreementReplace(agreement, session);
  addRemoteOptions(agreement.command('end').description('end an agreement now'))
    .argument('<id>', 'as shown by agreement list')
    .addOption(jsonOption())
    .action((id: string, options: ThereOptions) => end(session, id, options));
}

async function add(session: Session, { json, school, exchange, key: onLine, keyFile, ...options }: AddOptions): Promise<void> {
  const given = { ...supplied({ key: onLine, keyFile }) };
  const key = await givenKey(given);
  const terms = { ...options, schools: school, exchanges: exchange, ...supplied({ key }) };
  const { agreements, credential, autorisatiesleutel, remarks } = await withOffice(session.config(), (office) =>
    addAgreements(office, terms),
  );
  for (const remark of [...remarks, ...remarksOnKey(key, given)]) note(remark);
  if (json) {
    printJson({
      agreements,
      ...(credential === undefined ? {} : { key: credential.id }),
      ...supplied({ autorisatiesleutel }),
    });
    return;
  }
  for (const { id, school: of, party, exchanges } of agreements)
    print(`Agreement ${id}: ${party}, ${exchanges.join(' and ')}, school ${of}`);
  if (autorisatiesleutel === undefined) return;
  print(`autorisatiesleutel: ${autorisatiesleutel}`);
  note('Hand it to the other side in a safe way. It is not stored here and cannot be shown again.');
}

async function list(session: Session, { json, ...options }: ThereOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const agreements =
    remote === undefined
      ? (await withOffice(session.config(), ({ store }) => store.directory())).agreements.all()
      : (await remote.get<{ readonly items: readonly Agreement[] }>('/agreements')).items;
  if (json) {
    printJson({ items: agreements });
    return;
  }
  const now = new Date().toISOString();
  const rows = agreements.map((agreement) => {
    const { id, school, party, exchanges, purpose } = agreement;
    return [id, school, party, exchanges.join(','), profileText(agreement), stateOf(agreement, now), purpose];
  });
  printTable(['ID', 'SCHOOL', 'PARTY', 'EXCHANGE', 'PROFILE', 'STATE', 'PURPOSE'], rows, 'No agreements yet.');
}

async function end(session: Session, id: string, { json, ...options }: ThereOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const there = await remote?.post<Agreement>(`/agreements/${encodeURIComponent(id)}/end`);
  const { endedAt, keys } = there?.endedAt === undefined ? await endHere(session, id) : { endedAt: there.endedAt, keys: [] };
  if (json) printJson({ id, endedAt, ...(there === undefined ? { keys: keys.map(({ id: key }) => key) } : {}) });
  else print(`Ended agreement ${id}.`);
  for (const { id: key, party } of keys) note(`Note: key ${key} of ${party} stays in force; uwlr key revoke ${key} ends it.`);
}

/** Keys are of no concern to a token, so a gateway elsewhere says nothing of them. */
async function endHere(
  session: Session,
  id: string,
): Promise<{ readonly endedAt: string | undefined; readonly keys: readonly Credential[] }> {
  const { agreement, keys } = await withOffice(session.config(), (office) => endAgreement(office, id));
  return { endedAt: agreement.endedAt, keys };
}
