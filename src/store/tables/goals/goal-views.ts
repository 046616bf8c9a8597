import type { TaggedActivity } from '../../../goals/tagged-activity.js';
import type { Coverage } from '../../../model/goal-link.js';
import type { NamedActivity, Touched, TouchedActivity, TouchedDay, TouchedLink, TouchedQuery } from '../../goals/goal-view-store.js';
import { cells, query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import { dayNumber, dayText } from '../results/day-number.js';
import { newestOfActivity } from './newest-of-activity.js';

interface OnDays {
  readonly learners: readonly number[];
  readonly from: number;
  readonly until: number;
}

type DayRow = readonly [learner: number, day: number, activity: number | null, results: number];
type PlaceRow = readonly [day: number, seq: number, activity: number | null];
type LearnerRow = readonly [seq: number, rosterLearner: string];
type ActivityRow = readonly [seq: number, party: string, document: string];

type LinkOfRow = readonly [
  activity: number,
  goal: string | null,
  supplierGoal: string | null,
  supplierTitle: string | null,
  coverage: Coverage,
  assertedBy: string,
  validFrom: string | null,
  validUntil: string | null,
];

const LEARNERS = cells<LearnerRow, { readonly school: string; readonly learners: readonly string[] }>(
  ({ inList }) => `SELECT seq, roster_learner FROM learners WHERE school = @school AND roster_learner ${inList('text', 'learners')}`,
);
const DAYS = cells<DayRow, OnDays>(
  ({ inList }) => `
    SELECT r.learner, r.day, h.activity, count(*) FROM results r JOIN result_shared h ON h.seq = r.shared
    WHERE r.learner ${inList('number', 'learners')} AND r.current = 1 AND r.day >= @from AND r.day <= @until
    GROUP BY r.learner, r.day, h.activity`,
);
const PLACES = cells<PlaceRow, OnDays>(
  ({ inList }) => `
    SELECT r.day, r.seq, h.activity FROM results r JOIN result_shared h ON h.seq = r.shared
    WHERE r.learner ${inList('number', 'learners')} AND r.current = 1 AND r.day >= @from AND r.day <= @until`,
);
const OF_GOALS = query<{ readonly activity: number }, { readonly school: string; readonly goals: readonly string[] }>(
  ({ inList }) =>
    `SELECT DISTINCT activity FROM goal_links WHERE school = @school AND goal ${inList('text', 'goals')} AND ended_at IS NULL`,
);
const ACTIVITIES = cells<ActivityRow, { readonly seqs: readonly number[] }>(
  ({ inList }) => `SELECT seq, party, document FROM activities WHERE seq ${inList('number', 'seqs')}`,
);
const LINKS = cells<LinkOfRow, { readonly seqs: readonly number[] }>(
  ({ inList }) => `
    SELECT activity, goal, supplier_goal, supplier_title, coverage, asserted_by, valid_from, valid_until FROM goal_links
    WHERE ended_at IS NULL AND activity ${inList('number', 'seqs')} ORDER BY seq`,
);

/** Activities whose documents are at hand. */
const MOST_ACTIVITIES = 20_000;

type KnownActivity = Omit<TouchedActivity, 'links'>;

/** Activities that were read before: their documents never change. */
export class KnownActivities {
  private readonly known = new Map<number, KnownActivity>();

  /** `most`: when there would be more, what is remembered begins anew. */
  constructor(private readonly most = MOST_ACTIVITIES) {}

  /** Those with these numbers that there are: what is not known is read. */
  *of(seqs: readonly number[]): Script<ReadonlyMap<number, KnownActivity>> {
    const found = new Map<number, KnownActivity>();
    const fresh: number[] = [];
    for (const seq of seqs) {
      const one = this.known.get(seq);
      if (one === undefined) fresh.push(seq);
      else found.set(seq, one);
    }
    const rows = fresh.length === 0 ? [] : yield* all(ACTIVITIES, { seqs: fresh });
    if (this.known.size + rows.length > this.most) this.known.clear();
    for (const [seq, party, document] of rows) {
      const one = { party, activity: JSON.parse(document) as TaggedActivity };
      this.known.set(seq, one);
      found.set(seq, one);
    }
    return found;
  }
}

/** Which results touch which goals, out of indexes as far as results go. */
export function* touched(asked: TouchedQuery, known: KnownActivities): Script<Touched> {
  const learners = yield* learnersOf(asked);
  const rows = yield* all(DAYS, onDays(asked, learners));
  const days = rows.map(
    ([learner, day, activity, results]): TouchedDay => ({
      learner: learners.get(learner) as string,
      ...(activity === null ? {} : { activity }),
      day: dayText(day),
      results,
    }),
  );
  return {
    days,
    activities: yield* activitiesAt(
      days.flatMap(({ activity }) => activity ?? []),
      known,
    ),
  };
}

export function* placesOfActivities(asked: TouchedQuery, activities: readonly number[]): Script<readonly number[]> {
  const wanted = new Set(activities);
  const rows = yield* all(PLACES, onDays(asked, yield* learnersOf(asked)));
  return rows
    .filter(([, , activity]) => activity !== null && wanted.has(activity))
    .sort(([day, seq], [other, place]) => day - other || seq - place)
    .map(([, seq]) => seq);
}

export function* activitiesOfGoals(
  school: string,
  goals: readonly string[],
  known: KnownActivities,
): Script<ReadonlyMap<number, NamedActivity>> {
  const found = yield* all(OF_GOALS, { school, goals });
  const named = new Map<number, NamedActivity>();
  const activities = yield* activitiesAt(
    found.map(({ activity }) => activity),
    known,
  );
  for (const [seq, activity] of activities) named.set(seq, { ...activity, ...(yield* namesOf(seq)) });
  return named;
}

/** A vendor may rename an activity: the name is that of its newest result. */
function* namesOf(activity: number): Script<Pick<NamedActivity, 'name' | 'partName'>> {
  const { name, part } = (yield* newestOfActivity(activity)) ?? {};
  return { ...(name === undefined ? {} : { name }), ...(part?.name === undefined ? {} : { partName: part.name }) };
}

/** Every learner row of these learners of the roster, with the id of that learner. */
function* learnersOf({ school, learners }: TouchedQuery): Script<ReadonlyMap<number, string>> {
  return new Map(yield* all(LEARNERS, { school, learners }));
}

function onDays({ from, until }: TouchedQuery, learners: ReadonlyMap<number, string>): OnDays {
  return { learners: [...learners.keys()], from: dayNumber(from), until: dayNumber(until) };
}

function* activitiesAt(given: readonly number[], known: KnownActivities): Script<ReadonlyMap<number, TouchedActivity>> {
  const seqs = [...new Set(given)];
  if (seqs.length === 0) return new Map();
  const activities = yield* known.of(seqs);
  const found = new Map<number, KnownActivity & { readonly links: TouchedLink[] }>();
  for (const seq of seqs) {
    const one = activities.get(seq);
    if (one !== undefined) found.set(seq, { ...one, links: [] });
  }
  for (const row of yield* all(LINKS, { seqs })) found.get(row[0])?.links.push(touchedLink(row));
  return found;
}

function touchedLink([, goal, id, title, coverage, assertedBy, validFrom, validUntil]: LinkOfRow): TouchedLink {
  return {
    ...(goal === null ? undefined : { goal }),
    ...(id === null ? undefined : { supplierGoal: title === null ? { id } : { id, title } }),
    coverage,
    assertedBy,
    ...(validFrom === null ? undefined : { validFrom }),
    ...(validUntil === null ? undefined : { validUntil }),
  };
}
