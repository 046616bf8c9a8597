import { type Command, Option } from 'commander';
import { addParty } from '../admin/parties/add-party.js';
import { type ShownParty, shownParty } from '../admin/parties/shown-party.js';
import { supplied } from '../core/supplied.js';
import type { Party } from '../directory/directory.js';
import { type Policy, UWLR_VERSIONS, type UwlrVersion } from '../uwlr/finding.js';
import type { Session } from './open/session.js';
import { withNewOffice, withOffice } from './open/with-office.js';
import { registerCertificates } from './party/certificates.js';
import { addConnectionOptions, type ConnectionOptions, checkConnectionOptions } from './party/connection-options.js';
import { connectionText } from './party/connection-text.js';
import { makeConnection } from './party/make-connection.js';
import { noteRefusedTarget } from './party/note-refused-target.js';
import { noteWantedName } from './party/note-wanted-name.js';
import { registerPartyRemove } from './party/remove.js';
import { registerPartySet } from './party/set.js';
import { registerPartyShow } from './party/show.js';
import { httpUrl, text } from './terminal/arguments.js';
import { jsonOption } from './terminal/json-option.js';
import { print, printJson, printTable } from './terminal/print.js';

interface AddOptions extends ConnectionOptions {
  readonly klantcode: string;
  readonly klantnaam?: string;
  readonly name?: string;
  readonly role: Extract<Party['role'], 'ea' | 'las'>;
  readonly endpoint?: string;
  readonly policy: Policy;
  readonly uwlrVersion?: UwlrVersion;
  readonly acceptStale?: true;
  readonly knownLearnersOnly?: true;
  readonly json?: true;
}

export function registerParty(program: Command, session: Session): void {
  const party = program.command('party').description('systems that exchange data with the gateway');
  const adding = party
    .command('add')
    .description('add a vendor (ea) or a school administration (las)')
    .addOption(
      new Option('--klantcode <code>', 'its id here; ea: the code that it gives in the header').argParser(text(64)).makeOptionMandatory(),
    )
    .addOption(
      new Option('--klantnaam <name>', 'ea: the name that it gives in the header; las: the same as --as-klantnaam').argParser(text(64)),
    )
    .addOption(new Option('--name <name>', 'display name: parents, register and dossier show it').argParser(text(128)))
    .addOption(new Option('--role <role>', 'what it is').choices(['ea', 'las']).makeOptionMandatory())
    .addOption(new Option('--endpoint <url>', 'where its own service is').argParser(httpUrl))
    .addOption(new Option('--policy <policy>', 'what is done with messages that deviate').choices(['strict', 'tolerant']).default('strict'))
    .addOption(new Option('--uwlr-version <version>', 'version of messages that name none').choices(UWLR_VERSIONS))
    .option('--accept-stale', 'accept messages whose aanmaakdatum is not later than the last one')
    .option('--known-learners-only', 'refuse results of pupils who are not in the roster of the school')
    .addOption(jsonOption());
  addConnectionOptions(adding).action((options: AddOptions) => add(session, options));
  party
    .command('list')
    .description('list the parties')
    .addOption(jsonOption())
    .action((options: { json?: true }) => list(session, options));
  registerPartyShow(party, session);
  registerPartySet(party, session);
  registerPartyRemove(party, session);
  registerCertificates(party, session);
}

async function add(session: Session, options: AddOptions): Promise<void> {
  const { klantcode, klantnaam, name, role, endpoint, policy, uwlrVersion, acceptStale = false, knownLearnersOnly = false, json } = options;
  checkConnectionOptions(options, role);
  const connection = await makeConnection(options);
  const config = session.config();
  const shown = await withNewOffice(config, async (office) => {
    const added = await addParty(office, {
      klantcode,
      ...supplied({ klantnaam, name }),
      role,
      ...supplied({ endpoint }),
      policy,
      ...supplied({ version: uwlrVersion }),
      acceptStale,
      knownLearnersOnly,
      ...supplied({ connection }),
    });
    return shownParty(added, added.connection === undefined ? undefined : await office.keyring());
  });
  if (json) printJson(shown);
  else print(`Added party ${klantcode}.`);
  noteWantedName(shown);
  if (endpoint !== undefined && connection?.proxy === undefined) await noteRefusedTarget(endpoint, config.allowTargets);
}

async function list(session: Session, { json }: { json?: true }): Promise<void> {
  const items = await withOffice(session.config(), async ({ store, keyring }) => {
    const parties = [...(await store.directory()).parties.values()];
    const opened = parties.some(({ connection }) => connection !== undefined) ? await keyring() : undefined;
    return parties.map((party) => shownParty(party, opened));
  });
  if (json) {
    printJson({ items });
    return;
  }
  const rows = items.map((party) => {
    const { klantcode, name, nameWanted, role, version, endpoint } = party;
    return [
      klantcode,
      nameWanted ? `${name} (no name)` : name,
      role,
      policyText(party),
      version ?? '',
      endpoint ?? '',
      connectionText(party),
    ];
  });
  printTable(['KLANTCODE', 'NAME', 'ROLE', 'POLICY', 'VERSION', 'ENDPOINT', 'CONNECTION'], rows, 'No parties yet.');
  for (const party of items) noteWantedName(party);
}

export function policyText({ policy, acceptStale, knownLearnersOnly }: ShownParty): string {
  return [policy, ...(acceptStale ? ['accepts stale'] : []), ...(knownLearnersOnly ? ['known learners only'] : [])].join(', ');
}
