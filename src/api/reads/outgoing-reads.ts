import type { AnnotationStore } from '../../store/goals/annotation-store.js';
import type { GoalSetStore } from '../../store/goals/goal-set-store.js';
import type { GoalViewStore } from '../../store/goals/goal-view-store.js';
import type { MappingStore } from '../../store/goals/mapping-store.js';
import type { ProfileStore } from '../../store/goals/profile-store.js';
import type { SignalStore } from '../../store/goals/signal-store.js';
import type { OutboxStore } from '../../store/outbox-store.js';
import type { RightsStore } from '../../store/rights-store.js';
import type { Store } from '../../store/store.js';

/**
 * Everything of one school, or of all of them, that a handler can read in order to answer. Each read is named here: a new read of the store
 * is closed to REST until it gets a name and, when it is about learners, is without those who are restricted.
 */
export type OutgoingReads = Pick<
  Store,
  | 'directory'
  | 'lastUses'
  | 'rosters'
  | 'rosterCounts'
  | 'rosterIds'
  | 'rosterRows'
  | 'rosterRow'
  | 'memberships'
  | 'resultPlaces'
  | 'resultsAt'
  | 'revisions'
  | 'assessments'
  | 'unmatchedPlaces'
  | 'unmatchedAt'
  | 'exchanges'
  | 'exchange'
  | 'audit'
> &
  Pick<GoalSetStore, 'goalIndex' | 'goal' | 'goalSet'> &
  Pick<ProfileStore, 'profilesInForce' | 'profileConfirmations'> &
  Pick<OutboxStore, 'deliveryStatus' | 'deliveries' | 'delivery'> &
  Pick<RightsStore, 'erasureNotices'> &
  Pick<SignalStore, 'signalPlaces' | 'signalsAt' | 'signalRevisions' | 'signalTallies'> &
  Pick<AnnotationStore, 'annotation' | 'annotationPlaces' | 'annotationsAt'> &
  Pick<MappingStore, 'mappingIndex'> &
  GoalViewStore & {
    /** Whether somebody is or was in a roster under this id. */
    knowsLearner(school: string, id: string): Promise<boolean>;
  };

/** What an endpoint that acts may know: whether somebody is there, and nothing of results. */
export type PeopleReads = Pick<OutgoingReads, 'rosterRow' | 'annotation'>;

/**
 * The reads of a store for an answer about `school`: without the learners whose data must not go out (AVG 18), and without what is theirs.
 * A page of a list may hold less for it than was asked for. Holds no more than these functions: nothing in it can write.
 */
