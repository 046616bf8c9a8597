import type { AnnotationStore } from '../../goals/annotation-store.js';
import type { GoalLinkStore } from '../../goals/goal-link-store.js';
import type { GoalSetStore } from '../../goals/goal-set-store.js';
import type { GoalStore } from '../../goals/goal-store.js';
import type { GoalViewStore } from '../../goals/goal-view-store.js';
import type { MappingStore } from '../../goals/mapping-store.js';
import type { ProfileStore } from '../../goals/profile-store.js';
import type { SignalStore } from '../../goals/signal-store.js';
import { AnnotationTables } from '../../tables/goals/annotation-tables.js';
import { GoalLinkTables } from '../../tables/goals/goal-link-tables.js';
import { GoalSetTables } from '../../tables/goals/goal-set-tables.js';
import { GoalViewTables } from '../../tables/goals/goal-view-tables.js';
import { MappingTables } from '../../tables/goals/mapping-tables.js';
import { ProfileTables } from '../../tables/goals/profile-tables.js';
import { SignalTables } from '../../tables/goals/signals/signal-tables.js';
import type { StoreAccess } from '../store-access.js';
import type { GoalIndexes } from './goal-indexes.js';
import { IndexesAtHand } from './indexes-at-hand.js';

/** The part of the SQLite store that knows of learning goals. */
export class SqliteGoalStore implements GoalStore {
  readonly sets: GoalSetStore;
  readonly profiles: ProfileStore;
  readonly mappings: MappingStore;
  readonly links: GoalLinkStore;
  readonly signals: SignalStore;
  readonly annotations: AnnotationStore;
  readonly views: GoalViewStore;

  /** `indexes`: those of this database, shared. */
  constructor(access: StoreAccess, indexes: GoalIndexes) {
    const atHand = new IndexesAtHand(access, indexes);
    this.sets = new GoalSetTables(access, atHand);
    this.profiles = new ProfileTables(access, atHand);
    this.mappings = new MappingTables(access, atHand);
    this.links = new GoalLinkTables(access, atHand);
    this.signals = new SignalTables(access);
    this.annotations = new AnnotationTables(access);
    this.views = new GoalViewTables(access);
  }
}
