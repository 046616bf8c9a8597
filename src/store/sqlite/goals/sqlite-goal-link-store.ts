import type { Database } from 'better-sqlite3';
import type { Tagger } from '../../../goals/tagger.js';
import type { GoalLinkStore, PastLink, RetagJob, RetagPiece, RetagProgress } from '../../goals/goal-link-store.js';
import type { GoalsAtHand } from '../../tables/goals/goals-at-hand.js';
import type { StoreAccess } from '../store-access.js';
import { RetagReader } from './retag/retag-reader.js';

export class SqliteGoalLinkStore implements GoalLinkStore {
  private readonly reader: RetagReader;

  constructor(
    db: Database,
    private readonly access: StoreAccess,
    private readonly atHand: Pick<GoalsAtHand, 'tagger'>,
  ) {
    this.reader = new RetagReader(db);
  }

  tagger(): Tagger {
    return this.atHand.tagger();
  }

  async retagJobs(query: Parameters<GoalLinkStore['retagJobs']>[0]): Promise<readonly RetagJob[]> {
    return this.access.read('goal links', () => this.reader.jobs(query));
  }

  async openRetags(schools?: readonly string[]): Promise<readonly RetagJob[]> {
    const open = this.access.read('goal links', () => this.reader.open());
    return schools === undefined ? open : open.filter(({ school }) => schools.includes(school));
  }

  async askRetag(schools: readonly string[], cause: string, at: string): Promise<void> {
    const write = { kind: 'ask-retag', schools, cause, at: Date.parse(at) } as const;
    await this.access.write({ kind: 'goals', write: { table: 'links', write } });
  }

  async nextPiece({ seq }: Pick<RetagJob, 'seq'>): Promise<{ readonly job: RetagJob; readonly piece: RetagPiece } | undefined> {
    return this.access.read('goal links', () => this.reader.next(seq));
  }

  async progress({ seq, step, position, done }: RetagJob, progress: RetagProgress, at: string): Promise<RetagJob | undefined> {
    const write = { kind: 'retag', job: { seq, step, position, done }, progress, at: Date.parse(at) } as const;
    return (await this.access.write({ kind: 'goals', write: { table: 'links', write } })) as RetagJob | undefined;
  }

  async linkHistory(school: string, result: string): Promise<readonly PastLink[]> {
    return this.access.read('goal links', () => this.reader.past(school, result));
  }
}
