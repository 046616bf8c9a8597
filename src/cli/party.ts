import { type Command, Option } from 'commander';
import type { Party } from '../store/directory.js';
import { StoreError } from '../store/store-error.js';
import { type Policy, UWLR_VERSIONS, type UwlrVersion } from '../uwlr/finding.js';
import { httpUrl, text } from './arguments.js';
import { answerIsNo } from './command-error.js';
import { jsonOption } from './json-option.js';
import { openKeyring } from './open-keyring.js';
import { withExistingStore, withStore } from './open-store.js';
import { registerCertificates } from './party/certificates.js';
import { addConnectionOptions, type ConnectionOptions, checkConnectionOptions } from './party/connection-options.js';
import { makeConnection } from './party/make-connection.js';
import { noteRefusedTarget } from './party/note-refused-target.js';
import { connectionText, type ShownParty, shownParty } from './party/shown-party.js';
import { print, printJson, printTable } from './print.js';
import type { Session } from './session.js';

interface AddOptions extends ConnectionOptions {
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly role: Party['role'];
  readonly endpoint?: string;
  readonly policy: Policy;
  readonly uwlrVersion?: UwlrVersion;
  readonly acceptStale?: true;
  readonly knownLearnersOnly?: true;
  readonly json?: true;
}

export function registerParty(program: Command, session: Session): void {
  const party = program.command('party').description('systems that exchange with the gateway');
  const adding = party
    .command('add')
    .description('add a vendor (ea) or an administration (las)')
    .addOption(new Option('--klantcode <code>', 'code that it gives in the header').argParser(text(64)).makeOptionMandatory())
    .addOption(new Option('--klantnaam <name>', 'name that it gives in the header').argParser(text(64)).makeOptionMandatory())
    .addOption(new Option('--role <role>', 'what it is').choices(['ea', 'las']).makeOptionMandatory())
    .addOption(new Option('--endpoint <url>', 'where its own service is').argParser(httpUrl))
    .addOption(new Option('--policy <policy>', 'what is done with messages that deviate').choices(['strict', 'tolerant']).default('strict'))
    .addOption(new Option('--uwlr-version <version>', 'version of messages that name none').choices(UWLR_VERSIONS))
    .option('--accept-stale', 'accept messages that were not made later than the last one')
    .option('--known-learners-only', 'refuse results of pupils whom the roster of the school does not know')
    .addOption(jsonOption());
  addConnectionOptions(adding).action((options: AddOptions) => add(session, options));
  party
    .command('list')
    .description('list the parties')
    .addOption(jsonOption())
    .action((options: { json?: true }) => list(session, options));
  registerCertificates(party, session);
}

async function add(session: Session, options: AddOptions): Promise<void> {
  const { klantcode, klantnaam, role, endpoint, policy, uwlrVersion, acceptStale = false, knownLearnersOnly = false, json } = options;
  checkConnectionOptions(options, role);
  const connection = await makeConnection(options);
  const party: Party = {
    klantcode,
    klantnaam,
    role,
    ...(endpoint === undefined ? {} : { endpoint }),
    policy,
    ...(uwlrVersion === undefined ? {} : { version: uwlrVersion }),
    acceptStale,
    knownLearnersOnly,
    createdAt: new Date().toISOString(),
  };
  const config = session.config();
  const shown = await withStore(config, async (store) => {
    if (connection === undefined) {
      await store.addParty(party);
      return shownParty(party, undefined);
    }
    const keyring = await openKeyring(config, store);
    const connected = { ...party, connection: keyring.sealSecret(JSON.stringify(connection)) };
    await store.addParty(connected);
    return shownParty(connected, keyring);
  }).catch((error: unknown) => {
    throw error instanceof StoreError && error.code === 'duplicate' ? answerIsNo(`party ${klantcode} is there already`) : error;
  });
  if (json) printJson(shown);
  else print(`Added party ${klantcode}.`);
  if (endpoint !== undefined && connection?.proxy === undefined) await noteRefusedTarget(endpoint, config.allowTargets);
}

async function list(session: Session, { json }: { json?: true }): Promise<void> {
  const config = session.config();
  const items = await withExistingStore(config, async (store) => {
    const parties = [...(await store.directory()).parties.values()];
    const keyring = parties.some(({ connection }) => connection !== undefined) ? await openKeyring(config, store) : undefined;
    return parties.map((party) => shownParty(party, keyring));
  });
  if (json) {
    printJson({ items });
    return;
  }
  const rows = items.map((party) => {
    const { klantcode, klantnaam, role, version, endpoint } = party;
    return [klantcode, klantnaam, role, policyText(party), version ?? '', endpoint ?? '', connectionText(party)];
  });
  printTable(['KLANTCODE', 'KLANTNAAM', 'ROLE', 'POLICY', 'VERSION', 'ENDPOINT', 'CONNECTION'], rows, 'No parties yet.');
}

function policyText({ policy, acceptStale, knownLearnersOnly }: ShownParty): string {
  return [policy, ...(acceptStale ? ['accepts stale'] : []), ...(knownLearnersOnly ? ['known learners only'] : [])].join(', ');
}
