import type { Agreement, Directory, ExchangeKind, Party } from '../store/directory.js';
import type { Autorisatie } from '../uwlr/messages/autorisatie.js';

/** The supplier that a header names: code and name must belong together (spec, section e). */
export function identify(directory: Directory, { klantcode, klantnaam }: Autorisatie): Party | undefined {
  const party = directory.parties.get(klantcode);
  return party !== undefined && party.klantnaam === klantnaam ? party : undefined;
}

/** What a party has shown of itself, with its key and its certificate. */
export interface Proof {
  /** The key is one of the party's, or was. A key that is none of them was guessed. */
  readonly keyIsTheirs: boolean;
  /** The party may come without a certificate, or comes with one of its own. */
  readonly certificateFits: boolean;
  /** Schools that the key covers now; none without the certificate. */
  readonly schools: ReadonlySet<string>;
}

/**
 * The agreement under which a party may do this exchange for this school, now: what it proved covers the school, and an agreement of
 * school, party and exchange is in force. Default deny.
 */
export function authorise(
  directory: Directory,
  party: Party,
  { schools }: Pick<Proof, 'schools'>,
  school: string,
  exchange: ExchangeKind,
  now: Date,
): Agreement | undefined {
  return schools.has(school) ? agreementOf(directory, school, party.klantcode, exchange, now.toISOString()) : undefined;
}

/** The agreement of a school and a party (klantcode) for an exchange that is in force at an ISO instant. */
export function agreementOf(
  { agreements }: Pick<Directory, 'agreements'>,
  school: string,
  party: string,
  exchange: ExchangeKind,
  at: string,
): Agreement | undefined {
  return agreements.find((one) => one.school === school && one.party === party && one.exchanges.includes(exchange) && inForce(one, at));
}

/** Whether an agreement or key holds at an ISO instant. */
export function inForce(
  term: { readonly from: string; readonly until?: string; readonly endedAt?: string; readonly revokedAt?: string },
  at: string,
): boolean {
  const over = term.endedAt !== undefined || term.revokedAt !== undefined || (term.until !== undefined && term.until <= at);
  return term.from <= at && !over;
}
