import type { PurgeScope, PurgeWeight } from '../../retention-store.js';
import { type Query, query } from '../../sql/query.js';
import { first, type Script } from '../../sql/script.js';
import type { Words } from '../../sql/words.js';
import { bringsResult, hasDelivery } from '../exchanges/results-of-exchange.js';
import { settledBefore } from '../outbox/delivery-purge.js';
import { SENT } from '../outbox/sent-results.js';
import { dayNumber } from '../results/day-number.js';
import { sourcesOf } from '../results/sources-of.js';
import { leftSchool, leftSchoolValues, ofLeaver } from './left-school.js';
import { NOT_BLOCKING } from './purge-disclosures.js';
import { FORGOTTEN, isOf, nanoseconds, type OfWhom, whomOf } from './purge-exchanges.js';
import { ANNOTATION_GOES, ofUnknownLearner } from './purge-goals.js';
import { leftBefore } from './purge-rosters.js';

/** All rows, those that may go, and those of these that could go when they were that old already: without what only waited for something else. */
type Which = 'all' | 'due' | 'overdue';
/** Values of any of these statements: each takes those that it names. */
type Values = Readonly<Record<string, string | number | bigint | null>>;
type Count = Query<{ readonly n: number }, Values>;
/** Conditions are SQL, or are made of the words of the database. */
type Sql = string | ((words: Words) => string);
type Counted = PurgeScope['class'] | 'exchanges-none';

/**
 * A record that something refers to stays, and has lost what it can lose once. Of a message that says it was made later than it came, the
 * digest stays until that moment is long ago.
 */
const goesOrShrinks = (words: Words) => `(e.findings <> '[]' OR (e.digest IS NOT NULL AND ${FORGOTTEN}) OR (
  NOT EXISTS (SELECT 1 FROM results r WHERE ${bringsResult('e', 'r', words)})
  AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.exchange = e.seq)
  AND NOT EXISTS (SELECT 1 FROM signals s WHERE s.exchange = e.seq)
  AND NOT ${hasDelivery('e')}))`;
/** What is left of the record of a message with results once its term is over: it stays for as long as they do. */
const WAITED = `(e.findings = '[]' AND e.digest IS NULL AND e.outcome = 'accepted' AND e.result_count > 0)`;
const RESULTS = `results r WHERE r.source IN ${sourcesOf('@school')}`;
const EXERCISES = `result_shared h JOIN results r ON r.shared = h.seq WHERE h.source IN ${sourcesOf('@school')} AND h.exercise = 1`;
const DATED_BEFORE = 'r.day < @day';
const ofLeavers = ({ thenJoin }: Words) => `learners l ${thenJoin} results r ON r.learner = l.seq WHERE l.school = @school`;
const hasLeft = (words: Words) => `${ofLeaver('r')} AND ${leftSchool(words)}`;
const SIGNALS = 'signals s WHERE s.school = @school AND s.current = 1';
const RAISED_BEFORE = 's.raised_at < @before';
const ANNOTATIONS = 'annotations a WHERE a.school = @school';
const SENT_RESULT = `(o.kind = 'result' AND ${SENT})`;
const SETTLED = `${settledBefore('@before')} AND (o.batch IS NOT NULL OR NOT (
  ${SENT_RESULT} AND EXISTS (SELECT 1 FROM results r WHERE r.seq = o.result)))`;
/** The same of a delivery. */
const WAITED_DELIVERY = `(o.batch IS NULL AND ${SENT_RESULT})`;

const exchangesOf = (whom: OfWhom) =>
  counts(`exchanges e WHERE ${isOf(whom)}`, (words) => `e.stored_at + 0 < @before AND ${goesOrShrinks(words)}`, WAITED);

const COUNTS: Readonly<Record<Exclude<Counted, 'audit'>, Readonly<Record<Which, Count>>>> = {
  results: counts(RESULTS, DATED_BEFORE),
  'results-exercises': counts(EXERCISES, DATED_BEFORE),
  'results-leavers': counts(ofLeavers, hasLeft),
  exchanges: exchangesOf('school'),
  'exchanges-none': exchangesOf('none'),
  'roster-leavers': counts('roster_objects o WHERE o.school = @school', (words) => leftBefore('o', words)),
  deliveries: counts('delivery_lanes l JOIN outbox o ON o.lane = l.seq WHERE l.school = @school', SETTLED, WAITED_DELIVERY),
  signals: counts(SIGNALS, RAISED_BEFORE),
  annotations: counts(ANNOTATIONS, ANNOTATION_GOES, ofUnknownLearner()),
  disclosures: counts('disclosures WHERE school = @school', 'at < @before'),
  erasures: counts('erasures WHERE school = @school', `at < @before AND ${NOT_BLOCKING}`),
};

