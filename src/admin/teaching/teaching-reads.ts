import type { GoalIndex } from '../../goals/goal-index.js';
import type { MappingIndex } from '../../goals/mapping/mapping-index.js';
import type { AnnotationStore } from '../../store/goals/annotation-store.js';
import type { GoalViewStore } from '../../store/goals/goal-view-store.js';
import type { SignalStore } from '../../store/goals/signal-store.js';
import type { Store } from '../../store/store.js';

/** What views for teachers are made from: over REST, only what the caller may see. */
export type TeachingReads = GoalViewStore &
  Pick<SignalStore, 'signalPlaces' | 'signalsAt'> &
  Pick<AnnotationStore, 'annotationPlaces' | 'annotationsAt'> &
  Pick<Store, 'resultsAt' | 'directory'> & {
    goalIndex(): Promise<GoalIndex>;
    mappingIndex(): Promise<MappingIndex>;
  };
