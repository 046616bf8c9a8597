import type { Database, Statement } from 'better-sqlite3';
import { linkKey, type TaggedLink } from '../../../../goals/tagged-link.js';
import type { RetagJob, RetagProgress, RetagStep } from '../../../goals/goal-link-store.js';
import { auditEntry } from '../../../tables/audit/audit-entry.js';
import { sourcesOf } from '../../../tables/results/sources-of.js';
import type { AuditTable } from '../../audit/audit-table.js';
import { ActivityTable } from '../activity-table.js';
import { LinkTable } from '../link-table.js';
import { RETAG_JOBS, type RetagJobRow, retagJob, STALE } from './retag-rows.js';
import { TaggedQueue } from './tagged-queue.js';

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

/** Re-tags of a school that are kept on record once they are over. */
const MOST_OVER = 50;

const NEXT: Readonly<Record<RetagStep, RetagStep | undefined>> = { results: 'activities', activities: 'events', events: undefined };

/**
 * Re-tags, piece by piece. Each piece and how far the job is with it are one transaction: whoever goes on after a crash does nothing
 * twice. Synchronous; runs inside the caller's transaction.
 */
export class RetagTable {
  private readonly job: Statement<[number], RetagJobRow>;
  private readonly move: Statement<unknown[]>;
  private readonly totals: Readonly<Record<RetagStep, Statement<unknown[], number>>>;
  private readonly attach: Statement<[activity: number, seq: number]>;
  private readonly tagged: Statement<[sets: number, mappings: number, seq: number]>;
  private readonly mark: Statement<[job: number, seq: number]>;
  private readonly markLinked: Statement<[job: number, seq: number]>;
  private readonly forget: Statement<unknown[]>;
  private readonly activities: ActivityTable;
  private readonly links: LinkTable;
  private readonly events: TaggedQueue;

  constructor(
    db: Database,
    private readonly audit: AuditTable,
  ) {
    const count = (sql: string) => db.prepare<unknown[], number>(`SELECT count(*) FROM ${sql}`).pluck();
    this.job = db.prepare(`${RETAG_JOBS} WHERE seq = ? AND ended_at IS NULL`);
    this.move = db.prepare(`
      UPDATE retag_jobs SET step = @step, position = @position, done = @done, total = @total, changed = @changed, links = @links,
        ended = @ended, events = @events, ended_at = @endedAt WHERE seq = @seq`);
    this.totals = {
      results: count(`result_shared WHERE source IN ${sourcesOf('@school')} AND activity IS NULL`),
      activities: count(`activities WHERE ${STALE}`),
      events: count('activities WHERE school = @school AND retagged_in = @seq'),
    };
    this.attach = db.prepare('UPDATE result_shared SET activity = ? WHERE seq = ? AND activity IS NULL');
    this.tagged = db.prepare('UPDATE activities SET tagged_at_sets = ?, tagged_at_mappings = ? WHERE seq = ?');
    this.mark = db.prepare('UPDATE activities SET retagged_in = ? WHERE seq = ?');
    this.markLinked = db.prepare(`
      UPDATE activities SET retagged_in = ?
      WHERE seq = ? AND EXISTS (SELECT 1 FROM goal_links l WHERE l.activity = activities.seq AND l.ended_at IS NULL)`);
    this.forget = db.prepare(`
      DELETE FROM retag_jobs WHERE school = @school AND ended_at IS NOT NULL AND seq <= (
        SELECT seq FROM retag_jobs WHERE school = @school AND ended_at IS NOT NULL ORDER BY seq DESC LIMIT 1 OFFSET ${MOST_OVER})`);
    this.activities = new ActivityTable(db);
    this.links = new LinkTable(db);
    this.events = new TaggedQueue(db);
  }

