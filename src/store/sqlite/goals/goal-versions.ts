import type { Database, Statement } from 'better-sqlite3';
import { GOAL_VERSION, type GoalKind } from '../../tables/goals/goal-versions.js';
import { sqliteDialect } from '../sql/sqlite-words.js';

const statements = new WeakMap<Database, Statement<[{ readonly kind: GoalKind }], number>>();

/** The number of `goal_versions`, for the writer and the tables that it calls. */
export function goalVersion(db: Database, kind: GoalKind): number {
  let statement = statements.get(db);
  if (statement === undefined) {
    statement = db.prepare<[{ readonly kind: GoalKind }], number>(GOAL_VERSION.text(sqliteDialect().words)).pluck();
    statements.set(db, statement);
  }
  return statement.get({ kind }) as number;
}
