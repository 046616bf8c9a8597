import type { Database, Statement } from 'better-sqlite3';
import { NO_TURNS, type TurnNumber } from '../connection/turns.js';
import type { GoalKind } from './goal-versions.js';

/** Something in memory that is made anew when its number in `goal_versions` has moved, which is looked at once in each of the `turns`. */
export class Kept<Index> {
  private readonly version: Statement<[GoalKind], number>;
  private kept: { readonly version: number; readonly index: Index } | undefined;
  private lookedAt: number | undefined;

  constructor(
    private readonly db: Database,
    private readonly kind: GoalKind,
    private readonly make: () => Index,
    private readonly turns: TurnNumber = NO_TURNS,
  ) {
    this.version = db.prepare<[GoalKind], number>('SELECT version FROM goal_versions WHERE kind = ?').pluck();
  }

  current(): Index {
    const turn = this.turns.now;
    if (this.kept !== undefined && turn === this.lookedAt) return this.kept.index;
    // In one read transaction: what another process changes meanwhile is seen whole or not at all.
    if (this.kept?.version !== this.now()) this.kept = this.db.transaction(() => ({ version: this.now(), index: this.make() }))();
    this.lookedAt = turn;
    return this.kept.index;
  }

  private now(): number {
    return this.version.get(this.kind) as number;
  }
}
