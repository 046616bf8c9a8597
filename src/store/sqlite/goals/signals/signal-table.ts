import type { Database } from 'better-sqlite3';
import type { SignalsTaken } from '../../../goals/signal-store.js';
import type { SignalTake } from '../../../tables/goals/signals/signal-take.js';
import type { MetLearner } from '../../connection/open-delivery.js';
import { DirectoryMark } from '../../directory/directory-mark.js';
import type { ExchangeTables } from '../../exchanges/exchange-tables.js';
import { LearnerTable } from '../../results/learner-table.js';
import { SourceTable } from '../../results/source-table.js';
import { ErasureMark } from '../../rights/erasure-mark.js';
import { SignalKeeper } from './signal-keeper.js';

/** Signals of vendors that come by themselves. Synchronous; runs inside the caller's transaction. */
export class SignalTable {
  private readonly learners: LearnerTable;
  private readonly sources: SourceTable;
  private readonly mark: ErasureMark;
  private readonly directory: DirectoryMark;
  private readonly keeper: SignalKeeper;

  constructor(
    db: Database,
    private readonly exchanges: ExchangeTables,
  ) {
    this.learners = new LearnerTable(db);
    this.sources = new SourceTable(db);
    this.mark = new ErasureMark(db);
    this.directory = new DirectoryMark(db);
    this.keeper = new SignalKeeper(db);
  }

  take({ exchange: whole, school, party, learners, erasures, directory, batch }: SignalTake, actor: string): SignalsTaken {
    if (this.directory.isPast(directory)) return { kind: 'directory-changed' };
    if (this.mark.isPast(school, erasures)) return { kind: 'outdated' };
    const exchange = this.exchanges.insert(whole, actor);
    const open = {
      ...{ exchange, school, party, source: this.sources.numberOf(school, party), targets: [], requestKey: undefined, sameMoment: false },
      ...{ results: 0, revised: 0, otherPupil: 0, otherTest: 0 },
      irregular: false,
      hasRoster: this.learners.hasRoster(school),
      learners: new Map<string, MetLearner>(),
      activities: new Map<string, number>(),
      shared: [],
    };
    this.learners.store(open, learners);
    return { kind: 'stored', ...this.keeper.store(open, batch) };
  }
}
