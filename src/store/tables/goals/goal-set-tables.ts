import type { Goal, ReadGoalSet } from '../../../goals/goal-set.js';
import type { GoalSetStore, ImportedGoalSet, StoredGoalSet, WholeGoalSet } from '../../goals/goal-set-store.js';
import type { StorePort } from '../../sql/port.js';
import { chosenSets, type GoalSetWrite, goalOf, goalSets, wholeGoalSet } from './goal-sets.js';
import type { GoalsAtHand } from './goals-at-hand.js';

export class GoalSetTables implements GoalSetStore {
  constructor(
    private readonly access: StorePort,
    private readonly atHand: Pick<GoalsAtHand, 'goalIndex'>,
  ) {}

  async goalSets(): Promise<readonly StoredGoalSet[]> {
    return this.access.ask('goal sets', goalSets());
  }

  async goalSet(seq: number): Promise<WholeGoalSet | undefined> {
    return this.access.askAtOnce('goal sets', wholeGoalSet(seq));
  }

  async goal(seq: number, uri: string): Promise<Goal | undefined> {
    return this.access.ask('goal sets', goalOf(seq, uri));
  }

  goalIndex(): ReturnType<GoalSetStore['goalIndex']> {
    return this.atHand.goalIndex();
  }

  async importGoalSet(read: ReadGoalSet, school: string | undefined, at: string): Promise<ImportedGoalSet> {
    return (await this.write({ kind: 'import', school: school ?? '', read, at: Date.parse(at) })) as ImportedGoalSet;
  }

  async schoolSets(school: string): Promise<readonly number[]> {
    return this.access.ask('goal sets', chosenSets(school));
  }

  async setSchoolSets(school: string, sets: readonly number[]): Promise<void> {
    await this.write({ kind: 'school-sets', school, sets });
  }

  private write(write: GoalSetWrite): Promise<unknown> {
    return this.access.write({ kind: 'goals', write: { table: 'sets', write } });
  }
}
