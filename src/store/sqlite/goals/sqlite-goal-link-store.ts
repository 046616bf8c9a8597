import type { Database } from 'better-sqlite3';
import type { Tagger } from '../../../goals/tagger.js';
import type { GoalLinkStore, RetagJob } from '../../goals/goal-link-store.js';
import type { StoreAccess } from '../store-access.js';
import type { GoalIndexes } from './goal-indexes.js';

interface JobRow {
  readonly seq: number;
  readonly school: string;
  readonly cause: string;
  readonly step: RetagJob['step'];
  readonly position: number;
  readonly total: number;
  readonly links: number;
  readonly events: number;
  readonly asked_at: number;
  readonly ended_at: number | null;
}

export class SqliteGoalLinkStore implements GoalLinkStore {
  constructor(
    private readonly db: Database,
    private readonly access: StoreAccess,
    private readonly indexes: GoalIndexes,
  ) {}

  async tagger(): Promise<Tagger> {
    return this.access.read('goals', () => this.indexes.tagger.current());
  }

  async retagJobs(school?: string): Promise<readonly RetagJob[]> {
    const of = school === undefined ? '' : 'WHERE school = ?';
    const sql = `SELECT seq, school, cause, step, position, total, links, events, asked_at, ended_at FROM retag_jobs ${of} ORDER BY seq DESC`;
    const parameters = school === undefined ? [] : [school];
    return this.access.read('goal links', () =>
      this.db
        .prepare<string[], JobRow>(sql)
        .all(...parameters)
        .map(retagJob),
    );
  }

  async askRetag(schools: readonly string[], cause: string, at: string): Promise<void> {
    const write = { kind: 'ask-retag', schools, cause, at: Date.parse(at) } as const;
    await this.access.write({ kind: 'goals', write: { table: 'links', write } });
  }
}

function retagJob({ asked_at, ended_at, ...job }: JobRow): RetagJob {
  return { ...job, askedAt: new Date(asked_at).toISOString(), ...(ended_at === null ? {} : { endedAt: new Date(ended_at).toISOString() }) };
}
