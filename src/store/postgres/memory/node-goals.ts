import type { GoalIndex } from '../../../goals/goal-index.js';
import type { MappingIndex } from '../../../goals/mapping/mapping-index.js';
import type { ProfileIndex } from '../../../goals/profile-index.js';
import type { Tagger } from '../../../goals/tagger.js';
import type { GoalsAtHand } from '../../tables/goals/goals-at-hand.js';
import type { GoalIndexes } from './goals-in-memory.js';
import type { StoreMemory } from './store-memory.js';

/** What a node keeps in memory of learning goals. What is given at once is as it was when the directory was last read, or changed here. */
export class NodeGoals implements GoalsAtHand {
  constructor(
    private readonly memory: StoreMemory,
    private readonly refuseWhenClosed: () => void,
  ) {}

  async goalIndex(): Promise<GoalIndex> {
    return (await this.current()).sets;
  }

  async mappingIndex(): Promise<MappingIndex> {
    return (await this.current()).mappings;
  }

  profileIndex(): ProfileIndex {
    return this.now().profiles;
  }

  tagger(): Tagger {
    return this.now().tagger;
  }

  private async current(): Promise<GoalIndexes> {
    this.refuseWhenClosed();
    return (await this.memory.current()).goals;
  }

  private now(): GoalIndexes {
    this.refuseWhenClosed();
    return this.memory.goalsNow!;
  }
}
