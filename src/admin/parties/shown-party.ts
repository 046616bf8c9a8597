import type { Connection, Party } from '../../directory/directory.js';
import { nameOf, wantsName } from '../../directory/party-name.js';
import { presentedTo } from '../../exchange/partner/party-access.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { connectionOf } from './connection-of.js';

/** A connection as it may be shown: names of headers, and a proxy without its password. */
export interface ShownConnection extends Omit<Connection, 'headers'> {
  readonly headers?: readonly string[];
}

/** A party as it may be shown. */
export interface ShownParty extends Omit<Party, 'connection' | 'name'> {
  /** What people read. */
  readonly name: string;
  /** True: nobody said what people call it, and `name` is only its host or code. */
  readonly nameWanted?: true;
  /** Of a `las`: what we call ourselves there. */
  readonly presents?: { readonly klantcode: string; readonly klantnaam: string };
  readonly connection?: ShownConnection;
}

/** `keyring`: undefined when nothing is sealed. Throws `SealError` when the connection was sealed under another secret. */
export function shownParty(party: Party, keyring: Keyring | undefined): ShownParty {
  const { connection: sealed, ...rest } = party;
  const connection = sealed === undefined || keyring === undefined ? undefined : connectionOf(party, keyring);
  return {
    ...rest,
    name: nameOf(party),
    ...(wantsName(party) ? { nameWanted: true } : {}),
    ...(party.role === 'las' ? { presents: presentedTo(party, connection ?? {}) } : {}),
    ...(connection === undefined ? {} : { connection: shownConnection(connection) }),
  };
}

function shownConnection({ headers, proxy, ...rest }: Connection): ShownConnection {
  return {
    ...rest,
    ...(proxy === undefined ? {} : { proxy: new URL(proxy).origin }),
    ...(headers === undefined ? {} : { headers: Object.keys(headers) }),
  };
}
