import { readFile } from 'node:fs/promises';
import { keysOf } from '../../directory/authorise.js';
import type { Connection, Credential, Directory, Party } from '../../directory/directory.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { SealError } from '../../privacy/keys/seal-error.js';
import type { SoapClientOptions } from '../../soap/client/client-options.js';
import type { Autorisatie } from '../../uwlr/messages/autorisatie.js';
import { plainLine, plainPem, UnfitText } from '../../xml/plain-text.js';
import { ConnectionError } from './connection-error.js';

/** How to call an administration, and what to present there for a school. */
export interface PartyAccess {
  readonly connection: Connection;
  readonly header: Autorisatie;
}

/** Throws `ConnectionError`: there is no key for the school at `at` (ISO instant), or what was sealed does not open. */
export function accessTo(directory: Directory, keyring: Keyring, party: Party, school: string, at: string): PartyAccess {
  const credential = credentialOf(directory, party, school, at);
  if (credential === undefined) throw new ConnectionError('no autorisatiesleutel of the administration covers the school');
  try {
    const connection = party.connection === undefined ? {} : (JSON.parse(keyring.openSecret(party.connection)) as Connection);
    return { connection, header: { autorisatiesleutel: keyring.openSecret(credential.sealed), ...presentedTo(party, connection) } };
  } catch (error) {
    if (error instanceof SealError) throw new ConnectionError('the connection was sealed under another secret of the gateway');
    throw error;
  }
}

/**
 * What we call ourselves towards an administration. Parties of before connections had names of ours have them in their own klantcode and
 * klantnaam.
 */
export function presentedTo(
  party: Pick<Party, 'klantcode' | 'klantnaam'>,
  { klantcode = party.klantcode, klantnaam = party.klantnaam }: Pick<Connection, 'klantcode' | 'klantnaam'>,
): Pick<Autorisatie, 'klantcode' | 'klantnaam'> {
  return { klantcode, klantnaam };
}

/** The newest key that we hold and may present. */
function credentialOf(
  directory: Directory,
  { klantcode }: Party,
  school: string,
  at: string,
): (Credential & { readonly sealed: Uint8Array }) | undefined {
  return keysOf(directory, klantcode, at, school)
    .flatMap((credential) => (credential.sealed === undefined ? [] : [{ ...credential, sealed: credential.sealed }]))
    .sort((one, other) => (one.from < other.from ? 1 : -1))[0];
}

/** However long the pieces may take, a whole call is given this long at least. */
const WHOLE_CALL_MS = 600_000;

const FILES = { caFile: 'ca', certFile: 'cert', keyFile: 'key', pkcs12File: 'pfx' } as const;

/** What a SOAP client needs for a connection, see `SoapClientOptions`: its files are read now. Throws `ConnectionError` for one that cannot be read. */
export async function connectionOptions(connection: Connection, allowTargets: readonly string[]): Promise<SoapClientOptions> {
  const { timeoutSeconds, maxBytes, proxy, headers, passphraseFile } = connection;
  const read = async (name: keyof typeof FILES | 'passphraseFile', file: string): Promise<Buffer> => {
    try {
      const bytes = await readFile(file);
      return name === 'pkcs12File' ? bytes : plainPem(bytes);
    } catch (error) {
      throw new ConnectionError(`the file that ${name} names ${error instanceof UnfitText ? error.reason : 'cannot be read'}`);
    }
  };
  const material: { -readonly [K in (typeof FILES)[keyof typeof FILES]]?: Buffer } = {};
  for (const name of Object.keys(FILES) as (keyof typeof FILES)[]) {
    const file = connection[name];
    if (file !== undefined) material[FILES[name]] = await read(name, file);
  }
  const passphrase = passphraseFile === undefined ? undefined : passphraseOf(await read('passphraseFile', passphraseFile));
  const milliseconds = timeoutSeconds === undefined ? undefined : Math.round(timeoutSeconds * 1000);
  return {
    ...material,
    connectTimeoutMs: milliseconds,
    answerTimeoutMs: milliseconds,
    pieceTimeoutMs: milliseconds,
    totalTimeoutMs: milliseconds === undefined ? undefined : Math.max(WHOLE_CALL_MS, 3 * milliseconds),
    maxBytes,
    proxy,
    allowTargets,
    headers,
    passphrase,
  };
}

function passphraseOf(bytes: Buffer): string {
  try {
    return plainLine(bytes);
  } catch (error) {
    throw error instanceof UnfitText ? new ConnectionError(`the file that passphraseFile names ${error.reason}`) : error;
  }
}
