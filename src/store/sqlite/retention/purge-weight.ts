import type { Database } from 'better-sqlite3';
import type { PurgeScope, PurgeWeight } from '../../retention-store.js';
import { bringsResult, hasDelivery } from '../../tables/exchanges/results-of-exchange.js';
import { settledBefore } from '../../tables/outbox/delivery-purge.js';
import { SENT } from '../../tables/outbox/sent-results.js';
import { dayNumber } from '../../tables/results/day-number.js';
import { sourcesOf } from '../../tables/results/sources-of.js';
import { StatementCache } from '../connection/statement-cache.js';
import { ANNOTATION_GOES, ofUnknownLearner } from '../goals/purge/annotation-purge.js';
import { NOT_BLOCKING } from './erasure-purge.js';
import { LEFT_SCHOOL, leftSchoolParameters, ofLeaver } from './left-school.js';
import { leftBefore } from './roster-purge.js';

type Scope<Class extends PurgeScope['class']> = Extract<PurgeScope, { class: Class }>;
/** All rows, those that may go, and those of these that could go when they were that old already: without what only waited for something else. */
type Which = 'all' | 'due' | 'overdue';
/** A count of rows of the class and school. */
type Count<Class extends PurgeScope['class']> = (scope: Scope<Class>, which: Which) => number;

/**
 * A record that something refers to stays, and has lost what it can lose once. Of a message that says it was made later than it came, the
 * digest stays until that moment is long ago.
 */
const GOES_OR_SHRINKS = `(e.findings <> '[]' OR (e.digest IS NOT NULL AND coalesce(e.created_at_ns <= @before * 1000000, 1)) OR (
  NOT EXISTS (SELECT 1 FROM results r WHERE ${bringsResult('e', 'r')})
  AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.exchange = e.seq)
  AND NOT EXISTS (SELECT 1 FROM signals s WHERE s.exchange = e.seq)
  AND NOT ${hasDelivery('e')}))`;
/** What is left of the record of a message with results once its term is over: it stays for as long as they do. */
const WAITED = `(e.findings = '[]' AND e.digest IS NULL AND e.outcome = 'accepted' AND e.result_count > 0)`;
const RESULTS = `results r WHERE r.source IN ${sourcesOf('@school')}`;
const EXERCISES = `result_shared h JOIN results r ON r.shared = h.seq WHERE h.source IN ${sourcesOf('@school')} AND h.exercise = 1`;
const DATED_BEFORE = 'r.day < @day';
const OF_LEAVERS = 'learners l CROSS JOIN results r ON r.learner = l.seq WHERE l.school = @school';
const LEFT = `${ofLeaver('r')} AND ${LEFT_SCHOOL}`;
const SIGNALS = 'signals s WHERE s.school = @school AND s.current = 1';
const RAISED_BEFORE = 's.raised_at < @before';
const ANNOTATIONS = 'annotations a WHERE a.school = @school';
const SENT_RESULT = `(o.kind = 'result' AND ${SENT})`;
const SETTLED = `${settledBefore('@before')} AND (o.batch IS NOT NULL OR NOT (
  ${SENT_RESULT} AND EXISTS (SELECT 1 FROM results r WHERE r.seq = o.result)))`;
/** The same of a delivery. */
const WAITED_DELIVERY = `(o.batch IS NULL AND ${SENT_RESULT})`;

/**
 * Counts what a purge of a scope would take away, before it does: roughly, in rows of the class itself, and quickly. (`forecast` is the
 * exact count, which takes long.) Synchronous; reads only.
 */
export class PurgeWeights {
  private readonly statements: StatementCache;
  private readonly counts: { readonly [Class in PurgeScope['class']]: Count<Class> };

