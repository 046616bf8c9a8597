import type { Database } from 'better-sqlite3';

export type GoalKind = 'sets' | 'profiles' | 'mappings';

/** After a change: copies that others keep are old from now on. */
export function raiseGoalVersion(db: Database, kind: GoalKind): void {
  db.prepare('UPDATE goal_versions SET version = version + 1 WHERE kind = ?').run(kind);
}

export function goalVersion(db: Database, kind: GoalKind): number {
  return db.prepare<[GoalKind], number>('SELECT version FROM goal_versions WHERE kind = ?').pluck().get(kind) as number;
}
