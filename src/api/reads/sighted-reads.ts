import { dayOf } from '../../admin/teaching/annotation-state.js';
import { supplied } from '../../core/supplied.js';
import type { Sight } from '../../exchange/sight/sight.js';
import type { Annotation } from '../../goals/annotation.js';
import { dutchDay } from '../../model/dutch-day.js';
import type { StoredSignal } from '../../store/goals/signal-store.js';
import type { StoredResult, Stretch } from '../../store/store.js';
import type { OutgoingReads } from './outgoing-reads.js';
import type { Shuffled } from './shuffled-page.js';

/**
 * The same reads for somebody who may not see the whole school: each of them without what `sight` does not let see, so that a path needs
 * to know nothing of it. What is about no learner is as it was. A new read is a compile error here until it is decided on.
 */
export function sightedReads(reads: OutgoingReads, sight: () => Promise<Sight>): OutgoingReads {
  return {
    // About no learner; who has a sight has no duties, so deliveries, messages and the audit are closed anyway.
    directory: reads.directory,
    lastUses: reads.lastUses,
    rosters: reads.rosters,
    rosterCounts: reads.rosterCounts,
    assessments: reads.assessments,
    goalIndex: reads.goalIndex,
    profilesInForce: reads.profilesInForce,
    profileConfirmations: reads.profileConfirmations,
    goal: reads.goal,
    goalSet: reads.goalSet,
    exchanges: async () => ({ items: [] }),
    exchange: async () => undefined,
    audit: async () => ({ items: [] }),
    deliveryStatus: async () => [],
    deliveries: async () => ({ items: [] }),
    delivery: async () => undefined,
    // Of learners who are in no group: the school sees to them.
    erasureNotices: async () => [],
    unmatchedPlaces: async () => [],
    unmatchedAt: async () => new Map(),
    // How many there are of the whole school.
    signalTallies: async () => [],

    rosterIds: async (query) => {
      const own = (await sight()).rosterOf(query.schoolYear);
      const found = await reads.rosterIds(query);
      const isOpen = query.group === undefined || own.group.has(query.group);
      return { ...found, ids: isOpen ? found.ids.filter((id) => own[query.kind].has(id)) : [] };
    },
    rosterRows: async (school, year, kind, ids) => {
      const own = (await sight()).rosterOf(year)[kind];
      return reads.rosterRows(
        school,
        year,
        kind,
        ids.filter((id) => own.has(id)),
      );
    },
    rosterRow: async (school, year, kind, id) =>
      (await sight()).rosterOf(year)[kind].has(id) ? reads.rosterRow(school, year, kind, id) : undefined,
    memberships: async (school, year) => {
      const seen = await sight();
      return (await reads.memberships(school, year)).filter((membership) => seen.seesMembership(year, membership));
    },
    resultPlaces: async (query, stretch) => {
      const learners = [...(await sight()).everyLearner];
      if (learners.length === 0) return [];
      const list = {
        places: (some: Stretch) => reads.resultPlaces({ ...query, learners }, some),
        rowsAt: (places: readonly number[]) => reads.resultsAt(query.school, places),
      };
      return seenPlaces(list, await sight(), seesResult, stretch);
    },
    mappingIndex: reads.mappingIndex,
    // What the school has results of, and nobody's results.
    activitiesOfGoals: reads.activitiesOfGoals,
    touched: async (query) => {
      const seen = await sight();
      const learners = query.learners.filter((learner) => seen.everyLearner.has(learner));
      if (learners.length === 0) return { days: [], activities: new Map() };
      const { days, activities } = await reads.touched({ ...query, learners });
      const own = days.filter(({ learner, day }) => seen.seesLearner(learner, day));
      const touched = new Set(own.map(({ activity }) => activity));
      return { days: own, activities: new Map([...activities].filter(([seq]) => touched.has(seq))) };
    },
    // `resultsAt` leaves out those of other days.
    placesOfActivities: async (query, activities) => {
      const { everyLearner } = await sight();
      const learners = query.learners.filter((learner) => everyLearner.has(learner));
      return learners.length === 0 ? [] : reads.placesOfActivities({ ...query, learners }, activities);
    },
    knowsLearner: async (school, id) => (await sight()).everyLearner.has(id) && reads.knowsLearner(school, id),
    annotation: async (school, id) => {
      const found = await reads.annotation(school, id);
      return found !== undefined && seesAnnotation(await sight(), found) ? found : undefined;
    },
    annotationPlaces: async (query, stretch) => {
      const list = {
        places: (some: Stretch) => reads.annotationPlaces(query, some),
        rowsAt: (places: readonly number[]) => reads.annotationsAt(query.school, places),
      };
      return seenPlaces(list, await sight(), seesAnnotation, stretch);
    },
    annotationsAt: async (school, places) => {
      const seen = await sight();
      return new Map([...(await reads.annotationsAt(school, places))].filter(([, annotation]) => seesAnnotation(seen, annotation)));
    },
    resultsAt: async (school, places) => {
      const seen = await sight();
      const found = [...(await reads.resultsAt(school, places))].filter(([, result]) => seesResult(seen, result));
      return new Map(found.map(([place, result]) => [place, withSeenSignals(seen, result)]));
    },
    revisions: async (school, id) => {
      const seen = await sight();
      const revisions = await reads.revisions(school, id);
      const current = revisions.at(-1);
      return current !== undefined && seesResult(seen, current)
        ? revisions.filter((revision) => seesResult(seen, revision)).map((revision) => withSeenSignals(seen, revision))
        : [];
    },
    signalPlaces: async (query, stretch) => {
      const list = {
        places: (some: Stretch) => reads.signalPlaces(query, some),
        rowsAt: (places: readonly number[]) => reads.signalsAt(query.school, places),
      };
      return seenPlaces(list, await sight(), seesSignal, stretch);
    },
    signalsAt: async (school, places) => {
      const seen = await sight();
      return new Map([...(await reads.signalsAt(school, places))].filter(([, signal]) => seesSignal(seen, signal)));
    },
    signalRevisions: async (school, id) => {
      const seen = await sight();
      const revisions = await reads.signalRevisions(school, id);
      return revisions.every((revision) => seesSignal(seen, revision)) ? revisions : [];
    },
  };
}

