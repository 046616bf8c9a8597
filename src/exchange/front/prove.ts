import { inForce, type Proof } from '../../directory/authorise.js';
import type { Credential, Directory, Party } from '../../directory/directory.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { Caller } from '../../soap/caller/caller.js';
import type { Autorisatie } from '../../uwlr/messages/autorisatie.js';

/**
 * Holds the key of a header, and the certificate of the connection, against what is kept of a party.
 *
 * The key is looked up by its keyed hash (HMAC-SHA256 under the secret of the gateway). That need not take
 * the same time always: nobody without the secret can choose a key by its hash, so the time of a lookup leads no nearer to one that is
 * kept. A wrong key and a valid key of another party get the same answer: what is found counts only when it is of the party that asks.
 */
export function prove(
  directory: Directory,
  keyring: Keyring,
  party: Party,
  { autorisatiesleutel }: Autorisatie,
  { certificate }: Pick<Caller, 'certificate'>,
  now: Date,
): Proof {
  const at = now.toISOString();
  const hash = hashOf(directory, keyring, autorisatiesleutel);
  const certificateFits = fits(party, certificate);
  const { credentials } = directory;
  const isTheirs = (one: Credential): boolean => one.party === party.klantcode && one.hash === hash;
  const same = credentials.by('hash', hash);
  const holds = certificateFits && same.some((one) => isTheirs(one) && inForce(one, at));
  // The keys of one school are few, the schools of one key may be thousands.
  const keyFor = (school: string | undefined): Credential | undefined =>
    holds ? (school === undefined ? same : credentials.by('school', school)).find((one) => isTheirs(one) && inForce(one, at)) : undefined;
  return {
    keys: same,
    keyIsTheirs: same.some(isTheirs),
    certificateFits,
    holds,
    keyFor,
    covers: (school) => keyFor(school) !== undefined,
  };
}

/** White space around a key is no part of it. One that was registered with it keeps it. */
export function hashOf({ credentials }: Pick<Directory, 'credentials'>, keyring: Keyring, key: string): string {
  const hash = keyring.hashCredential(key);
  const bare = key.trim();
  return bare === key || credentials.by('hash', hash).length > 0 ? hash : keyring.hashCredential(bare);
}

function fits({ certificates }: Party, certificate: Caller['certificate']): boolean {
  if (certificates === undefined) return true;
  if (certificate === undefined) return false;
  const { oin, fingerprints } = certificates;
  return fingerprints.includes(certificate.fingerprint) || (oin !== undefined && oin === certificate.oin);
}
