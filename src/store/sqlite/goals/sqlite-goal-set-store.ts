import type { Database } from 'better-sqlite3';
import type { GoalSet } from '../../../goals/goal-set.js';
import type { GoalSetStore, StoredGoalSet } from '../../goals/goal-set-store.js';
import type { StoreAccess } from '../store-access.js';

interface SetRow {
  readonly seq: number;
  readonly school: string;
  readonly imported_at: number;
  readonly document: string;
}

export class SqliteGoalSetStore implements GoalSetStore {
  constructor(
    private readonly db: Database,
    private readonly access: StoreAccess,
  ) {}

  async goalSets(): Promise<readonly StoredGoalSet[]> {
    const sql = 'SELECT seq, school, imported_at, document FROM goal_sets ORDER BY id, seq';
    return this.access.read('goal sets', () => this.db.prepare<[], SetRow>(sql).all().map(storedSet));
  }

  async schoolSets(school: string): Promise<readonly number[]> {
    const sql = 'SELECT goal_set FROM school_goal_sets WHERE school = ? ORDER BY position';
    return this.access.read('goal sets', () => this.db.prepare<[string], number>(sql).pluck().all(school));
  }

  async setSchoolSets(school: string, sets: readonly number[]): Promise<void> {
    await this.access.write({ kind: 'goals', write: { table: 'sets', write: { kind: 'school-sets', school, sets } } });
  }
}

function storedSet({ seq, school, imported_at, document }: SetRow): StoredGoalSet {
  const set = JSON.parse(document) as GoalSet;
  return { ...set, seq, ...(school === '' ? {} : { school }), importedAt: new Date(imported_at).toISOString() };
}
