import type { PurgeScope } from '../../retention-store.js';
import { family, query } from '../../sql/query.js';
import { all, runMany, type Script } from '../../sql/script.js';
import { bringsResult, hasDelivery } from '../exchanges/results-of-exchange.js';
import { nextAfter, type PurgeKey, type Removed, ROWS_AT_ONCE } from './purge-part.js';

/** What refers to an exchange record by its number. */
const EXCHANGE_TABLES = ['assessments', 'signals'] as const;
const LATEST_NS = 2n ** 63n - 1n;

type ExchangeScope = Extract<PurgeScope, { class: 'exchanges' }>;
type OfExchange = { readonly seq: number };

interface OldExchange {
  readonly seq: number;
  readonly strip_count: number;
  readonly forget: 0 | 1;
}

interface OldValues {
  readonly school?: string | undefined;
  readonly below: number;
  readonly before: number;
  readonly beforeNs: bigint;
  readonly most: number;
}

/** Records of a school, or of none: those of before the sender is known. */
export const OF_WHOM = ['school', 'none'] as const;
export type OfWhom = (typeof OF_WHOM)[number];

/** SQL: record `e` is of the school `@school`, or of none. */
export function isOf(whom: OfWhom): string {
  return whom === 'none' ? 'e.school IS NULL' : 'e.school = @school';
}

export function whomOf(scope: { readonly school?: string | null | undefined } | undefined): OfWhom {
  return scope?.school == null ? 'none' : 'school';
}

/** SQL: of the message of record `e` the digest can go: it says it was made before `@beforeNs`, or not when. */
export const FORGOTTEN = '(e.created_at_ns IS NULL OR e.created_at_ns <= CAST(@beforeNs AS BIGINT))';

const OLD = family<OfWhom, OldExchange, OldValues>(
  OF_WHOM,
  (whom, { by }) => `
    SELECT e.seq, e.strip_count, CASE WHEN ${FORGOTTEN} THEN 1 ELSE 0 END AS forget FROM exchanges e ${by('exchanges_by_school')}
    WHERE ${isOf(whom)} AND e.seq < @below AND e.stored_at + 0 < @before ORDER BY e.seq DESC LIMIT @most`,
);
const REMOVE_STRIPS = query<never, OfExchange>(
  () => 'UPDATE exchanges SET strips = NULL, strip_count = 0 WHERE seq = @seq AND strip_count > 0',
);
const REMOVE_KEY = query<never, OfExchange>(() => 'DELETE FROM request_keys WHERE exchange = @seq');
const FORGET_UP_TO = query<never, OfExchange>(
  ({ greatest }) => `
    UPDATE latest_created SET forgotten_ns = ${greatest('coalesce(latest_created.forgotten_ns, e.created_at_ns)', 'e.created_at_ns')}
    FROM exchanges e WHERE e.seq = @seq AND latest_created.school = e.school AND latest_created.party = e.party AND ${hasDelivery('e')}`,
);
const REMOVE_DIGEST = query<never, OfExchange>(
  () => `
    DELETE FROM deliveries WHERE exchange = @seq AND (source, digest) IN (
      SELECT o.seq, e.digest FROM exchanges e JOIN sources o ON o.school = e.school AND o.party = e.party WHERE e.seq = @seq)`,
);
const EMPTY = query<never, Pick<OldExchange, 'seq' | 'forget'>>(
  () => `
    UPDATE exchanges SET findings = '[]', digest = CASE WHEN @forget = 1 THEN NULL ELSE digest END
    WHERE seq = @seq AND (findings <> '[]' OR digest IS NOT NULL)`,
);
const REMOVE = query<never, OfExchange>(
  (words) => `
    DELETE FROM exchanges WHERE seq = @seq
      AND ${EXCHANGE_TABLES.map((table) => `NOT EXISTS (SELECT 1 FROM ${table} WHERE exchange = exchanges.seq)`).join(' AND ')}
      AND NOT EXISTS (SELECT 1 FROM results r WHERE ${bringsResult('exchanges', 'r', words)}) AND NOT ${hasDelivery('exchanges')}
      AND NOT EXISTS (SELECT 1 FROM exchanges later WHERE later.repeats = exchanges.id)`,
);

/**
 * Exchange records, newest first, so that one that repeats another is gone before it. A record that something refers to stays, without
 * what could be left out: findings, strips, digest, idempotency key. `below`: the record that the step before ended with.
 *
 * Without its digest a message cannot be told from one that was never here, and stored again it would take the place of what came
 * later. So `latest_created` remembers up to which aanmaakdatum digests are gone, and what was made before that is refused. A message
 * that says it was made later than it came (a clock that runs ahead) keeps its digest until that moment is as long ago.
 */
export function* purgeExchanges({ school, before }: ExchangeScope, below: PurgeKey = Number.MAX_SAFE_INTEGER): Script<Removed> {
  const instant = Date.parse(before);
  const values = { school, below: Number(below), before: instant, beforeNs: nanoseconds(instant), most: ROWS_AT_ONCE };
  const old: readonly OldExchange[] = yield* all(OLD(whomOf({ school })), values);
  const forgotten = old.filter(({ forget }) => forget === 1);
  yield* runMany(REMOVE_STRIPS, old);
  yield* runMany(REMOVE_KEY, old);
  yield* runMany(FORGET_UP_TO, forgotten);
  const digests = yield* runMany(REMOVE_DIGEST, forgotten);
  const exchanges = yield* runMany(REMOVE, old);
  yield* runMany(EMPTY, old);
  const strips = old.reduce((sum, { strip_count }) => sum + strip_count, 0);
  return { counts: { exchanges, strips, digests }, ...nextAfter(old.length, old.at(-1)?.seq) };
}

/** Milliseconds since 1970 in nanoseconds, as far as a store can hold them: from 1677 to 2262. */
export function nanoseconds(instant: number): bigint {
  const exact = BigInt(instant) * 1_000_000n;
  if (exact < -LATEST_NS) return -LATEST_NS;
  return exact < LATEST_NS ? exact : LATEST_NS;
}
