import type { Database, Statement } from 'better-sqlite3';

export type GoalKind = 'sets' | 'profiles' | 'mappings';

const statements = new WeakMap<Database, Statement<[GoalKind], number>>();

/** After a change: copies that others keep are old from now on. */
export function raiseGoalVersion(db: Database, kind: GoalKind): void {
  db.prepare('UPDATE goal_versions SET version = version + 1 WHERE kind = ?').run(kind);
}

export function goalVersion(db: Database, kind: GoalKind): number {
  let statement = statements.get(db);
  if (statement === undefined) {
    statement = db.prepare<[GoalKind], number>('SELECT version FROM goal_versions WHERE kind = ?').pluck();
    statements.set(db, statement);
  }
  return statement.get(kind) as number;
}
