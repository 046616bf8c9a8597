import type { PurgeScope } from '../../retention-store.js';
import { query } from '../../sql/query.js';
import { all, runMany, type Script } from '../../sql/script.js';
import { dayNumber } from '../results/day-number.js';
import { type LeftSchoolValues, leftSchool, leftSchoolValues, ofLeaver } from './left-school.js';
import { type PurgeKey, type Removed, ROWS_AT_ONCE } from './purge-part.js';

type ByDay = Extract<PurgeScope, { class: 'results' | 'results-exercises' }>;
type OfLeavers = Extract<PurgeScope, { class: 'results-leavers' }>;

/** Learners that are looked at in one step: each may have hundreds of results. */
const LEARNERS_AT_ONCE = 50;

interface OldRevision {
  readonly seq: number;
  readonly source: number;
  readonly id: Uint8Array;
  readonly current: 0 | 1;
}

interface LearnerRow {
  readonly seq: number;
  readonly alias: string;
}

type OfResult = Pick<OldRevision, 'source' | 'id'>;
type LearnersAfter = { readonly school: string; readonly after: string; readonly most: number };
type OldOf = { readonly learner: number; readonly day: number; readonly most: number };

const LEARNERS = query<LearnerRow, LearnersAfter>(
  () => 'SELECT seq, alias FROM learners WHERE school = @school AND alias > @after ORDER BY alias LIMIT @most',
);
const LEAVERS = query<LearnerRow & { readonly gone: 0 | 1 }, LearnersAfter & LeftSchoolValues>(
  (words) => `
    SELECT l.seq, l.alias, CASE WHEN EXISTS (SELECT 1 FROM results r WHERE r.learner = l.seq AND ${ofLeaver('r')}) AND ${leftSchool(words)}
      THEN 1 ELSE 0 END AS gone
    FROM learners l WHERE l.school = @school AND l.alias > @after ORDER BY l.alias LIMIT @most`,
);
const OLD = oldOf('');
const OLD_EXERCISES = oldOf('AND EXISTS (SELECT 1 FROM result_shared h WHERE h.seq = r.shared AND h.exercise = 1)');
/** Learners with revisions of before a day. */
const WITH_OLD = query<{ readonly seq: number }, { readonly learners: readonly number[]; readonly day: number }>(
  ({ by, inList }) => `
    SELECT l.seq FROM learners l WHERE l.seq ${inList('number', 'learners')}
      AND EXISTS (SELECT 1 FROM results r ${by('results_by_learner')} WHERE r.learner = l.seq AND r.current IN (0, 1) AND r.day < @day)`,
);
const OF_LEAVER = query<OldRevision, { readonly learner: number; readonly leaverDay: number; readonly most: number }>(
  () => `SELECT r.seq, r.source, r.id, r.current FROM results r WHERE r.learner = @learner AND ${ofLeaver('r')} LIMIT @most`,
);
const REMOVE_CURRENT = query<never, OfResult>(() => 'DELETE FROM results WHERE source = @source AND id = @id AND current = 1');
const REMOVE_SUPERSEDED = query<never, OfResult>(() => 'DELETE FROM results WHERE source = @source AND id = @id AND current = 0');
const REMOVE_ONE = query<never, Pick<OldRevision, 'seq'>>(() => 'DELETE FROM results WHERE seq = @seq');

function oldOf(condition: string) {
  return query<OldRevision, OldOf>(
    ({ by }) => `
      SELECT seq, source, id, current FROM results r ${by('results_by_learner')}
      WHERE learner = @learner AND current IN (0, 1) AND day < @day ${condition} LIMIT @most`,
  );
}

/**
 * Results by day, or those of exercises among them, learner by learner. A result goes as a whole by the day that its current revision says. A
 * superseded revision goes by its own: a vendor may send one result anew for years, with the day of today each time. `after`: the alias of
 * the last learner that is done.
 */
export function* purgeResults(scope: ByDay, after: PurgeKey = ''): Script<Removed> {
  const day = dayNumber(scope.day);
  const old = scope.class === 'results' ? OLD : OLD_EXERCISES;
  const learners = yield* all(LEARNERS, { school: scope.school, after: String(after), most: LEARNERS_AT_ONCE });
  const found = yield* all(WITH_OLD, { learners: learners.map(({ seq }) => seq), day });
  const withOld = new Set(found.map(({ seq }) => seq));
  return yield* byLearner(learners, String(after), function* ({ seq }, most): Script<readonly OldRevision[]> {
    return withOld.has(seq) ? yield* all(old, { learner: seq, day, most }) : [];
  });
}

/**
 * Results of pupils who left, learner by learner: those of which the current revision is theirs, as a whole, and their own revisions. `after`:
 * the alias of the last learner that is done.
 */
export function* purgeResultsOfLeavers(scope: OfLeavers, after: PurgeKey = ''): Script<Removed> {
  const values = { school: scope.school, after: String(after), most: LEARNERS_AT_ONCE, ...leftSchoolValues(scope) };
  const { leaverDay } = values;
  const learners = yield* all(LEAVERS, values);
  return yield* byLearner(learners, String(after), function* ({ seq, gone }, most): Script<readonly OldRevision[]> {
    return gone === 1 ? yield* all(OF_LEAVER, { learner: seq, leaverDay, most }) : [];
  });
}

/**
 * Removes revisions learner by learner, up to a number of rows: a current one with all that it superseded. `learners`: some of them in the
 * order of their aliases, after the alias `after`. `revisions`: those of a learner that go, at most so many.
 */
function* byLearner<Learner extends LearnerRow>(
  learners: readonly Learner[],
  after: string,
  revisions: (learner: Learner, most: number) => Script<readonly OldRevision[]>,
): Script<Removed> {
  const counts = { results: 0, revisions: 0 };
  let looked = 0;
  let done = after;
  for (const learner of learners) {
    if (looked >= ROWS_AT_ONCE) return { counts, next: done };
    const rows = yield* revisions(learner, ROWS_AT_ONCE);
    const whole = rows.filter(({ current }) => current === 1);
    counts.results += yield* runMany(REMOVE_CURRENT, whole);
    counts.revisions += yield* runMany(REMOVE_SUPERSEDED, whole);
    counts.revisions += yield* runMany(
      REMOVE_ONE,
      rows.filter(({ current }) => current === 0),
    );
    looked += rows.length;
    if (rows.length === ROWS_AT_ONCE) return { counts, next: done };
    done = learner.alias;
  }
  return { counts, ...(learners.length === LEARNERS_AT_ONCE ? { next: done } : {}) };
}