/** Results and signals that were too old already when they came, after `@at`. */
const LATE: Readonly<Partial<Record<PurgeScope['class'], Count>>> = {
  signals: counting(`${SIGNALS} AND ${RAISED_BEFORE} AND ${storedSince('s')}`),
  results: counting(`${RESULTS} AND ${DATED_BEFORE} AND ${storedSince('r')}`),
  'results-exercises': counting(`${EXERCISES} AND ${DATED_BEFORE} AND ${storedSince('r')}`),
  'results-leavers': counting((words) => `${ofLeavers(words)} AND ${hasLeft(words)} AND ${storedSince('r')}`),
};

const FIRST_ENTRY = query<{ readonly seq: number }>(() => 'SELECT seq FROM audit ORDER BY seq LIMIT 1');
const LAST_ENTRY = query<{ readonly seq: number }>(() => 'SELECT seq FROM audit ORDER BY seq DESC LIMIT 1');
const FIRST_YOUNG_ENTRY = query<{ readonly seq: number }, { readonly before: string }>(
  () => 'SELECT seq FROM audit WHERE at >= @before ORDER BY seq LIMIT 1',
);

/**
 * Counts what a purge of a scope would take away, before it does: roughly, in rows of the class itself, and quickly. (`forecast` is the
 * exact count, which takes long.) `earlier`: the same scope as it was at the moment `at` (ISO instant).
 */
export function* weighPurge(scope: PurgeScope, earlier: PurgeScope, at: string): Script<PurgeWeight> {
  const due = yield* weighed(scope, 'due');
  if (due === 0) return { rows: 0, due, overdue: 0 };
  const overdue = yield* weighed(earlier, 'overdue');
  const late = overdue === 0 ? 0 : yield* storedLate(earlier, at);
  return { rows: yield* weighed(scope, 'all'), due, overdue: overdue - late };
}

function* weighed(scope: PurgeScope, which: Which): Script<number> {
  if (scope.class === 'audit') return yield* auditEntries(scope.before, which);
  const counted: Exclude<Counted, 'audit'> = scope.class === 'exchanges' && whomOf(scope) === 'none' ? 'exchanges-none' : scope.class;
  return (yield* first(COUNTS[counted][which], valuesOf(scope)))!.n;
}

function* storedLate(scope: PurgeScope, at: string): Script<number> {
  const late = LATE[scope.class];
  return late === undefined ? 0 : (yield* first(late, { ...valuesOf(scope), at: Date.parse(at) }))!.n;
}

/** By number: entries have few gaps, where there are many writers, or none. They are cut up to the first that is young. */
function* auditEntries(before: string, which: Which): Script<number> {
  const start = (yield* first(FIRST_ENTRY, undefined))?.seq;
  if (start === undefined) return 0;
  const end = (yield* first(LAST_ENTRY, undefined))!.seq + 1;
  if (which === 'all') return end - start;
  return ((yield* first(FIRST_YOUNG_ENTRY, { before }))?.seq ?? end) - start;
}

function valuesOf(scope: PurgeScope): Values {
  const { school = null, before } = scope;
  const instant = Date.parse(before);
  switch (scope.class) {
    case 'results':
    case 'results-exercises':
      return { school, day: dayNumber(scope.day) };
    case 'results-leavers':
      return { school, ...leftSchoolValues(scope) };
    case 'exchanges':
      return { school, before: instant, beforeNs: nanoseconds(instant) };
    case 'roster-leavers':
      return { school, leftBefore: instant, beforeYear: scope.beforeYear };
    case 'deliveries':
    case 'signals':
    case 'annotations':
      return { school, before: instant };
    default:
      return { school, before };
  }
}

function storedSince(row: string): string {
  return `${row}.exchange > coalesce((SELECT seq FROM exchanges WHERE stored_at < @at ORDER BY stored_at DESC LIMIT 1), 0)`;
}

function counts(from: Sql, due: Sql, waited?: string): Readonly<Record<Which, Count>> {
  const dueOf = (words: Words) => `${sqlOf(from, words)} AND ${sqlOf(due, words)}`;
  return {
    all: counting(from),
    due: counting(dueOf),
    overdue: counting((words) => (waited === undefined ? dueOf(words) : `${dueOf(words)} AND NOT ${waited}`)),
  };
}

function counting(from: Sql): Count {
  return query((words) => `SELECT count(*) AS n FROM ${sqlOf(from, words)}`);
}

function sqlOf(sql: Sql, words: Words): string {
  return typeof sql === 'string' ? sql : sql(words);
}
