import { isSameName, plainName } from '../model/plain-name.js';
import type { Autorisatie } from '../uwlr/messages/autorisatie.js';
import type { Agreement, Credential, Directory, ExchangeKind, Party } from './directory.js';

/** The supplier that a header names: code and name must belong together (spec, section e). */
export function identify(directory: Directory, { klantcode, klantnaam }: Autorisatie): Party | undefined {
  const party = partyOf(directory, klantcode);
  return party !== undefined && isSameName(party.klantnaam, klantnaam) ? party : undefined;
}

/** The party with this klantcode, however its letters and the white space around it are written. */
export function partyOf({ parties }: Pick<Directory, 'parties'>, klantcode: string): Party | undefined {
  const exact = parties.get(klantcode);
  if (exact !== undefined) return exact;
  const plain = plainName(klantcode);
  return parties.get(plain) ?? plainCodes(parties).get(plain);
}

/** Made anew when the parties change, and only when somebody writes a klantcode in another way. */
const codes = new WeakMap<Directory['parties'], ReadonlyMap<string, Party>>();

/** By plain klantcode, those whose klantcode is written otherwise. */
function plainCodes(parties: Directory['parties']): ReadonlyMap<string, Party> {
  const known = codes.get(parties);
  if (known !== undefined) return known;
  const made = new Map<string, Party>();
  for (const party of parties.values()) {
    const plain = plainName(party.klantcode);
    if (plain !== party.klantcode) made.set(plain, party);
  }
  codes.set(parties, made);
  return made;
}

/** What a party has shown of itself, with its key and its certificate. */
export interface Proof {
  /** The key is one of the party's, or was. A key that is none of them was guessed. */
  readonly keyIsTheirs: boolean;
  /** The party may come without a certificate, or comes with one of its own. */
  readonly certificateFits: boolean;
  /** The key is in force, and the certificate fits. */
  readonly holds: boolean;
  /** All that is kept of this key, of whatever party and in force or not. */
  readonly keys: readonly Credential[];
  /** The key that is in force and covers a school; of no school in particular: one that is in force. None without the certificate. */
  keyFor(school: string | undefined): Credential | undefined;
  /** Whether the key covers a school now; none without the certificate. */
  covers(school: string): boolean;
}

/**
 * The agreement under which a party may do this exchange for this school, now: what it proved covers the school, and an agreement of
 * school, party and exchange is in force. Default deny.
 */
export function authorise(
  directory: Directory,
  party: Party,
  proof: Pick<Proof, 'covers'>,
  school: string,
  exchange: ExchangeKind,
  now: Date,
): Agreement | undefined {
  return proof.covers(school) ? agreementOf(directory, school, party.klantcode, exchange, now.toISOString()) : undefined;
}

/**
 * The agreement of a school and a party (klantcode) for an exchange that holds at an ISO instant. The store keeps it to one at a time; of
 * several that were made before it did, the one that began last, and of those the one that was made last.
 */
export function agreementOf(
  { agreements }: Pick<Directory, 'agreements'>,
  school: string,
  party: string,
  exchange: ExchangeKind,
  at: string,
): Agreement | undefined {
  let holding: Agreement | undefined;
  for (const one of agreements.by('school', school)) {
    if (one.party === party && allows(one, exchange, at) && beganLater(one, holding)) holding = one;
  }
  return holding;
}

function beganLater(one: Agreement, other: Agreement | undefined): boolean {
  return other === undefined || one.from >= other.from;
}

/** The sides of an agreement: a school and a klantcode; absent: any. */
export interface Sides {
  readonly school?: string | undefined;
  readonly party?: string | undefined;
}

/**
 * The agreements of these sides for an exchange that hold at an ISO instant, in the order in which they were made: of each school and party
 * the one that `agreementOf` gives; for `rest`, where they add up, all that are in force.
 */
export function agreementsOf(
  directory: Pick<Directory, 'agreements'>,
  sides: Sides,
  exchange: ExchangeKind,
  at: string,
): readonly Agreement[] {
  const allowed = agreementsBetween(directory, sides).filter((one) => allows(one, exchange, at));
  return exchange === 'rest' || allowed.length < 2 ? allowed : holding(allowed);
}

/** Without those that another one of the same school and party goes before. */
function holding(allowed: readonly Agreement[]): readonly Agreement[] {
  const last = new Map<string, Agreement>();
  const sidesOf = ({ school, party }: Agreement) => `${school}\n${party}`;
  for (const one of allowed) if (beganLater(one, last.get(sidesOf(one)))) last.set(sidesOf(one), one);
  return last.size === allowed.length ? allowed : allowed.filter((one) => last.get(sidesOf(one)) === one);
}

/** The agreements of these sides, whatever they are about and in force or not. */
export function agreementsBetween({ agreements }: Pick<Directory, 'agreements'>, { school, party }: Sides): readonly Agreement[] {
  if (school === undefined) return party === undefined ? agreements.all() : agreements.by('party', party);
  const ofSchool = agreements.by('school', school);
  return party === undefined ? ofSchool : ofSchool.filter((one) => one.party === party);
}

/** Whether an agreement lets an exchange through at an ISO instant. */
function allows(agreement: Agreement, exchange: ExchangeKind, at: string): boolean {
  return agreement.exchanges.includes(exchange) && inForce(agreement, at);
}

/** Whether an agreement or key holds at an ISO instant. */
export function inForce(
  term: { readonly from: string; readonly until?: string; readonly endedAt?: string; readonly revokedAt?: string },
  at: string,
): boolean {
  const over = term.endedAt !== undefined || term.revokedAt !== undefined || (term.until !== undefined && term.until <= at);
  return term.from <= at && !over;
}

/** Whether a school has stopped everything, whatever was agreed on. It is asked per message, so that a pause holds from the next one on. */
export function isPaused({ schools }: Directory, school: string): boolean {
  return schools.get(school)?.pausedAt !== undefined;
}

/** Seconds after which a vendor may see whether the school goes on: a pause is made by a person, and so is its end. */
export const PAUSE_RETRY_SECONDS = 900;

/** The keys of a party that hold at an ISO instant; of one school, or of all. */
export function keysOf({ credentials }: Pick<Directory, 'credentials'>, party: string, at: string, school?: string): readonly Credential[] {
  const among = school === undefined ? credentials.by('party', party) : credentials.by('school', school);
  return among.filter((one) => one.party === party && inForce(one, at));
}
