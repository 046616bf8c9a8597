import { type Command, Option } from 'commander';
import { knownParty } from '../../admin/parties/known-party.js';
import { type PartySettings, setParty } from '../../admin/parties/set-party.js';
import { shownParty } from '../../admin/parties/shown-party.js';
import { type Policy, UWLR_VERSIONS, type UwlrVersion } from '../../uwlr/finding.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { httpUrl, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { namedOnce } from '../terminal/named-once.js';
import { print, printJson } from '../terminal/print.js';
import { addConnectionOptions, type ConnectionOptions, checkConnectionOptions } from './connection-options.js';
import { makeConnection, tryFiles } from './make-connection.js';
import { noteRefusedTarget } from './note-refused-target.js';
import { noteWantedName } from './note-wanted-name.js';

interface SetOptions extends ConnectionOptions {
  readonly party?: string;
  readonly klantnaam?: string;
  readonly name?: string;
  readonly endpoint?: string;
  readonly policy?: Policy;
  readonly uwlrVersion?: UwlrVersion;
  readonly acceptStale?: true;
  readonly knownLearnersOnly?: true;
  readonly clear?: readonly string[];
  readonly json?: true;
}

export function registerPartySet(party: Command, session: Session): void {
  const setting = party
    .command('set')
    .description('change settings of a party from its next message on; other settings stay unchanged')
    .argument('[klantcode]', 'the party', text(64))
    .addOption(new Option('--party <klantcode>', 'the same').argParser(text(64)))
    .addOption(new Option('--name <name>', 'display name: parents, register and dossier show it').argParser(text(128)))
    .addOption(new Option('--klantnaam <name>', 'ea: the name that it gives in the header').argParser(text(64)))
    .addOption(new Option('--endpoint <url>', 'where its own service is').argParser(httpUrl))
    .addOption(new Option('--policy <policy>', 'what is done with messages that deviate').choices(['strict', 'tolerant']))
    .addOption(new Option('--uwlr-version <version>', 'version of messages that name none').choices(UWLR_VERSIONS))
    .option('--accept-stale', 'accept messages whose aanmaakdatum is not later than the last one')
    .option('--known-learners-only', 'refuse results of pupils who are not in the roster of the school');
  addConnectionOptions(setting)
    .addOption(
      new Option('--clear <settings>', 'take these away, by the names that show --json has').argParser((given) =>
        given.split(',').map((name) => name.trim()),
      ),
    )
    .addOption(jsonOption())
    .action((klantcode: string | undefined, { party: named, ...options }: SetOptions) =>
      set(session, namedOnce(klantcode, named, 'party'), options),
    );
}

async function set(session: Session, klantcode: string, options: SetOptions): Promise<void> {
  const config = session.config();
  const shown = await withOffice(config, async (office) => {
    checkConnectionOptions(options, knownParty(await office.store.directory(), klantcode).role);
    const after = await setParty(office, klantcode, await settingsOf(options), options.clear, tryFiles);
    return shownParty(after, after.connection === undefined ? undefined : await office.keyring());
  });
  if (options.json) printJson(shown);
  else print(`Changed party ${klantcode}. The new settings apply from its next message.`);
  noteWantedName(shown);
  if (options.endpoint !== undefined && shown.connection?.proxy === undefined)
    await noteRefusedTarget(options.endpoint, config.allowTargets);
}

async function settingsOf(options: SetOptions): Promise<PartySettings> {
  const { klantnaam, name, endpoint, policy, uwlrVersion: version, acceptStale, knownLearnersOnly } = options;
  const given = { klantnaam, name, endpoint, policy, version, acceptStale, knownLearnersOnly, connection: await makeConnection(options) };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
