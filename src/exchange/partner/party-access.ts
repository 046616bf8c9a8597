import type { Connection, Credential, Directory, Party } from '../../directory/directory.js';
import { keysOf } from '../../directory/keys-of.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { SealError } from '../../privacy/keys/seal-error.js';
import type { Autorisatie } from '../../uwlr/messages/autorisatie.js';
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
