import type { Database, Statement } from 'better-sqlite3';
import type { GoalKind } from './goal-versions.js';

/** Something in memory that is made anew when its number in `goal_versions` has moved. */
export class Kept<Index> {
  private readonly version: Statement<[GoalKind], number>;
  private kept: { readonly version: number; readonly index: Index } | undefined;

  constructor(
    private readonly db: Database,
    private readonly kind: GoalKind,
    private readonly make: () => Index,
  ) {
    this.version = db.prepare<[GoalKind], number>('SELECT version FROM goal_versions WHERE kind = ?').pluck();
  }

  current(): Index {
    // In one read transaction: what another process changes meanwhile is seen whole or not at all.
    if (this.kept?.version !== this.now()) this.kept = this.db.transaction(() => ({ version: this.now(), index: this.make() }))();
    return this.kept.index;
  }

  private now(): number {
    return this.version.get(this.kind) as number;
  }
}
