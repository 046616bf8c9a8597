import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../retention-store.js';
import { bringsResult, hasDelivery } from '../../tables/exchanges/results-of-exchange.js';
import { type PurgeKey, type PurgePart, type Removed, ROWS_AT_ONCE } from '../../tables/retention/purge-part.js';

/** What refers to an exchange record by its number. */
const EXCHANGE_TABLES = ['assessments', 'signals'] as const;
const LATEST_NS = 2n ** 63n - 1n;

type ExchangeScope = Extract<PurgeScope, { class: 'exchanges' }>;

interface OldExchange {
  readonly seq: number;
  readonly forget: 0 | 1;
}

/**
 * Exchange records, newest first, so that one that repeats another is gone before it. A record that something refers to stays, without
 * what could be left out: findings, strips, digest, idempotency key.
 *
 * Without its digest a message cannot be told from one that was never here, and stored again it would take the place of what came
 * later. So `latest_created` remembers up to which aanmaakdatum digests are gone, and what was made before that is refused. A message
 * that says it was made later than it came (a clock that runs ahead) keeps its digest until that moment is as long ago.
 */
export class ExchangePurge implements PurgePart<ExchangeScope> {
  private readonly old: Statement<[beforeNs: bigint, school: string | null, below: number, before: number, most: number], OldExchange>;
  private readonly stripCount: Statement<[seq: number], number>;
  private readonly removeStrips: Statement<[seq: number]>;
  private readonly removeKey: Statement<[seq: number]>;
  private readonly forgetUpTo: Statement<[seq: number]>;
  private readonly removeDigest: Statement<[{ readonly seq: number }]>;
  private readonly empty: Statement<[forget: number, seq: number]>;
  private readonly remove: Statement<[seq: number]>;

  constructor(db: Database) {
    this.old = db.prepare(`
      SELECT seq, coalesce(created_at_ns <= ?, 1) AS forget FROM exchanges INDEXED BY exchanges_by_school
      WHERE school IS ? AND seq < ? AND +stored_at < ? ORDER BY seq DESC LIMIT ?`);
    this.stripCount = db.prepare<[number], number>('SELECT strip_count FROM exchanges WHERE seq = ?').pluck();
    this.removeStrips = db.prepare('UPDATE exchanges SET strips = NULL, strip_count = 0 WHERE seq = ? AND strip_count > 0');
    this.removeKey = db.prepare('DELETE FROM request_keys WHERE exchange = ?');
    this.forgetUpTo = db.prepare(`
      UPDATE latest_created SET forgotten_ns = max(coalesce(forgotten_ns, e.created_at_ns), e.created_at_ns)
      FROM exchanges e WHERE e.seq = ? AND latest_created.school = e.school AND latest_created.party = e.party AND ${hasDelivery('e')}`);
    this.removeDigest = db.prepare(`
      DELETE FROM deliveries WHERE exchange = @seq AND (source, digest) IN (
        SELECT o.seq, e.digest FROM exchanges e JOIN sources o ON o.school = e.school AND o.party = e.party WHERE e.seq = @seq)`);
    this.empty = db.prepare(`
      UPDATE exchanges SET findings = '[]', digest = iif(?, NULL, digest)
      WHERE seq = ? AND (findings <> '[]' OR digest IS NOT NULL)`);
    this.remove = db.prepare(`
      DELETE FROM exchanges WHERE seq = ? AND ${EXCHANGE_TABLES.map((table) => `NOT EXISTS (SELECT 1 FROM ${table} WHERE exchange = exchanges.seq)`).join(' AND ')}
        AND NOT EXISTS (SELECT 1 FROM results r WHERE ${bringsResult('exchanges', 'r')}) AND NOT ${hasDelivery('exchanges')}
        AND NOT EXISTS (SELECT 1 FROM exchanges later WHERE later.repeats = exchanges.id)`);
  }

  /** `below`: the record that the step before ended with. */
  step({ school, before }: ExchangeScope, below: PurgeKey = Number.MAX_SAFE_INTEGER): Removed {
    const counts = { exchanges: 0, strips: 0, digests: 0 };
    const instant = Date.parse(before);
    const old = this.old.all(nanoseconds(instant), school ?? null, Number(below), instant, ROWS_AT_ONCE);
    for (const { seq, forget } of old) {
      counts.strips += this.stripCount.get(seq) ?? 0;
      this.removeStrips.run(seq);
      this.removeKey.run(seq);
      if (forget === 1) {
        this.forgetUpTo.run(seq);
        counts.digests += this.removeDigest.run({ seq }).changes;
      }
      const removed = this.remove.run(seq).changes;
      if (removed === 0) this.empty.run(forget, seq);
      counts.exchanges += removed;
    }
    const last = old.at(-1);
    return { counts, ...(last && old.length === ROWS_AT_ONCE ? { next: last.seq } : {}) };
  }
}

/** Milliseconds since 1970 in nanoseconds, as far as a store can hold them: to 2262. */
function nanoseconds(instant: number): bigint {
  const exact = BigInt(instant) * 1_000_000n;
  return exact < LATEST_NS ? exact : LATEST_NS;
}
