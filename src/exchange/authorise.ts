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
  if (!schools.has(school)) return undefined;
  const at = now.toISOString();
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
