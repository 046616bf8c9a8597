import type { GoalLinkStore } from '../../goals/goal-link-store.js';
import type { GoalSetStore } from '../../goals/goal-set-store.js';
import type { MappingStore } from '../../goals/mapping-store.js';
import type { ProfileStore } from '../../goals/profile-store.js';

/** What a process keeps of learning goals in memory, made anew when it changes. Errors: `StoreError`. */
export interface GoalsAtHand
  extends Pick<GoalSetStore, 'goalIndex'>,
    Pick<MappingStore, 'mappingIndex'>,
    Pick<ProfileStore, 'profileIndex'>,
    Pick<GoalLinkStore, 'tagger'> {}
