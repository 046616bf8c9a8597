import type { Connection, Party } from '../../directory/directory.js';
import type { Keyring } from '../../privacy/keys/keyring.js';

/** How a party is called; empty when nothing was said about it. Throws `SealError` when it was sealed under another secret. */
export function connectionOf({ connection }: Pick<Party, 'connection'>, keyring: Keyring): Connection {
  return connection === undefined ? {} : (JSON.parse(keyring.openSecret(connection)) as Connection);
}
