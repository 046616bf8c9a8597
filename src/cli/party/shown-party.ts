import type { Keyring } from '../../privacy/keyring.js';
import type { Connection, Party } from '../../store/directory.js';

/** A connection as it may be shown: names of headers, and a proxy without its password. */
export interface ShownConnection extends Omit<Connection, 'headers'> {
  readonly headers?: readonly string[];
}

/** A party as it may be shown. */
export interface ShownParty extends Omit<Party, 'connection'> {
  readonly connection?: ShownConnection;
}

/** Throws `SealError` when the connection was sealed under another secret. */
export function shownParty({ connection, ...party }: Party, keyring: Keyring | undefined): ShownParty {
  if (connection === undefined || keyring === undefined) return party;
  return { ...party, connection: shownConnection(JSON.parse(keyring.openSecret(connection)) as Connection) };
}

/** In a few words, for a table. */
export function connectionText({ connection, certificates }: ShownParty): string {
  if (certificates !== undefined) return 'comes with a client certificate';
  if (connection === undefined) return '';
  const { klantcode, gegevenssetid, inSteps, certFile, pkcs12File, proxy, headers = [] } = connection;
  const parts = [
    klantcode === undefined ? undefined : `as ${klantcode}`,
    gegevenssetid,
    inSteps === true ? 'in steps' : undefined,
    certFile === undefined && pkcs12File === undefined ? undefined : 'client certificate',
    proxy === undefined ? undefined : 'proxy',
    headers.length === 0 ? undefined : `header ${headers.join(', ')}`,
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}

function shownConnection({ headers, proxy, ...rest }: Connection): ShownConnection {
  return {
    ...rest,
    ...(proxy === undefined ? {} : { proxy: new URL(proxy).origin }),
    ...(headers === undefined ? {} : { headers: Object.keys(headers) }),
  };
}
