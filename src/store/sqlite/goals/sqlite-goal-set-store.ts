import type { Database } from 'better-sqlite3';
import type { GoalIndex } from '../../../goals/goal-index.js';
import type { Goal, GoalRelation, LedgerLine, ReadGoalSet } from '../../../goals/goal-set.js';
import type { GoalSetStore, ImportedGoalSet, StoredGoalSet, WholeGoalSet } from '../../goals/goal-set-store.js';
import type { StoreAccess } from '../store-access.js';
import type { GoalIndexes } from './goal-indexes.js';
import { type SetRow, storedSet } from './set-row.js';

const SETS = 'SELECT seq, school, imported_at, document FROM goal_sets';

export class SqliteGoalSetStore implements GoalSetStore {
  constructor(
    private readonly db: Database,
    private readonly access: StoreAccess,
    private readonly indexes: GoalIndexes,
  ) {}

  async goalSets(): Promise<readonly StoredGoalSet[]> {
    return this.access.read('goal sets', () => this.db.prepare<[], SetRow>(`${SETS} ORDER BY id, seq`).all().map(storedSet));
  }

  async goalSet(seq: number): Promise<WholeGoalSet | undefined> {
    return this.access.read('goal sets', () => {
      const row = this.db
        .prepare<[number], SetRow & { ledger: string }>(`${SETS.replace('document', 'document, ledger')} WHERE seq = ?`)
        .get(seq);
      return (
        row && {
          set: storedSet(row),
          goals: this.goals(seq),
          relations: this.relations(seq),
          ledger: JSON.parse(row.ledger) as LedgerLine[],
        }
      );
    });
  }

  async goal(seq: number, uri: string): Promise<Goal | undefined> {
    const sql = 'SELECT document FROM goals WHERE goal_set = ? AND uri = ?';
    const document = this.access.read('goal sets', () => this.db.prepare<[number, string], string>(sql).pluck().get(seq, uri));
    return document === undefined ? undefined : (JSON.parse(document) as Goal);
  }

  async goalIndex(): Promise<GoalIndex> {
    return this.access.read('goal sets', () => this.indexes.sets.current());
  }

  async importGoalSet(read: ReadGoalSet, school: string | undefined, at: string): Promise<ImportedGoalSet> {
    const write = { kind: 'import', school: school ?? '', read, at: Date.parse(at) } as const;
    return (await this.access.write({ kind: 'goals', write: { table: 'sets', write } })) as ImportedGoalSet;
  }

  async schoolSets(school: string): Promise<readonly number[]> {
    const sql = 'SELECT goal_set FROM school_goal_sets WHERE school = ? ORDER BY position';
    return this.access.read('goal sets', () => this.db.prepare<[string], number>(sql).pluck().all(school));
  }

  async setSchoolSets(school: string, sets: readonly number[]): Promise<void> {
    await this.access.write({ kind: 'goals', write: { table: 'sets', write: { kind: 'school-sets', school, sets } } });
  }

  private goals(seq: number): readonly Goal[] {
    const sql = 'SELECT document FROM goals WHERE goal_set = ? ORDER BY position';
    return this.db
      .prepare<[number], string>(sql)
      .pluck()
      .all(seq)
      .map((document) => JSON.parse(document) as Goal);
  }

  private relations(seq: number): readonly GoalRelation[] {
    const sql = 'SELECT source, target, type, asserted_by AS "assertedBy" FROM goal_relations WHERE goal_set = ? ORDER BY position';
    return this.db.prepare<[number], GoalRelation>(sql).all(seq);
  }
}