  constructor(db: Database) {
    this.statements = new StatementCache(db);
    const count = (from: string, due: string, waited?: string) => {
      const overdue = waited === undefined ? due : `${due} AND NOT ${waited}`;
      const conditions = { all: '', due: ` AND ${due}`, overdue: ` AND ${overdue}` };
      return (parameters: object, which: Which) => this.count(from + conditions[which], parameters);
    };
    const results = count(RESULTS, DATED_BEFORE);
    const exercises = count(EXERCISES, DATED_BEFORE);
    const ofLeavers = count(OF_LEAVERS, LEFT);
    const exchanges = count('exchanges e WHERE e.school IS @school', `+e.stored_at < @before AND ${GOES_OR_SHRINKS}`, WAITED);
    const left = count('roster_objects o WHERE o.school = @school', leftBefore('@before'));
    const settled = count('delivery_lanes l JOIN outbox o ON o.lane = l.seq WHERE l.school = @school', SETTLED, WAITED_DELIVERY);
    const disclosures = count('disclosures WHERE school = @school', 'at < @before');
    const erasures = count('erasures WHERE school = @school', `at < @before AND ${NOT_BLOCKING}`);
    const signals = count(SIGNALS, RAISED_BEFORE);
    const annotations = count(ANNOTATIONS, ANNOTATION_GOES, ofUnknownLearner());
    this.counts = {
      results: ({ school, day }, which) => results({ school, day: dayNumber(day) }, which),
      'results-exercises': ({ school, day }, which) => exercises({ school, day: dayNumber(day) }, which),
      'results-leavers': ({ school, ...scope }, which) => ofLeavers({ school, ...leftSchoolParameters(scope) }, which),
      exchanges: ({ school = null, before }, which) => exchanges({ school, before: Date.parse(before) }, which),
      'roster-leavers': ({ school, before, beforeYear }, which) => left({ school, before, beforeYear }, which),
      deliveries: ({ school, before }, which) => settled({ school, before: Date.parse(before) }, which),
      signals: ({ school, before }, which) => signals({ school, before: Date.parse(before) }, which),
      annotations: ({ school, before }, which) => annotations({ school, before: Date.parse(before) }, which),
      disclosures: ({ school, before }, which) => disclosures({ school, before }, which),
      erasures: ({ school, before }, which) => erasures({ school, before }, which),
      audit: ({ before }, which) => this.audit(before, which),
    };
  }

  /** `earlier`: the same scope as it was at the moment `at` (ISO instant). */
  of(scope: PurgeScope, earlier: PurgeScope, at: string): PurgeWeight {
    const count = this.counts[scope.class] as (scope: never, which: Which) => number;
    const due = count(scope as never, 'due');
    if (due === 0) return { rows: 0, due, overdue: 0 };
    const overdue = count(earlier as never, 'overdue');
    const late = overdue === 0 ? 0 : this.storedSince(earlier, at);
    return { rows: count(scope as never, 'all'), due, overdue: overdue - late };
  }

  /** Results and signals that were too old already when they came, after `at`. */
  private storedSince(scope: PurgeScope, at: string): number {
    const sinceOf = (row: string) =>
      `${row}.exchange > coalesce((SELECT seq FROM exchanges WHERE stored_at < @at ORDER BY stored_at DESC LIMIT 1), 0)`;
    const since = sinceOf('r');
    const parameters = { school: scope.school, at: Date.parse(at) };
    if (scope.class === 'signals') {
      return this.count(`${SIGNALS} AND ${RAISED_BEFORE} AND ${sinceOf('s')}`, { ...parameters, before: Date.parse(scope.before) });
    }
    if (scope.class === 'results-leavers') {
      return this.count(`${OF_LEAVERS} AND ${LEFT} AND ${since}`, { ...parameters, ...leftSchoolParameters(scope) });
    }
    if (scope.class !== 'results' && scope.class !== 'results-exercises') return 0;
    const results = scope.class === 'results' ? RESULTS : EXERCISES;
    return this.count(`${results} AND ${DATED_BEFORE} AND ${since}`, { ...parameters, day: dayNumber(scope.day) });
  }

  /** By number: entries have no gaps, and are cut up to the first that is young. */
  private audit(before: string, which: Which): number {
    const one = (order: string) => this.statements.prepare<{ seq: number }>(`SELECT seq FROM audit ${order} LIMIT 1`);
    const first = one('ORDER BY seq').get()?.seq;
    if (first === undefined) return 0;
    const end = one('ORDER BY seq DESC').get()!.seq + 1;
    if (which === 'all') return end - first;
    return (one('WHERE at >= @before ORDER BY seq').get({ before })?.seq ?? end) - first;
  }

  private count(from: string, parameters: object): number {
    return this.statements.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${from}`).get(parameters)!.n;
  }
}
