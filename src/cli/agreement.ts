import { type Command, Option } from 'commander';
import { keysOf } from '../exchange/keys-of.js';
import type { Agreement, Credential, Directory, ExchangeKind, InfourlRule } from '../store/directory.js';
import { StoreError } from '../store/store-error.js';
import type { AddOptions } from './add-agreements.js';
import { agreedProfileName, fieldNames, moment, schools, text, words } from './arguments.js';
import { answerIsNo } from './command-error.js';
import { infourlRule } from './infourl-rule.js';
import { jsonOption } from './json-option.js';
import { withExistingStore } from './open-store.js';
import { note, print, printJson, printTable } from './print.js';
import { remoteGateway } from './remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions } from './remote/remote-options.js';
import type { Session } from './session.js';

const EXCHANGES: readonly ExchangeKind[] = ['leerlinggegevens', 'leerresultaten'];

interface ThereOptions extends RemoteOptions {
  readonly json?: true;
}

export function registerAgreement(program: Command, session: Session): void {
  const agreement = program.command('agreement').description('who may exchange what for which school, and why');
  agreement
    .command('add')
    .description('make an agreement for each school; a party without an autorisatiesleutel for it gets one, which is printed once')
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
      new Option('--infourl <rule>', 'what is kept of infourl: none, all, or hosts:H1,H2 for host and path at these hosts')
        .argParser(infourlRule)
        .default({ keep: 'none' } satisfies InfourlRule, 'none'),
    )
    .addOption(jsonOption())
    .action((options: AddOptions) => add(session, options));
  addRemoteOptions(agreement.command('list').description('list the agreements'))
    .addOption(jsonOption())
    .action((options: ThereOptions) => list(session, options));
  addRemoteOptions(agreement.command('end').description('end an agreement now'))
    .argument('<id>', 'as agreement list shows it')
    .addOption(jsonOption())
    .action((id: string, options: ThereOptions) => end(session, id, options));
}

async function add(session: Session, options: AddOptions): Promise<void> {
  const { addAgreements } = await import('./add-agreements.js');
  const { agreements, autorisatiesleutel, remarks } = await addAgreements(session.config(), options);
  for (const remark of remarks) note(remark);
  if (options.json) {
    printJson({ agreements, ...(autorisatiesleutel === undefined ? {} : { autorisatiesleutel }) });
    return;
  }
  for (const { id, school, party, exchanges } of agreements)
    print(`Agreement ${id}: ${party}, ${exchanges.join(' and ')}, school ${school}`);
  if (autorisatiesleutel === undefined) return;
  print(`autorisatiesleutel: ${autorisatiesleutel}`);
  note('Hand it to the other side in a safe way. It is not stored here and cannot be shown again.');
}

async function list(session: Session, { json, ...options }: ThereOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const agreements =
    remote === undefined
      ? (await withExistingStore(session.config(), (store) => store.directory())).agreements.all()
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

async function endHere(session: Session, id: string): Promise<{ readonly endedAt: string; readonly keys: readonly Credential[] }> {
  const endedAt = new Date().toISOString();
  const keys = await withExistingStore(session.config(), async (store) => {
    await store.endAgreement(id, endedAt);
    return leftKeys(await store.directory(), id, endedAt);
  }).catch((error: unknown) => {
    throw error instanceof StoreError && error.code === 'unknown' ? answerIsNo('there is no agreement with this id') : error;
  });
  return { endedAt, keys };
}

function profileText({ profile, fields }: Agreement): string {
  return fields === undefined ? profile : `${profile}, ${fields.length} fields`;
}

function stateOf({ from, until, endedAt }: Agreement, now: string): string {
  if (endedAt !== undefined) return `ended ${endedAt}`;
  if (now < from) return `from ${from}`;
  if (until === undefined) return 'in force';
  return now < until ? `until ${until}` : `over since ${until}`;
}

async function end(session: Session, id: string, { json, ...options }: ThereOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const there = await remote?.post<Agreement>(`/agreements/${encodeURIComponent(id)}/end`);
  // Keys are of no concern to a token, so a gateway elsewhere says nothing of them.
  const { endedAt, keys } = there?.endedAt === undefined ? await endHere(session, id) : { endedAt: there.endedAt, keys: [] };
  if (json) printJson({ id, endedAt, ...(there === undefined ? { keys: keys.map(({ id: key }) => key) } : {}) });
  else print(`Ended agreement ${id}.`);
  for (const { id: key, party } of keys) note(`Note: key ${key} of ${party} stays in force; uwlr key revoke ${key} ends it.`);
}

/** To end an agreement takes away the right and not the key: the keys that go on over its school. */
function leftKeys(directory: Directory, agreement: string, at: string): readonly Credential[] {
  const ended = directory.agreements.get(agreement);
  return ended === undefined ? [] : keysOf(directory, ended.party, at, ended.school);
}
