import { type Keyring, sameText } from '../privacy/keyring.js';
import type { Agreement, Directory, ExchangeKind, Party } from '../store/directory.js';
import type { Autorisatie } from '../uwlr/messages/autorisatie.js';

/** The supplier that a header names: code and name must belong together (spec, section e). */
export function identify(directory: Directory, { klantcode, klantnaam }: Autorisatie): Party | undefined {
  const party = directory.parties.get(klantcode);
  return party !== undefined && party.klantnaam === klantnaam ? party : undefined;
}

/**
 * The agreement under which a party may do this exchange for this school, now: its key is one of the party's, is in force and
 * covers the school, and an agreement of school, party and exchange is in force too. Default deny.
 */
export function authorise(
  directory: Directory,
  keyring: Keyring,
  party: Party,
  { autorisatiesleutel }: Autorisatie,
  school: string,
  exchange: ExchangeKind,
  now: Date,
): Agreement | undefined {
  const at = now.toISOString();
  const hash = keyring.hashCredential(autorisatiesleutel);
  let covered = false;
  // Every key of the party is compared, so that the time taken says nothing about which one came near.
  for (const credential of directory.credentials) {
    if (credential.party !== party.klantcode) continue;
    const same = sameText(credential.hash, hash);
    covered ||= same && inForce(credential, at) && credential.schools.includes(school);
  }
  if (!covered) return undefined;
  return directory.agreements.find(
    (agreement) =>
      agreement.school === school &&
      agreement.party === party.klantcode &&
      agreement.exchanges.includes(exchange) &&
      inForce(agreement, at),
  );
}

/** Whether an agreement or key holds at an ISO instant. */
export function inForce(
  term: { readonly from: string; readonly until?: string; readonly endedAt?: string; readonly revokedAt?: string },
  at: string,
): boolean {
  const over = term.endedAt !== undefined || term.revokedAt !== undefined || (term.until !== undefined && term.until <= at);
  return term.from <= at && !over;
}
