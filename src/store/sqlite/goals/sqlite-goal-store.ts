import type { Database } from 'better-sqlite3';
import type { AnnotationStore } from '../../goals/annotation-store.js';
import type { GoalLinkStore } from '../../goals/goal-link-store.js';
import type { GoalSetStore } from '../../goals/goal-set-store.js';
import type { GoalStore } from '../../goals/goal-store.js';
import type { GoalViewStore } from '../../goals/goal-view-store.js';
import type { MappingStore } from '../../goals/mapping-store.js';
import type { ProfileStore } from '../../goals/profile-store.js';
import type { SignalStore } from '../../goals/signal-store.js';
import type { StoreAccess } from '../store-access.js';
import type { GoalIndexes } from './goal-indexes.js';
import { SqliteSignalStore } from './signals/sqlite-signal-store.js';
import { SqliteAnnotationStore } from './sqlite-annotation-store.js';
import { SqliteGoalLinkStore } from './sqlite-goal-link-store.js';
import { SqliteGoalSetStore } from './sqlite-goal-set-store.js';
import { SqliteGoalViewStore } from './sqlite-goal-view-store.js';
import { SqliteMappingStore } from './sqlite-mapping-store.js';
import { SqliteProfileStore } from './sqlite-profile-store.js';

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
  constructor(db: Database, access: StoreAccess, indexes: GoalIndexes) {
    this.sets = new SqliteGoalSetStore(db, access, indexes);
    this.profiles = new SqliteProfileStore(db, access, indexes);
    this.mappings = new SqliteMappingStore(db, access, indexes);
    this.links = new SqliteGoalLinkStore(db, access, indexes);
    this.signals = new SqliteSignalStore(db, access);
    this.annotations = new SqliteAnnotationStore(db, access);
    this.views = new SqliteGoalViewStore(db, access);
  }
}
