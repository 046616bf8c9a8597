import type { GoalViewStore, NamedActivity, Touched, TouchedQuery } from '../../goals/goal-view-store.js';
import type { StorePort } from '../../sql/port.js';
import { activitiesOfGoals, KnownActivities, placesOfActivities, touched } from './goal-views.js';

export class GoalViewTables implements GoalViewStore {
  private readonly known = new KnownActivities();

  constructor(private readonly access: StorePort) {}

  async touched(query: TouchedQuery): Promise<Touched> {
    return this.access.askAtOnce('goals', touched(query, this.known));
  }

  async placesOfActivities(query: TouchedQuery, activities: readonly number[]): Promise<readonly number[]> {
    return this.access.askAtOnce('goals', placesOfActivities(query, activities));
  }

  async activitiesOfGoals(school: string, goals: readonly string[]): Promise<ReadonlyMap<number, NamedActivity>> {
    return this.access.askAtOnce('goals', activitiesOfGoals(school, goals, this.known));
  }
}
