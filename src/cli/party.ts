import { type Command, Option } from 'commander';
import type { Party } from '../store/directory.js';
import { StoreError } from '../store/store-error.js';
import { type Policy, UWLR_VERSIONS, type UwlrVersion } from '../uwlr/finding.js';
import { httpUrl, text } from './arguments.js';
import { answerIsNo } from './command-error.js';
import { jsonOption } from './json-option.js';
import { withExistingStore, withStore } from './open-store.js';
import { print, printJson, printTable } from './print.js';
import type { Session } from './session.js';

interface AddOptions {
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly role: Party['role'];
  readonly endpoint?: string;
  readonly policy: Policy;
  readonly uwlrVersion?: UwlrVersion;
  readonly acceptStale?: true;
  readonly json?: true;
}

export function registerParty(program: Command, session: Session): void {
  const party = program.command('party').description('systems that exchange with the gateway');
  party
    .command('add')
    .description('add a vendor (ea) or an administration (las)')
    .addOption(new Option('--klantcode <code>', 'code that it gives in the header').argParser(text(64)).makeOptionMandatory())
    .addOption(new Option('--klantnaam <name>', 'name that it gives in the header').argParser(text(64)).makeOptionMandatory())
    .addOption(new Option('--role <role>', 'what it is').choices(['ea', 'las']).makeOptionMandatory())
    .addOption(new Option('--endpoint <url>', 'where its own service is').argParser(httpUrl))
    .addOption(new Option('--policy <policy>', 'what is done with messages that deviate').choices(['strict', 'tolerant']).default('strict'))
    .addOption(new Option('--uwlr-version <version>', 'version of messages that name none').choices(UWLR_VERSIONS))
    .option('--accept-stale', 'accept messages that were not made later than the last one')
    .addOption(jsonOption())
    .action((options: AddOptions) => add(session, options));
  party
    .command('list')
    .description('list the parties')
    .addOption(jsonOption())
    .action((options: { json?: true }) => list(session, options));
}

async function add(session: Session, options: AddOptions): Promise<void> {
  const { klantcode, klantnaam, role, endpoint, policy, uwlrVersion, acceptStale = false, json } = options;
  const party: Party = {
    klantcode,
    klantnaam,
    role,
    ...(endpoint === undefined ? {} : { endpoint }),
    policy,
    ...(uwlrVersion === undefined ? {} : { version: uwlrVersion }),
    acceptStale,
    createdAt: new Date().toISOString(),
  };
  await withStore(session.config(), (store) => store.addParty(party)).catch((error: unknown) => {
    throw error instanceof StoreError && error.code === 'duplicate' ? answerIsNo(`party ${klantcode} is there already`) : error;
  });
  if (json) printJson(party);
  else print(`Added party ${klantcode}.`);
}

async function list(session: Session, { json }: { json?: true }): Promise<void> {
  const { parties } = await withExistingStore(session.config(), (store) => store.directory());
  const items = [...parties.values()];
  if (json) {
    printJson({ items });
    return;
  }
  const rows = items.map(({ klantcode, klantnaam, role, policy, version, acceptStale, endpoint }) => [
    klantcode,
    klantnaam,
    role,
    acceptStale ? `${policy}, accepts stale` : policy,
    version ?? '',
    endpoint ?? '',
  ]);
  printTable(['KLANTCODE', 'KLANTNAAM', 'ROLE', 'POLICY', 'VERSION', 'ENDPOINT'], rows, 'No parties yet.');
}
