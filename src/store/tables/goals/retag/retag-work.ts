import { linkKey, type TaggedLink } from '../../../../goals/tagged-link.js';
import type { RetagJob, RetagProgress, RetagStep } from '../../../goals/goal-link-store.js';
import { query } from '../../../sql/query.js';
import { audit, first, run, type Script } from '../../../sql/script.js';
import { auditEntry } from '../../audit/audit-entry.js';
import { sourcesOf } from '../../results/sources-of.js';
import { activityNumber } from '../activities.js';
import { addLink, endLink, linksOf, newLink } from '../links.js';
import { openJob, type RetagJobRow, retagJob, STALE } from './retag-jobs.js';
import { tellOfTagged } from './tell-of-tagged.js';

export interface RetagWrite {
  readonly kind: 'retag';
  readonly job: Pick<RetagJob, 'seq' | 'step' | 'position' | 'done'>;
  readonly progress: RetagProgress;
  readonly at: number;
}

/** Where a job gets to with a piece. */
interface Reached {
  readonly position: number;
  readonly done: number;
  readonly counts?: { readonly changed?: number; readonly links?: number; readonly ended?: number; readonly events?: number };
  /** Nothing of this step is left. */
  readonly isOver: boolean;
}

interface OfJob {
  readonly school: string;
  readonly seq: number;
}

/** Re-tags of a school that are kept on record once they are over. */
const MOST_OVER = 50;

const NEXT: Readonly<Record<RetagStep, RetagStep | undefined>> = { results: 'activities', activities: 'events', events: undefined };

const LEFT = {
  results: query<{ readonly left: number }, OfJob>(
    () => `SELECT count(*) AS left FROM result_shared WHERE source IN ${sourcesOf('@school')} AND activity IS NULL`,
  ),
  activities: query<{ readonly left: number }, OfJob>(() => `SELECT count(*) AS left FROM activities WHERE ${STALE}`),
  events: query<{ readonly left: number }, OfJob>(
    () => 'SELECT count(*) AS left FROM activities WHERE school = @school AND retagged_in = @seq',
  ),
} as const satisfies Record<RetagStep, unknown>;

const MOVE = query<never, Omit<RetagJobRow, 'school' | 'cause' | 'asked_at'>>(
  () => `
    UPDATE retag_jobs SET step = @step, position = @position, done = @done, total = @total, changed = @changed, links = @links,
      ended = @ended, events = @events, ended_at = @ended_at WHERE seq = @seq`,
);
const ATTACH = query<never, { readonly activity: number; readonly seq: number }>(
  () => 'UPDATE result_shared SET activity = @activity WHERE seq = @seq AND activity IS NULL',
);
const TAGGED = query<never, { readonly sets: number; readonly mappings: number; readonly seq: number }>(
  () => 'UPDATE activities SET tagged_at_sets = @sets, tagged_at_mappings = @mappings WHERE seq = @seq',
);
const MARK = query<never, { readonly job: number; readonly seq: number }>(
  () => 'UPDATE activities SET retagged_in = @job WHERE seq = @seq',
);
const MARK_LINKED = query<never, { readonly job: number; readonly seq: number }>(
  () => `
    UPDATE activities SET retagged_in = @job
    WHERE seq = @seq AND EXISTS (SELECT 1 FROM goal_links l WHERE l.activity = activities.seq AND l.ended_at IS NULL)`,
);
const FORGET = query<never, { readonly school: string }>(
  () => `
    DELETE FROM retag_jobs WHERE school = @school AND ended_at IS NOT NULL AND seq <= (
      SELECT seq FROM retag_jobs WHERE school = @school AND ended_at IS NOT NULL ORDER BY seq DESC LIMIT 1 OFFSET ${MOST_OVER})`,
);

/**
 * Works on a re-tag, a piece. The piece and how far the job is with it are one transaction: whoever goes on after a crash does nothing twice.
 * Gives the job as it is then; undefined: it had got somewhere else meanwhile, and nothing was done.
 */
