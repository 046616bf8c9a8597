import { supplied } from '../../core/supplied.js';
import type { Annotation } from '../../goals/annotation.js';
import { dutchDay } from '../../model/dutch-day.js';
import type { StoredSignal } from '../../store/goals/signal-store.js';
import type { StoredResult } from '../../store/store.js';
import { bySource, compare, distinctLinks, type Source, type SourceLink, sourceKey, sourceLink } from './goal-sources.js';
import type { Period } from './period.js';
import { goalsOfSignal } from './signal-goals.js';
import type { TeachingReads } from './teaching-reads.js';

export interface LearnerGoalQuery {
  readonly school: string;
  /** Id in the roster. */
  readonly learner: string;
  /** Canonical URI. */
  readonly goal: string;
  readonly period: Period;
  readonly now: Date;
}

/** The results of one source that touch a goal. */
export interface SourceResults extends Source {
  /** Of these results together: of this source, and of no other. Absent: the source did not say. */
  readonly counts: { readonly results: number; readonly items?: number; readonly seconds?: number };
  readonly links: readonly SourceLink[];
  /** Oldest first. */
  readonly results: readonly StoredResult[];
}

export interface LearnerGoal {
  /** By name. */
  readonly sources: readonly SourceResults[];
  readonly signals: readonly StoredSignal[];
  /** Also those that hold no more. */
  readonly annotations: readonly Annotation[];
  /** True: there are more results in the period than are looked at, the earliest ones. */
  readonly isCut: boolean;
}

/** Results of one learner that one answer looks at. */
const MOST_RESULTS = 2_000;

/** What was received of a learner that touches a goal, or a goal under it: side by side, by source. */
export async function learnerGoal(reads: TeachingReads, query: LearnerGoalQuery): Promise<LearnerGoal> {
  const { school, learner, period, now } = query;
  const lens = await lensOn(reads, query);
  const learners = [learner];
  const { activities } = await reads.touched({ school, learners, ...period });
  const touching = [...activities].filter(([, { links }]) => links.some((link) => link.goal !== undefined && lens(link.goal)));
  const places = await reads.placesOfActivities(
    { school, learners, ...period },
    touching.map(([seq]) => seq),
  );
  const looked = places.slice(-MOST_RESULTS);
  const results = await reads.resultsAt(school, looked);
  const sources = new Map<string, { source: Source; links: SourceLink[]; results: StoredResult[] }>();
  for (const result of looked.flatMap((place) => results.get(place) ?? [])) {
    const links = result.goalLinks.filter((link) => link.goal !== undefined && lens(link.goal));
    if (links.length === 0) continue;
    const source = { party: result.source.party, ...supplied({ product: result.source.product }) };
    const known = sources.get(sourceKey(source)) ?? { source, links: [], results: [] };
    sources.set(sourceKey(source), known);
    known.links.push(...links.map(sourceLink));
    known.results.push(result);
  }
  return {
    sources: [...sources.values()]
      .map(({ source, links, results: of }) => ({ ...source, counts: countsOf(of), links: distinctLinks(links), results: of }))
      .sort(bySource),
    signals: await signalsOn(reads, query, lens, now),
    annotations: await annotationsOn(reads, { school, learner }, lens),
    isCut: places.length > looked.length,
  };
}

/** Whether a goal is the one that is asked for, or hangs under it. */
async function lensOn(reads: TeachingReads, { school, goal }: LearnerGoalQuery): Promise<(linked: string) => boolean> {
  const below = new Set((await reads.goalIndex()).below(goal, { school }).map(({ uri }) => uri));
  return (linked) => linked === goal || below.has(linked);
}

/** Sums within one source. A result whose source gives no number adds nothing, and no number at all is absent. */
function countsOf(results: readonly StoredResult[]): SourceResults['counts'] {
  const [items, seconds] = [sumOf(results, 'itemCount'), sumOf(results, 'durationSeconds')];
  return { results: results.length, ...supplied({ items, seconds }) };
}

function sumOf(results: readonly StoredResult[], field: 'itemCount' | 'durationSeconds'): number | undefined {
  const numbers = results.flatMap(({ context }) => (context[field] === undefined ? [] : [Number(context[field])])).filter(Number.isFinite);
  return numbers.length === 0 ? undefined : numbers.reduce((sum, one) => sum + one, 0);
}

async function signalsOn(
  reads: TeachingReads,
  { school, learner, period }: LearnerGoalQuery,
  isAbout: (goal: string) => boolean,
  now: Date,
): Promise<readonly StoredSignal[]> {
  const [index, mappings] = [await reads.goalIndex(), await reads.mappingIndex()];
  const places = await reads.signalPlaces({ school, learners: [learner], at: now.toISOString() }, { after: 0 });
  return [...(await reads.signalsAt(school, places)).values()]
    .filter((signal) => {
      const day = dutchDay(signal.raisedAt);
      return !signal.muted && day >= period.from && day <= period.until && goalsOfSignal(signal, school, { index, mappings }).some(isAbout);
    })
    .sort((one, other) => compare(one.raisedAt, other.raisedAt));
}

async function annotationsOn(
  reads: TeachingReads,
  about: { readonly school: string; readonly learner: string },
  isAbout: (goal: string) => boolean,
): Promise<readonly Annotation[]> {
  const places = await reads.annotationPlaces(about, { after: 0 });
  return [...(await reads.annotationsAt(about.school, places)).values()].filter(({ goal }) => isAbout(goal));
}
