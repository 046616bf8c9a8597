import type { Database } from 'better-sqlite3';
import type { PurgeScope, PurgeWeight } from '../retention-store.js';
import { settledBefore } from './delivery-purge.js';
import { NOT_BLOCKING } from './erasure-purge.js';
import { datedBefore } from './result-purge.js';
import { leftBefore } from './roster-purge.js';
import { SENT } from './sent-results.js';
import { StatementCache } from './statement-cache.js';

type Scope<Class extends PurgeScope['class']> = Extract<PurgeScope, { class: Class }>;
/** A count of rows of the class and school: of all, or of those that may go. */
type Count<Class extends PurgeScope['class']> = (scope: Scope<Class>, where: 'all' | 'due') => number;

/** A record that something refers to stays, and has lost what it can lose once. */
const GOES_OR_SHRINKS = `(e.findings <> '[]' OR e.digest IS NOT NULL OR (
  NOT EXISTS (SELECT 1 FROM results r WHERE r.exchange = e.seq)
  AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.exchange = e.seq)
  AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.exchange = e.seq)))`;
const SETTLED = `${settledBefore('@before')} AND (o.batch IS NOT NULL OR NOT (
  o.kind = 'result' AND ${SENT} AND EXISTS (SELECT 1 FROM results r WHERE r.seq = o.result)))`;

/**
 * Counts what a purge of a scope would take away, before it does: roughly, in rows of the class itself, and quickly. (`forecast` is the
 * exact count, which takes long.) Synchronous; reads only.
 */
export class PurgeWeights {
  private readonly statements: StatementCache;
  private readonly counts: { readonly [Class in PurgeScope['class']]: Count<Class> };

  constructor(db: Database) {
    this.statements = new StatementCache(db);
    const count = (from: string, due: string) => (parameters: object, where: 'all' | 'due') =>
      this.count(`${from}${where === 'due' ? ` AND ${due}` : ''}`, parameters);
    const results = count('results r WHERE r.school = @school', datedBefore('r.date', '@day'));
    const exchanges = count('exchanges e WHERE e.school IS @school', `+e.stored_at < @before AND ${GOES_OR_SHRINKS}`);
    const left = count('roster_objects o WHERE o.school = @school', leftBefore('@before'));
    const settled = count('delivery_lanes l JOIN outbox o ON o.lane = l.seq WHERE l.school = @school', SETTLED);
    const disclosures = count('disclosures WHERE school = @school', 'at < @before');
    const erasures = count('erasures WHERE school = @school', `at < @before AND ${NOT_BLOCKING}`);
    this.counts = {
      results: ({ school, day }, where) => results({ school, day }, where),
      exchanges: ({ school = null, before }, where) => exchanges({ school, before: Date.parse(before) }, where),
      'roster-leavers': ({ school, before, beforeYear }, where) => left({ school, before, beforeYear }, where),
      deliveries: ({ school, before }, where) => settled({ school, before: Date.parse(before) }, where),
      disclosures: ({ school, before }, where) => disclosures({ school, before }, where),
      erasures: ({ school, before }, where) => erasures({ school, before }, where),
      audit: ({ before }, where) => this.audit(before, where),
    };
  }

  /** `earlier`: the same scope as it was at the moment `at` (ISO instant). */
  of(scope: PurgeScope, earlier: PurgeScope, at: string): PurgeWeight {
    const count = this.counts[scope.class] as (scope: never, where: 'all' | 'due') => number;
    const due = count(scope as never, 'due');
    if (due === 0) return { rows: 0, due, overdue: 0 };
    const overdue = count(earlier as never, 'due');
    const late = overdue === 0 || earlier.class !== 'results' ? 0 : this.storedSince(earlier, at);
    return { rows: count(scope as never, 'all'), due, overdue: overdue - late };
  }

  /** Results that were too old already when they came, after `at`. */
  private storedSince({ school, day }: Scope<'results'>, at: string): number {
    const last = 'SELECT seq FROM exchanges WHERE stored_at < @at ORDER BY stored_at DESC LIMIT 1';
    const from = `results r WHERE r.school = @school AND ${datedBefore('r.date', '@day')} AND r.exchange > coalesce((${last}), 0)`;
    return this.count(from, { school, day, at: Date.parse(at) });
  }

  /** By number: entries have no gaps, and are cut up to the first that is young. */
  private audit(before: string, where: 'all' | 'due'): number {
    const one = (order: string) => this.statements.prepare<{ seq: number }>(`SELECT seq FROM audit ${order} LIMIT 1`);
    const first = one('ORDER BY seq').get()?.seq;
    if (first === undefined) return 0;
    const end = one('ORDER BY seq DESC').get()!.seq + 1;
    if (where === 'all') return end - first;
    return (one('WHERE at >= @before ORDER BY seq').get({ before })?.seq ?? end) - first;
  }

  private count(from: string, parameters: object): number {
    return this.statements.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${from}`).get(parameters)!.n;
  }
}