export function* progressRetag({ job: read, progress, at }: RetagWrite, actor: string): Script<RetagJob | undefined> {
  const job = yield* openJob(read.seq);
  if (job === undefined || job.step !== progress.step || job.position !== read.position || job.done !== read.done) return undefined;
  const reached = yield* work(job, progress, at);
  const after = { ...job, ...addedTo(job, reached.counts), ...(yield* placeAfter(job, reached, at)) };
  yield* run(MOVE, after);
  if (after.ended_at !== null) {
    yield* audit(entry(actor, after));
    yield* run(FORGET, { school: job.school });
  }
  return retagJob(after);
}

function* placeAfter(
  { school, seq, step, total }: RetagJobRow,
  { position, done, isOver }: Reached,
  at: number,
): Script<Pick<RetagJobRow, 'step' | 'position' | 'done' | 'total' | 'ended_at'>> {
  if (!isOver) return { step, position, done, total: total === 0 ? (yield* leftOf(step, { school, seq })) + done : total, ended_at: null };
  const next = NEXT[step];
  if (next === undefined) return { step, position: 0, done, total, ended_at: at };
  return { step: next, position: 0, done: 0, total: yield* leftOf(next, { school, seq }), ended_at: null };
}

function* leftOf(step: RetagStep, of: OfJob): Script<number> {
  return (yield* first(LEFT[step], of))?.left ?? 0;
}

function* work(job: RetagJobRow, progress: RetagProgress, at: number): Script<Reached> {
  switch (progress.step) {
    case 'results':
      return yield* attachResults(job, progress);
    case 'activities':
      return yield* tagActivities(job, progress, at);
    case 'events': {
      const { position, activities, events } = yield* tellOfTagged(job, progress.targets, at);
      return { position: position ?? 0, done: job.done + activities, counts: { events }, isOver: position === undefined };
    }
  }
}

/** Results that join an activity with goals got these with it: their receivers are told as well. */
function* attachResults({ seq, school, done }: RetagJobRow, { results }: Extract<RetagProgress, { step: 'results' }>): Script<Reached> {
  for (const result of results) {
    const activity = yield* activityNumber(school, result.party, result.activity);
    yield* run(ATTACH, { activity, seq: result.seq });
    yield* run(MARK_LINKED, { job: seq, seq: activity });
  }
  return { position: results.at(-1)?.seq ?? 0, done: done + results.length, isOver: results.length === 0 };
}

function* tagActivities(
  job: RetagJobRow,
  { activities, taggedWith }: Extract<RetagProgress, { step: 'activities' }>,
  at: number,
): Script<Reached> {
  const counts = { changed: 0, links: 0, ended: 0 };
  for (const { seq, links } of activities) {
    const { added, ended } = yield* replaceLinks(job.school, seq, links, at);
    yield* run(TAGGED, { sets: taggedWith.sets, mappings: taggedWith.mappings, seq });
    if (added + ended === 0) continue;
    yield* run(MARK, { job: job.seq, seq });
    counts.changed += 1;
    counts.links += added;
    counts.ended += ended;
  }
  return { position: activities.at(-1)?.seq ?? 0, done: job.done + activities.length, counts, isOver: activities.length === 0 };
}

/** Links that were found again stay as they are; the others end, and what is new is added. */
function* replaceLinks(
  school: string,
  activity: number,
  found: readonly TaggedLink[],
  at: number,
): Script<{ readonly added: number; readonly ended: number }> {
  const fresh = new Map(found.map((link) => [linkKey(link), link]));
  let ended = 0;
  for (const { seq, link } of yield* linksOf(activity)) {
    if (fresh.delete(linkKey(link))) continue;
    yield* endLink(seq, at);
    ended += 1;
  }
  for (const link of fresh.values()) yield* addLink(newLink(school, activity, link, at));
  return { added: fresh.size, ended };
}

function addedTo(job: RetagJobRow, { changed = 0, links = 0, ended = 0, events = 0 }: NonNullable<Reached['counts']> = {}) {
  return { changed: job.changed + changed, links: job.links + links, ended: job.ended + ended, events: job.events + events };
}

function entry(actor: string, { school, changed, links, ended, events }: RetagJobRow) {
  return auditEntry(actor, 'goals.retagged', { school, counts: { activities: changed, links, ended, events } });
}
