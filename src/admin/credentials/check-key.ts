import { supplied } from '../../core/supplied.js';
import { authorise, identify, inForce, partyOf } from '../../directory/authorise.js';
import type { Agreement, Credential, Directory, ExchangeKind, Party } from '../../directory/directory.js';
import { prove } from '../../exchange/front/reception.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { Autorisatie } from '../../uwlr/messages/autorisatie.js';

/** Why a message with this header would be refused, or `fits`. Stable: scripts go by it. */
export type KeyVerdict =
  | 'fits'
  | 'unknown-klantcode'
  /** The klantcode is known, under another klantnaam. */
  | 'other-klantnaam'
  /** No party has this key. */
  | 'unknown-key'
  | 'key-of-other-party'
  | 'not-yet-in-force'
  | 'over'
  | 'revoked'
  /** The key holds, and no agreement of its schools is in force. */
  | 'no-agreement';

/** An agreement under which the key opens an exchange now. */
export interface OpenedExchange {
  readonly school: string;
  readonly exchange: ExchangeKind;
  /** Id of the agreement. */
  readonly agreement: string;
  readonly from: string;
  readonly until?: string;
  /** The school has stopped all exchange for now. */
  readonly paused: boolean;
}

export interface CheckedKey {
  readonly verdict: KeyVerdict;
  readonly klantcode: string;
  /** The key as it is registered: its id, schools and term. */
  readonly key?: Pick<Credential, 'id' | 'schools' | 'from' | 'until' | 'revokedAt'>;
  readonly opens: readonly OpenedExchange[];
  /** The party has to come with a client certificate as well. */
  readonly needsCertificate: boolean;
}

/**
 * Says what would become of a message with this header, by the same steps as a message takes, but without one: klantcode and klantnaam, the
 * key, and the agreements that it opens. A client certificate is left out: nobody can show one here. The answer is for operators: it tells
 * more than a caller may know.
 */
export function checkKey(directory: Directory, keyring: Keyring, header: Autorisatie, now: Date): CheckedKey {
  const party = identify(directory, header);
  if (party === undefined) {
    const verdict = partyOf(directory, header.klantcode) !== undefined ? 'other-klantnaam' : 'unknown-klantcode';
    return { verdict, klantcode: header.klantcode, opens: [], needsCertificate: false };
  }
  const base = { klantcode: party.klantcode, needsCertificate: party.certificates !== undefined };
  const { certificates: _, ...bare } = party;
  const proof = prove(directory, keyring, bare, header, {}, now);
  const same = proof.keys;
  const key = newest(same.filter((one) => one.party === party.klantcode));
  if (key === undefined) return { ...base, verdict: same.length === 0 ? 'unknown-key' : 'key-of-other-party', opens: [] };
  const registered = { ...base, key: shown(key) };
  if (!proof.holds) return { ...registered, verdict: whyNotInForce(key, now), opens: [] };
  const opens = schoolsOf(same, party, now).flatMap((school) =>
    EXCHANGES.flatMap((exchange) => {
      const agreement = authorise(directory, party, proof, school, exchange, now);
      return agreement === undefined ? [] : [opened(directory, exchange, agreement)];
    }),
  );
  return { ...registered, verdict: opens.length === 0 ? 'no-agreement' : 'fits', opens };
}

/** Those that an autorisatiesleutel is for. */
const EXCHANGES: readonly ExchangeKind[] = ['leerlinggegevens', 'leerresultaten'];

/** The same key may be registered more than once: the one that ends last says most. */
function newest(keys: readonly Credential[]): Credential | undefined {
  return [...keys].sort((one, other) => rank(one).localeCompare(rank(other))).at(-1);
}

function rank({ revokedAt, until = '9', from }: Credential): string {
  return `${revokedAt === undefined ? 1 : 0} ${until} ${from}`;
}

function shown({ id, schools, from, until, revokedAt }: Credential): NonNullable<CheckedKey['key']> {
  return { id, schools, from, ...supplied({ until, revokedAt }) };
}

function whyNotInForce({ from, revokedAt }: Credential, now: Date): KeyVerdict {
  if (revokedAt !== undefined) return 'revoked';
  return from > now.toISOString() ? 'not-yet-in-force' : 'over';
}

function schoolsOf(keys: readonly Credential[], { klantcode }: Party, now: Date): readonly string[] {
  const held = keys.filter((one) => one.party === klantcode && inForce(one, now.toISOString()));
  return [...new Set(held.flatMap(({ schools }) => schools))].sort();
}

function opened({ schools }: Directory, exchange: ExchangeKind, { id, school, from, until }: Agreement): OpenedExchange {
  const paused = schools.get(school)?.pausedAt !== undefined;
  return { school, exchange, agreement: id, from, ...supplied({ until }), paused };
}
