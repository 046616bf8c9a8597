import type { TaggedActivity } from '../../../../goals/tagged-activity.js';
import type { GoalLinkStore, PastLink, RetagJob, RetagPiece } from '../../../goals/goal-link-store.js';
import { query } from '../../../sql/query.js';
import { all, type Script } from '../../../sql/script.js';
import { placedIds } from '../../results/result-id.js';
import { sourcesOf } from '../../results/sources-of.js';
import { LINK_COLUMNS, type LinkRow, taggedLink } from '../links.js';
import { openJob, RETAG_JOBS, type RetagJobRow, retagJob, STALE } from './retag-jobs.js';

const RESULTS_AT_ONCE = 500;
const ACTIVITIES_AT_ONCE = 200;

interface PastRow extends LinkRow {
  readonly added_at: number;
  readonly ended_at: number | null;
}

interface PieceRow {
  readonly seq: number;
  readonly party: string;
  readonly document: string;
}

interface PieceValues {
  readonly school: string;
  readonly after: number;
  readonly limit: number;
}

const NEWEST = query<RetagJobRow, { readonly limit: number }>(() => `${RETAG_JOBS} ORDER BY seq DESC LIMIT @limit`);
const NEWEST_OF = query<RetagJobRow, { readonly school: string; readonly limit: number }>(
  () => `${RETAG_JOBS} WHERE school = @school ORDER BY seq DESC LIMIT @limit`,
);
const OPEN = query<RetagJobRow>(() => `${RETAG_JOBS} WHERE ended_at IS NULL ORDER BY seq`);
const RESULTS = query<PieceRow, PieceValues>(
  () => `
    SELECT h.seq, o.party, h.document FROM sources o JOIN result_shared h ON h.source = o.seq
    WHERE o.school = @school AND h.activity IS NULL AND h.seq > @after ORDER BY h.seq LIMIT @limit`,
);
const ACTIVITIES = query<PieceRow, PieceValues>(
  () => `SELECT seq, party, document FROM activities WHERE ${STALE} AND seq > @after ORDER BY seq LIMIT @limit`,
);
const PAST = query<PastRow, { readonly school: string; readonly ids: readonly Uint8Array[] }>(
  ({ by, inList }) => `
    SELECT ${LINK_COLUMNS}, l.added_at, l.ended_at FROM goal_links l LEFT JOIN goal_sets s ON s.seq = l.goal_set
    WHERE l.activity = (
      SELECT h.activity FROM results r ${by('results_current')} JOIN result_shared h ON h.seq = r.shared
      WHERE r.source IN ${sourcesOf('@school')} AND r.id ${inList('bytes', 'ids')} AND r.current = 1 LIMIT 1) ORDER BY l.seq`,
);

/** Newest first. */
export function* retagJobs({ school, limit }: Parameters<GoalLinkStore['retagJobs']>[0]): Script<readonly RetagJob[]> {
  const rows = school === undefined ? yield* all(NEWEST, { limit }) : yield* all(NEWEST_OF, { school, limit });
  return rows.map(retagJob);
}

/** Oldest first. */
export function* openRetags(): Script<readonly RetagJob[]> {
  return (yield* all(OPEN, undefined)).map(retagJob);
}

/** The job as it is, with what is to be done for it next. Undefined: it is over. */
export function* nextPiece(seq: number): Script<{ readonly job: RetagJob; readonly piece: RetagPiece } | undefined> {
  const job = yield* openJob(seq);
  return job && { job: retagJob(job), piece: yield* pieceOf(job) };
}

/** Every link that the activity of a result has or had. */
export function* linkHistory(school: string, result: string): Script<readonly PastLink[]> {
  return (yield* all(PAST, { school, ids: placedIds(result) })).map((row) => ({
    ...taggedLink(row),
    addedAt: new Date(row.added_at).toISOString(),
    ...(row.ended_at === null ? {} : { endedAt: new Date(row.ended_at).toISOString() }),
  }));
}

function* pieceOf({ step, school, position: after }: RetagJobRow): Script<RetagPiece> {
  if (step === 'results') return { step, results: yield* all(RESULTS, { school, after, limit: RESULTS_AT_ONCE }) };
  if (step === 'events') return { step };
  const rows = yield* all(ACTIVITIES, { school, after, limit: ACTIVITIES_AT_ONCE });
  return { step, activities: rows.map(({ document, ...row }) => ({ ...row, activity: JSON.parse(document) as TaggedActivity })) };
}
