import type { Database, Statement } from 'better-sqlite3';
import type { TaggedActivity } from '../../../../goals/tagged-activity.js';
import type { GoalLinkStore, PastLink, RetagJob, RetagPiece } from '../../../goals/goal-link-store.js';
import { idBytes } from '../../../tables/results/result-id.js';
import { sourcesOf } from '../../../tables/results/sources-of.js';
import { StatementCache } from '../../connection/statement-cache.js';
import { placedIds } from '../../results/placed-ids.js';
import { LINK_COLUMNS, type LinkRow, taggedLink } from '../link-table.js';
import { RETAG_JOBS, type RetagJobRow, retagJob, STALE } from './retag-rows.js';

const RESULTS_AT_ONCE = 500;
const ACTIVITIES_AT_ONCE = 200;

interface PastRow extends LinkRow {
  readonly added_at: number;
  readonly ended_at: number | null;
}

/** Reads re-tags and what they have to do. Synchronous, in small steps. */
export class RetagReader {
  private readonly statements: StatementCache;
  private readonly job: Statement<[number], RetagJobRow>;
  private readonly results: Statement<unknown[], { readonly seq: number; readonly party: string; readonly document: string }>;
  private readonly activities: Statement<unknown[], { readonly seq: number; readonly party: string; readonly document: string }>;
  private readonly history: Statement<[school: string, result: Buffer], PastRow>;

  constructor(db: Database) {
    this.statements = new StatementCache(db);
    this.job = db.prepare(`${RETAG_JOBS} WHERE seq = ? AND ended_at IS NULL`);
    this.results = db.prepare(`
      SELECT h.seq, o.party, h.document FROM sources o JOIN result_shared h ON h.source = o.seq
      WHERE o.school = @school AND h.activity IS NULL AND h.seq > @after ORDER BY h.seq LIMIT @limit`);
    this.activities = db.prepare(`SELECT seq, party, document FROM activities WHERE ${STALE} AND seq > @after ORDER BY seq LIMIT @limit`);
    this.history = db.prepare(`
      SELECT ${LINK_COLUMNS}, l.added_at, l.ended_at FROM goal_links l LEFT JOIN goal_sets s ON s.seq = l.goal_set
      WHERE l.activity = (
        SELECT h.activity FROM results r INDEXED BY results_current JOIN result_shared h ON h.seq = r.shared
        WHERE r.source IN ${sourcesOf('?')} AND r.id IN ${placedIds('?')} AND r.current = 1) ORDER BY l.seq`);
  }

  jobs({ school, limit }: Parameters<GoalLinkStore['retagJobs']>[0]): readonly RetagJob[] {
    const where = school === undefined ? '' : 'WHERE school = @school';
    const sql = `${RETAG_JOBS} ${where} ORDER BY seq DESC LIMIT @limit`;
    return this.statements
      .prepare<RetagJobRow>(sql)
      .all({ limit, ...(school === undefined ? {} : { school }) })
      .map(retagJob);
  }

  open(): readonly RetagJob[] {
    return this.statements.prepare<RetagJobRow>(`${RETAG_JOBS} WHERE ended_at IS NULL ORDER BY seq`).all().map(retagJob);
  }

  next(seq: number): { readonly job: RetagJob; readonly piece: RetagPiece } | undefined {
    const job = this.job.get(seq);
    return job === undefined ? undefined : { job: retagJob(job), piece: this.piece(job) };
  }

  past(school: string, result: string): readonly PastLink[] {
    return this.history.all(school, idBytes(result)).map((row) => ({
      ...taggedLink(row),
      addedAt: new Date(row.added_at).toISOString(),
      ...(row.ended_at === null ? {} : { endedAt: new Date(row.ended_at).toISOString() }),
    }));
  }

  private piece({ step, school, position: after }: RetagJobRow): RetagPiece {
    if (step === 'results') return { step, results: this.results.all({ school, after, limit: RESULTS_AT_ONCE }) };
    if (step === 'events') return { step };
    const rows = this.activities.all({ school, after, limit: ACTIVITIES_AT_ONCE });
    const activities = rows.map(({ document, ...row }) => ({ ...row, activity: JSON.parse(document) as TaggedActivity }));
    return { step, activities };
  }
}