/** Places of what may be seen, so that not even the length of a page tells of the rest. */
async function seenPlaces<T>(
  list: Pick<Shuffled<T>, 'places' | 'rowsAt'>,
  sight: Sight,
  sees: (sight: Sight, row: T) => boolean,
  { after, upTo, limit }: Stretch,
): Promise<readonly number[]> {
  let from = after;
  for (;;) {
    const places = await list.places({
      after: from,
      ...supplied({ upTo, limit }),
    });
    const rows = await list.rowsAt(places);
    const found = places.filter((place) => {
      const row = rows.get(place);
      return row !== undefined && sees(sight, row);
    });
    const last = places.at(-1);
    // An empty stretch would be the end of the list.
    if (found.length > 0 || last === undefined || limit === undefined || places.length < limit) return found;
    from = last;
  }
}

function seesResult(sight: Sight, { rosterLearner, date }: Pick<StoredResult, 'rosterLearner' | 'date'>): boolean {
  return rosterLearner !== undefined && sight.seesLearner(rosterLearner, date);
}

/** A signal has a day of its own: it may be raised when the learner has another teacher, about a result of before. */
function withSeenSignals(sight: Sight, result: StoredResult): StoredResult {
  const { rosterLearner, signals } = result;
  if (rosterLearner === undefined || signals.length === 0) return result;
  return { ...result, signals: signals.filter(({ raisedAt }) => seesSignal(sight, { rosterLearner, raisedAt })) };
}

/** By the day on which the vendor raised it. */
function seesSignal(sight: Sight, { rosterLearner, raisedAt }: Pick<StoredSignal, 'rosterLearner' | 'raisedAt'>): boolean {
  return rosterLearner !== undefined && sight.seesLearner(rosterLearner, dutchDay(new Date(raisedAt)));
}

function seesAnnotation(sight: Sight, annotation: Annotation): boolean {
  const { learner, group } = annotation;
  const day = dayOf(annotation);
  return learner === undefined ? group !== undefined && sight.seesGroup(group, day) : sight.seesLearner(learner, day);
}
