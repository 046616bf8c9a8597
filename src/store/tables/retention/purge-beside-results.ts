import type { PurgeScope } from '../../retention-store.js';
import { query } from '../../sql/query.js';
import { all, runMany, type Script } from '../../sql/script.js';
import { forgetEckIds } from '../results/eck-ids.js';
import { forgetShared } from '../results/shared-texts.js';
import { sourcesOf } from '../results/sources-of.js';
import { nextAfter, type PurgeKey, type Removed, ROWS_AT_ONCE } from './purge-part.js';

type ResultScope = Extract<PurgeScope, { class: 'results' }>;
type AnyResultScope = Extract<PurgeScope, { class: 'results' | 'results-exercises' | 'results-leavers' }>;
type AfterAlias = { readonly school: string; readonly after: string; readonly most: number };
type AfterNumber = { readonly school: string; readonly after: number; readonly most: number };

const LEARNERS = query<{ readonly seq: number; readonly alias: string }, AfterAlias>(
  () => 'SELECT seq, alias FROM learners WHERE school = @school AND alias > @after ORDER BY alias LIMIT @most',
);
const SHARED = query<{ readonly seq: number }, AfterNumber>(
  ({ thenJoin }) => `
    SELECT h.seq FROM sources o ${thenJoin} result_shared h ON h.source = o.seq
    WHERE o.school = @school AND h.seq > @after ORDER BY h.seq LIMIT @most`,
);
const ASSESSMENT_USES = query<{ readonly id: string; readonly old: 0 | 1; readonly used: 0 | 1 }, AfterAlias & { readonly before: number }>(
  () => `
    SELECT a.id, CASE WHEN max(e.stored_at) < @before THEN 1 ELSE 0 END AS old, CASE WHEN EXISTS (
      SELECT 1 FROM result_shared h JOIN results r ON r.shared = h.seq
      WHERE h.assessment = a.id AND h.source IN ${sourcesOf('@school')}) THEN 1 ELSE 0 END AS used
    FROM assessments a JOIN exchanges e ON e.seq = a.exchange
    WHERE a.school = @school AND a.id > @after GROUP BY a.id ORDER BY a.id LIMIT @most`,
);
const REMOVE_ASSESSMENT = query<never, { readonly school: string; readonly id: string }>(
  () => 'DELETE FROM assessments WHERE school = @school AND id = @id',
);
const LEARNER_USES = query<{ readonly seq: number; readonly used: 0 | 1 }, AfterNumber>(
  ({ by }) => `
    SELECT seq, CASE WHEN EXISTS (SELECT 1 FROM results r WHERE r.learner = l.seq) OR EXISTS (SELECT 1 FROM signals s WHERE s.learner = l.seq)
      THEN 1 ELSE 0 END AS used
    FROM learners l ${by('learners_unmatched')}
    WHERE school = @school AND roster_learner IS NULL AND seq > @after ORDER BY seq LIMIT @most`,
);
const REMOVE_LEARNER = query<never, { readonly seq: number }>(() => 'DELETE FROM learners WHERE seq = @seq');

/**
 * ECK iDs that results came with of which none is left. Not counted: each goes with its results, as it did when it stood in them. `after`: the
 * alias of the last learner that the step before looked at.
 */
export function* purgeEckIds({ school }: AnyResultScope, after: PurgeKey = ''): Script<Removed> {
  const learners = yield* all(LEARNERS, { school, after: String(after), most: ROWS_AT_ONCE });
  yield* forgetEckIds(learners.map(({ seq }) => seq));
  return { counts: {}, ...nextAfter(learners.length, learners.at(-1)?.alias) };
}

/**
 * What results had in common of which none is left. Not counted: it is how the store keeps results, and nothing besides them. `after`: the
 * last one that the step before looked at.
 */
export function* purgeShared({ school }: ResultScope, after: PurgeKey = 0): Script<Removed> {
  const some = (yield* all(SHARED, { school, after: Number(after), most: ROWS_AT_ONCE })).map(({ seq }) => seq);
  yield* forgetShared(some);
  return { counts: {}, ...nextAfter(some.length, some.at(-1)) };
}

/**
 * Assessments that no result is of, with all their revisions, when the last of those came in long enough ago. `after`: the assessment that the
 * step before ended with.
 */
export function* purgeAssessments({ school, before }: ResultScope, after: PurgeKey = ''): Script<Removed> {
  const uses = yield* all(ASSESSMENT_USES, { school, before: Date.parse(before), after: String(after), most: ROWS_AT_ONCE });
  const over = uses.filter(({ old, used }) => old === 1 && used === 0);
  yield* runMany(
    REMOVE_ASSESSMENT,
    over.map(({ id }) => ({ school, id })),
  );
  return { counts: { assessments: over.length }, ...nextAfter(uses.length, uses.at(-1)?.id) };
}

/** Learners of whom there are no results or signals any more, and whom no roster knows. `after`: the learner that the step before ended with. */
export function* purgeLearners({ school }: ResultScope, after: PurgeKey = 0): Script<Removed> {
  const uses = yield* all(LEARNER_USES, { school, after: Number(after), most: ROWS_AT_ONCE });
  const alone = uses.filter(({ used }) => used === 0);
  yield* runMany(REMOVE_LEARNER, alone);
  return { counts: { learners: alone.length }, ...nextAfter(uses.length, uses.at(-1)?.seq) };
}
