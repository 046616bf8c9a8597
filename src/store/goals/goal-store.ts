import type { AnnotationStore } from './annotation-store.js';
import type { GoalLinkStore } from './goal-link-store.js';
import type { GoalSetStore } from './goal-set-store.js';
import type { GoalViewStore } from './goal-view-store.js';
import type { MappingStore } from './mapping-store.js';
import type { ProfileStore } from './profile-store.js';
import type { SignalStore } from './signal-store.js';

/** The part of the store that knows of learning goals. */
export interface GoalStore {
  readonly sets: GoalSetStore;
  readonly profiles: ProfileStore;
  readonly mappings: MappingStore;
  readonly links: GoalLinkStore;
  readonly signals: SignalStore;
  readonly annotations: AnnotationStore;
  readonly views: GoalViewStore;
}
