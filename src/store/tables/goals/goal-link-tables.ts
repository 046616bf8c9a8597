import type { Tagger } from '../../../goals/tagger.js';
import type { GoalLinkStore, PastLink, RetagJob, RetagPiece, RetagProgress } from '../../goals/goal-link-store.js';
import type { StorePort } from '../../sql/port.js';
import type { GoalLinkWrite } from './goal-links.js';
import type { GoalsAtHand } from './goals-at-hand.js';
import { linkHistory, nextPiece, openRetags, retagJobs } from './retag/retag-reads.js';

export class GoalLinkTables implements GoalLinkStore {
  constructor(
    private readonly access: StorePort,
    private readonly atHand: Pick<GoalsAtHand, 'tagger'>,
  ) {}

  tagger(): Tagger {
    return this.atHand.tagger();
  }

  async retagJobs(query: Parameters<GoalLinkStore['retagJobs']>[0]): Promise<readonly RetagJob[]> {
    return this.access.ask('goal links', retagJobs(query));
  }

  async openRetags(schools?: readonly string[]): Promise<readonly RetagJob[]> {
    const open = await this.access.ask('goal links', openRetags());
    return schools === undefined ? open : open.filter(({ school }) => schools.includes(school));
  }

  async askRetag(schools: readonly string[], cause: string, at: string): Promise<void> {
    await this.write({ kind: 'ask-retag', schools, cause, at: Date.parse(at) });
  }

  async nextPiece({ seq }: Pick<RetagJob, 'seq'>): Promise<{ readonly job: RetagJob; readonly piece: RetagPiece } | undefined> {
    return this.access.askAtOnce('goal links', nextPiece(seq));
  }

  async progress({ seq, step, position, done }: RetagJob, progress: RetagProgress, at: string): Promise<RetagJob | undefined> {
    return (await this.write({ kind: 'retag', job: { seq, step, position, done }, progress, at: Date.parse(at) })) as RetagJob | undefined;
  }

  async linkHistory(school: string, result: string): Promise<readonly PastLink[]> {
    return this.access.ask('goal links', linkHistory(school, result));
  }

  private write(write: GoalLinkWrite): Promise<unknown> {
    return this.access.write({ kind: 'goals', write: { table: 'links', write } });
  }
}
