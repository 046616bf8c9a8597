import type { GoalIndex } from '../../../goals/goal-index.js';
import type { MappingIndex } from '../../../goals/mapping/mapping-index.js';
import type { ProfileIndex } from '../../../goals/profile-index.js';
import type { Tagger } from '../../../goals/tagger.js';
import type { GoalsAtHand } from '../../tables/goals/goals-at-hand.js';
import type { StoreAccess } from '../store-access.js';
import type { GoalIndexes } from './goal-indexes.js';

/** What is kept in memory about learning goals, with the errors of the store. */
export class IndexesAtHand implements GoalsAtHand {
  constructor(
    private readonly access: StoreAccess,
    private readonly indexes: GoalIndexes,
  ) {}

  async goalIndex(): Promise<GoalIndex> {
    return this.access.read('goal sets', () => this.indexes.sets.current());
  }

  async mappingIndex(): Promise<MappingIndex> {
    return this.access.read('mappings', () => this.indexes.mappings.current());
  }

  profileIndex(): ProfileIndex {
    return this.access.read('profiles', () => this.indexes.profiles.current());
  }

  tagger(): Tagger {
    return this.access.read('goals', () => this.indexes.tagger.current());
  }
}
