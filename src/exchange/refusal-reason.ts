import { agreementsBetween, inForce, type Proof, partyOf } from '../directory/authorise.js';
import type { Agreement, Credential, Directory, ExchangeKind, Party } from '../directory/directory.js';
import type { RefusalReason } from '../store/refusal-reason.js';
import type { Autorisatie } from '../uwlr/messages/autorisatie.js';

/** Why somebody was not let in, and what of the directory shows it. For the operator only: the sender hears the same whatever it was. */
export interface Refusal {
  readonly reason: RefusalReason;
  /** Who the sender said it is, when that is a party of ours with another name. */
  readonly party?: Party;
  /** Id of the autorisatiesleutel that was shown, when it is or was one of the party's. */
  readonly credential?: string;
  /** Id of the agreement that comes closest. */
  readonly agreement?: string;
}

/** Why a header names no known supplier. */
export function whyUnknown(directory: Directory, { klantcode }: Pick<Autorisatie, 'klantcode'>): Refusal {
  const party = partyOf(directory, klantcode);
  return party === undefined ? { reason: 'klantcode-unknown' } : { reason: 'klantnaam-differs', party };
}

/** Why what a party showed does not hold at an ISO instant; undefined when it holds. */
export function whyUnproven({ klantcode }: Party, { keys, certificateFits }: Proof, at: string): Refusal | undefined {
  const theirs = keys.filter(({ party }) => party === klantcode);
  const valid = theirs.find((one) => inForce(one, at));
  if (valid !== undefined) return certificateFits ? undefined : { reason: 'certificate-missing', credential: valid.id };
  const last = latest(theirs);
  if (last === undefined) return { reason: keys.length > 0 ? 'key-of-another-party' : 'key-unknown' };
  return { reason: keyOver(last, at), credential: last.id };
}

/** Why a party with a key that holds may not do an exchange for a school at an ISO instant. `school`: an id, known here or not. */
export function whyNotAuthorised(
  directory: Directory,
  party: Party,
  proof: Proof,
  { school, exchange, at }: { readonly school: string; readonly exchange: ExchangeKind; readonly at: string },
): Refusal {
  const unproven = whyUnproven(party, proof, at);
  if (unproven !== undefined) return unproven;
  if (!directory.schools.has(school)) return { reason: 'school-unknown', ...keyed(proof.keyFor(undefined)) };
  const key = proof.keyFor(school);
  if (key === undefined) {
    const once = proof.keys.find((one) => one.party === party.klantcode && one.schools.includes(school));
    return once === undefined
      ? { reason: 'key-not-for-school', ...keyed(proof.keyFor(undefined)) }
      : { reason: keyOver(once, at), credential: once.id };
  }
  const between = agreementsBetween(directory, { school, party: party.klantcode });
  const agreements = between.filter(({ exchanges }) => exchanges.includes(exchange));
  const current = agreements.find((one) => inForce(one, at));
  if (current !== undefined) return { reason: 'agreement-without-profile', credential: key.id, agreement: current.id };
  const last = latest(agreements);
  if (last !== undefined) return { reason: agreementOver(last, at), credential: key.id, agreement: last.id };
  const other = latest(between);
  return { reason: other === undefined ? 'no-agreement' : 'no-agreement-for-exchange', ...keyed(key) };
}

function keyed(key: Credential | undefined): Pick<Refusal, 'credential'> {
  return key === undefined ? {} : { credential: key.id };
}

/** Of keys or agreements that do not hold the one that began last. */
function latest<T extends Pick<Agreement, 'from'>>(all: readonly T[]): T | undefined {
  return [...all].sort((one, other) => (one.from < other.from ? 1 : -1))[0];
}

type Term = Pick<Credential, 'from' | 'until'>;

function keyOver(key: Credential, at: string): 'key-revoked' | 'key-not-yet' | 'key-expired' {
  return key.revokedAt === undefined ? `key-${early(key, at)}` : 'key-revoked';
}

function agreementOver(agreement: Agreement, at: string): 'agreement-ended' | 'agreement-not-yet' | 'agreement-expired' {
  return agreement.endedAt === undefined ? `agreement-${early(agreement, at)}` : 'agreement-ended';
}

function early({ from }: Term, at: string): 'not-yet' | 'expired' {
  return from > at ? 'not-yet' : 'expired';
}
