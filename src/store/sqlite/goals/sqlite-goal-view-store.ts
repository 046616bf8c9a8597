import type { Database } from 'better-sqlite3';
import type { GoalViewStore, NamedActivity, Touched, TouchedQuery } from '../../goals/goal-view-store.js';
import type { StoreAccess } from '../store-access.js';
import { GoalViewReader } from './goal-view-reader.js';

export class SqliteGoalViewStore implements GoalViewStore {
  private readonly reader: GoalViewReader;

  constructor(
    db: Database,
    private readonly access: StoreAccess,
  ) {
    this.reader = new GoalViewReader(db);
  }

  async touched(query: TouchedQuery): Promise<Touched> {
    return this.access.read('goals', () => this.reader.touched(query));
  }

  async placesOfActivities(query: TouchedQuery, activities: readonly number[]): Promise<readonly number[]> {
    return this.access.read('goals', () => this.reader.placesOfActivities(query, activities));
  }

  async activitiesOfGoals(school: string, goals: readonly string[]): Promise<ReadonlyMap<number, NamedActivity>> {
    return this.access.read('goals', () => this.reader.activitiesOfGoals(school, goals));
  }
}
