import { type Keyring, sameText } from '../privacy/keyring.js';
import type { Caller } from '../soap/caller.js';
import type { Directory, Party } from '../store/directory.js';
import type { Autorisatie } from '../uwlr/messages/autorisatie.js';
import { inForce, type Proof } from './authorise.js';

/** Holds the key of a header, and the certificate of the connection, against what is kept of a party. */
export function prove(
  directory: Directory,
  keyring: Keyring,
  party: Party,
  { autorisatiesleutel }: Autorisatie,
  { certificate }: Pick<Caller, 'certificate'>,
  now: Date,
): Proof {
  const at = now.toISOString();
  const hash = keyring.hashCredential(autorisatiesleutel);
  const certificateFits = fits(party, certificate);
  let keyIsTheirs = false;
  const schools = new Set<string>();
  // Every key of the party is compared, so that the time taken says nothing about which one came near.
  for (const credential of directory.credentials) {
    if (credential.party !== party.klantcode || !sameText(credential.hash, hash)) continue;
    keyIsTheirs = true;
    if (certificateFits && inForce(credential, at)) for (const school of credential.schools) schools.add(school);
  }
  return { keyIsTheirs, certificateFits, schools };
}

function fits({ certificates }: Party, certificate: Caller['certificate']): boolean {
  if (certificates === undefined) return true;
  if (certificate === undefined) return false;
  const { oin, fingerprints } = certificates;
  return fingerprints.includes(certificate.fingerprint) || (oin !== undefined && oin === certificate.oin);
}
