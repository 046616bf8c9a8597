import type { Connection, Party, PartyChange } from '../../directory/directory.js';
import type { Office } from '../office.js';
import { unfit } from '../refusal.js';
import { connectionOf } from './connection-of.js';
import { knownParty } from './known-party.js';

/** Settings of a party as somebody gives them: what is absent stays. */
export interface PartySettings extends Partial<Pick<Party, 'klantnaam' | 'name' | 'endpoint' | 'policy' | 'version'>> {
  readonly acceptStale?: true;
  readonly knownLearnersOnly?: true;
  /** For a `las`. */
  readonly connection?: Connection;
}

/** What can be taken away of the party itself, and what is then there. */
const CLEARED: Readonly<Record<string, PartyChange>> = {
  name: { name: null },
  endpoint: { endpoint: null },
  version: { version: null },
  acceptStale: { acceptStale: false },
  knownLearnersOnly: { knownLearnersOnly: false },
};

/** A client certificate is in one file or in two. */
const INSTEAD: Readonly<Record<string, readonly (keyof Connection)[]>> = {
  pkcs12File: ['certFile', 'keyFile', 'passphraseFile'],
  certFile: ['pkcs12File', 'passphraseFile'],
};

/**
 * Changes settings of a party, and takes away what `clear` names, by the names that `party show --json` has. They count from the next
 * message on. `tryOut` says whether a connection can be used, by what it throws. Throws `Refusal`.
 */
export async function setParty(
  { store, keyring }: Office,
  klantcode: string,
  { connection, ...settings }: PartySettings,
  clear: readonly string[] = [],
  tryOut: (connection: Connection) => Promise<void> = async () => undefined,
): Promise<Party> {
  const party = knownParty(await store.directory(), klantcode);
  if (connection === undefined && Object.keys(settings).length === 0 && clear.length === 0)
    throw unfit('give at least one setting to change');
  checkRole(party, settings, connection);
  const ofConnection = clear.filter((name) => CLEARED[name] === undefined);
  const changesConnection = connection !== undefined || ofConnection.length > 0;
  const after = changesConnection ? merged(connectionOf(party, await keyring()), connection ?? {}, ofConnection) : undefined;
  if (after !== undefined) await tryOut(after);
  const change: PartyChange = {
    ...Object.assign({}, ...clear.map((name) => CLEARED[name] ?? {})),
    ...settings,
    ...(after === undefined ? {} : { connection: (await keyring()).sealSecret(JSON.stringify(after)) }),
  };
  await store.changeParty(klantcode, change);
  return knownParty(await store.directory(), klantcode);
}

function checkRole({ klantcode, role }: Party, { klantnaam }: PartySettings, connection: Connection | undefined): void {
  if (role === 'las' && klantnaam !== undefined)
    throw unfit(`${klantcode} is a las: its own name is --name, and what the gateway presents there is --as-klantnaam`);
  if (role !== 'las' && connection !== undefined) throw unfit(`${klantcode} is no las: the gateway does not call it`);
}

function merged(before: Connection, given: Connection, clear: readonly string[]): Connection {
  const missing = clear.filter((name) => !(name in before) || name === 'klantnaam');
  if (missing.length > 0) throw unfit(`--clear: there is no ${missing.join(', ')} to take away`);
  const replaced = Object.keys(given).flatMap((name) => INSTEAD[name] ?? []);
  const gone = new Set<string>([...clear, ...replaced]);
  return { ...Object.fromEntries(Object.entries(before).filter(([name]) => !gone.has(name))), ...given };
}
