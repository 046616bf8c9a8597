import type { AnnotationStore } from '../../goals/annotation-store.js';
import type { GoalLinkStore } from '../../goals/goal-link-store.js';
import type { GoalSetStore } from '../../goals/goal-set-store.js';
import type { GoalStore } from '../../goals/goal-store.js';
import type { GoalViewStore } from '../../goals/goal-view-store.js';
import type { MappingStore } from '../../goals/mapping-store.js';
import type { ProfileStore } from '../../goals/profile-store.js';
import type { SignalStore } from '../../goals/signal-store.js';
import type { StorePort } from '../../sql/port.js';
import { AnnotationTables } from './annotation-tables.js';
import { GoalLinkTables } from './goal-link-tables.js';
import { GoalSetTables } from './goal-set-tables.js';
import { GoalViewTables } from './goal-view-tables.js';
import type { GoalsAtHand } from './goals-at-hand.js';
import { MappingTables } from './mapping-tables.js';
import { ProfileTables } from './profile-tables.js';
import { SignalTables } from './signals/signal-tables.js';

/** The part of the store that knows of learning goals. */
export class GoalTables implements GoalStore {
  readonly sets: GoalSetStore;
  readonly profiles: ProfileStore;
  readonly mappings: MappingStore;
  readonly links: GoalLinkStore;
  readonly signals: SignalStore;
  readonly annotations: AnnotationStore;
  readonly views: GoalViewStore;

  /** `atHand`: what is kept in memory of the goals of this store. */
  constructor(port: StorePort, atHand: GoalsAtHand) {
    this.sets = new GoalSetTables(port, atHand);
    this.profiles = new ProfileTables(port, atHand);
    this.mappings = new MappingTables(port, atHand);
    this.links = new GoalLinkTables(port, atHand);
    this.signals = new SignalTables(port);
    this.annotations = new AnnotationTables(port);
    this.views = new GoalViewTables(port);
  }
}