  apply({ job: read, progress, at }: RetagWrite, actor: string): RetagJob | undefined {
    const job = this.job.get(read.seq);
    if (job === undefined || job.step !== progress.step || job.position !== read.position || job.done !== read.done) return undefined;
    const reached = this.work(job, progress, at);
    const after = { ...job, ...addedTo(job, reached.counts), ...this.placeAfter(job, reached, at) };
    const { seq, step, position, done, total, changed, links, ended, events, ended_at } = after;
    this.move.run({ seq, step, position, done, total, changed, links, ended, events, endedAt: ended_at });
    if (ended_at !== null) {
      this.audit.append(entry(actor, after));
      this.forget.run({ school: job.school });
    }
    return retagJob(after);
  }

  private placeAfter(job: RetagJobRow, { position, done, isOver }: Reached, at: number) {
    const { school, seq, step, total } = job;
    const left = (of: RetagStep): number => this.totals[of].get({ school, seq }) ?? 0;
    if (!isOver) return { step, position, done, total: total === 0 ? left(step) + done : total, ended_at: null };
    const next = NEXT[step];
    if (next === undefined) return { step, position: 0, done, total, ended_at: at };
    return { step: next, position: 0, done: 0, total: left(next), ended_at: null };
  }

  private work(job: RetagJobRow, progress: RetagProgress, at: number): Reached {
    switch (progress.step) {
      case 'results':
        return this.attachResults(job, progress);
      case 'activities':
        return this.tagActivities(job, progress, at);
      case 'events':
        return this.tell(job, progress, at);
    }
  }

  /** Results that join an activity with goals got these with it: their receivers are told as well. */
  private attachResults({ seq, school, done }: RetagJobRow, { results }: Extract<RetagProgress, { step: 'results' }>): Reached {
    for (const result of results) {
      const activity = this.activities.numberOf(school, result.party, result.activity);
      this.attach.run(activity, result.seq);
      this.markLinked.run(seq, activity);
    }
    return { position: results.at(-1)?.seq ?? 0, done: done + results.length, isOver: results.length === 0 };
  }

  private tagActivities(job: RetagJobRow, { activities, taggedWith }: Extract<RetagProgress, { step: 'activities' }>, at: number): Reached {
    const counts = { changed: 0, links: 0, ended: 0 };
    for (const { seq, links } of activities) {
      const { added, ended } = this.replace(job.school, seq, links, at);
      this.tagged.run(taggedWith.sets, taggedWith.mappings, seq);
      if (added + ended === 0) continue;
      this.mark.run(job.seq, seq);
      counts.changed += 1;
      counts.links += added;
      counts.ended += ended;
    }
    return { position: activities.at(-1)?.seq ?? 0, done: job.done + activities.length, counts, isOver: activities.length === 0 };
  }

  /** Links that were found again stay as they are; the others end, and what is new is added. */
  private replace(school: string, activity: number, found: readonly TaggedLink[], at: number): { added: number; ended: number } {
    const fresh = new Map(found.map((link) => [linkKey(link), link]));
    let ended = 0;
    for (const { seq, link } of this.links.of(activity)) {
      if (fresh.delete(linkKey(link))) continue;
      this.links.end(seq, at);
      ended += 1;
    }
    for (const link of fresh.values()) this.links.add(school, activity, link, at);
    return { added: fresh.size, ended };
  }

  private tell(job: RetagJobRow, { targets }: Extract<RetagProgress, { step: 'events' }>, at: number): Reached {
    const { position, activities, events } = this.events.next(job, targets, at);
    return { position: position ?? 0, done: job.done + activities, counts: { events }, isOver: position === undefined };
  }
}

function addedTo(job: RetagJobRow, { changed = 0, links = 0, ended = 0, events = 0 }: NonNullable<Reached['counts']> = {}) {
  return { changed: job.changed + changed, links: job.links + links, ended: job.ended + ended, events: job.events + events };
}

function entry(actor: string, { school, changed, links, ended, events }: RetagJobRow) {
  return auditEntry(actor, 'goals.retagged', { school, counts: { activities: changed, links, ended, events } });
}