export function outgoingReads(store: Store, school: string): OutgoingReads {
  const { rights, outbox } = store;
  const { annotations, signals, mappings, views } = store.goals;
  let asked: Promise<ReadonlySet<string>> | undefined;
  /** After the data were read: a restriction holds from the next answer on. */
  const restricted = () => {
    asked ??= rights.restricted(school);
    return asked;
  };
  return {
    // About no learner, or about numbers and places only.
    directory: () => store.directory(),
    profilesInForce: () => store.goals.profiles.profilesInForce(),
    profileConfirmations: (of) => store.goals.profiles.profileConfirmations(of),
    lastUses: (kind) => store.lastUses(kind),
    rosters: (of) => store.rosters(of),
    rosterCounts: (of, year) => store.rosterCounts(of, year),
    resultPlaces: (query, stretch) => store.resultPlaces(query, stretch),
    unmatchedPlaces: (of, stretch) => store.unmatchedPlaces(of, stretch),
    assessments: (query) => store.assessments(query),
    exchanges: (query) => store.exchanges(query),
    exchange: (id) => store.exchange(id),
    audit: (query) => store.audit(query),
    deliveryStatus: (at, of) => outbox.deliveryStatus(at, of),
    deliveries: (query) => outbox.deliveries(query),
    delivery: (id) => outbox.delivery(id),
    signalPlaces: (query, stretch) => signals.signalPlaces(query, stretch),
    signalTallies: (of) => signals.signalTallies(of),
    // Of goals themselves, and of nobody.
    goalIndex: () => store.goals.sets.goalIndex(),
    goal: (set, uri) => store.goals.sets.goal(set, uri),
    goalSet: (set) => store.goals.sets.goalSet(set),
    mappingIndex: () => mappings.mappingIndex(),
    activitiesOfGoals: (of, goals) => views.activitiesOfGoals(of, goals),
    placesOfActivities: (query, activities) => views.placesOfActivities(query, activities),
    annotationPlaces: (query, stretch) => annotations.annotationPlaces(query, stretch),
    // Of learners who are gone: it is the erasure that is told.
    erasureNotices: (query) => rights.erasureNotices(query),

    rosterIds: async (query) => {
      const found = await store.rosterIds(query);
      const withheld = query.kind === 'learner' ? await restricted() : new Set();
      return { ...found, ids: found.ids.filter((id) => !withheld.has(id)) };
    },
    rosterRows: async (of, year, kind, ids) => {
      const rows = await store.rosterRows(of, year, kind, ids);
      if (kind !== 'learner') return rows;
      const withheld = await restricted();
      return rows.filter(({ id }) => !withheld.has(id));
    },
    rosterRow: async (of, year, kind, id) => {
      const row = await store.rosterRow(of, year, kind, id);
      return kind === 'learner' && (await restricted()).has(id) ? undefined : row;
    },
    memberships: async (of, year) => {
      const found = await store.memberships(of, year);
      const withheld = await restricted();
      return found.filter(({ memberKind, member }) => memberKind !== 'learner' || !withheld.has(member));
    },
    resultsAt: async (of, places) => {
      const found = await store.resultsAt(of, places);
      const withheld = await restricted();
      return new Map([...found].filter(([, result]) => !isOf(result, withheld)));
    },
    revisions: async (of, id) => {
      const revisions = await store.revisions(of, id);
      const withheld = await restricted();
      return revisions.filter((result) => !isOf(result, withheld));
    },
    signalsAt: async (of, places) => {
      const found = await signals.signalsAt(of, places);
      const withheld = await restricted();
      return new Map([...found].filter(([, signal]) => !isOf(signal, withheld)));
    },
    signalRevisions: async (of, id) => {
      const revisions = await signals.signalRevisions(of, id);
      const withheld = await restricted();
      return revisions.filter((signal) => !isOf(signal, withheld));
    },
    touched: async (query) => {
      const { days, activities } = await views.touched(query);
      const withheld = await restricted();
      return { days: days.filter(({ learner }) => !withheld.has(learner)), activities };
    },
    knowsLearner: async (of, id) => {
      for (const { schoolYear } of await store.rosters(of)) {
        if ((await store.rosterRow(of, schoolYear, 'learner', id)) !== undefined) return !(await restricted()).has(id);
      }
      return false;
    },
    annotation: async (of, id) => {
      const found = await annotations.annotation(of, id);
      return found?.learner !== undefined && (await restricted()).has(found.learner) ? undefined : found;
    },
    annotationsAt: async (of, places) => {
      const found = await annotations.annotationsAt(of, places);
      const withheld = await restricted();
      return new Map([...found].filter(([, { learner }]) => learner === undefined || !withheld.has(learner)));
    },
    unmatchedAt: async (of, places) => {
      const found = await store.unmatchedAt(of, places);
      const withheld = await restricted();
      return new Map([...found].filter(([, { learner }]) => !withheld.has(learner)));
    },
  };
}

function isOf(
  { learner, rosterLearner }: { readonly learner: string; readonly rosterLearner?: string },
  withheld: ReadonlySet<string>,
): boolean {
  return withheld.has(learner) || (rosterLearner !== undefined && withheld.has(rosterLearner));
}
