import { supplied } from '../../core/supplied.js';
import type { Annotation } from '../../goals/annotation.js';
import { holdsOn } from '../../goals/tagged-link.js';
import { dutchDay } from '../../model/dutch-day.js';
import type { Touched, TouchedActivity } from '../../store/goals/goal-view-store.js';
import type { StoredSignal } from '../../store/goals/signal-store.js';
import { holdsNow } from './annotation-state.js';
import { GoalLens, type LensOptions } from './goal-lens.js';
import { bySource, distinctLinks, type Source, type SourceLink, sourceKey, sourceLink } from './goal-sources.js';
import type { Period } from './period.js';
import { goalsOfSignal } from './signal-goals.js';
import type { TeachingReads } from './teaching-reads.js';

export interface GroupGoalsQuery extends LensOptions {
  /** Ids in the roster. */
  readonly group: string;
  readonly learners: readonly string[];
  readonly period: Period;
  readonly now: Date;
}

/** What was received of one source, of one learner, that touches a goal. */
export interface SourceTouch extends Source {
  readonly results: number;
  readonly lastDay: string;
  readonly links: readonly SourceLink[];
}

export interface LearnerTouch {
  readonly learner: string;
  readonly sources: readonly SourceTouch[];
  readonly signals: readonly StoredSignal[];
  readonly annotations: readonly Annotation[];
}

export interface GoalTouch {
  /** Canonical URI. */
  readonly goal: string;
  /** Those of whom something was received, or noted. */
  readonly learners: readonly LearnerTouch[];
  /** Of the group as a whole. */
  readonly annotations: readonly Annotation[];
}

export interface GroupGoals {
  /** In the order of the school's sets. */
  readonly goals: readonly GoalTouch[];
  /** Results that nobody links to a goal, by source. Without source: stored before activities were kept. */
  readonly withoutGoal: readonly (Partial<Source> & { readonly results: number })[];
  /** Signals about goals of vendors that go with no public goal, as far as anybody asserts. */
  readonly signalsWithoutGoal: readonly StoredSignal[];
}

const NOTHING: Touched = { days: [], activities: new Map() };

interface Touching {
  readonly source: Source;
  results: number;
  lastDay: string;
  readonly links: Set<readonly SourceLink[]>;
}

interface LearnerNotes {
  readonly sources: Map<string, Touching>;
  readonly signals: StoredSignal[];
  readonly annotations: Annotation[];
}

/** Which learners of a group have results, signals or annotations on which goals. Counts are of one source each; nothing is added up over sources. */
export async function groupGoals(reads: TeachingReads, query: GroupGoalsQuery): Promise<GroupGoals> {
  const { school, learners, period } = query;
  const index = await reads.goalIndex();
  const lens = new GoalLens(index, query);
  const found = new Goals();
  const without = new Map<string, Partial<Source> & { results: number }>();
  const { days, activities }: Touched = learners.length === 0 ? NOTHING : await reads.touched({ school, learners, ...period });
  const plans = new Map<number, ActivityPlan>();
  for (const { learner, activity, day, results } of days) {
    const of = activity === undefined ? undefined : activities.get(activity);
    if (activity === undefined || of === undefined) {
      count(without, {}, results);
      continue;
    }
    const plan = plans.get(activity) ?? new ActivityPlan(of, lens);
    plans.set(activity, plan);
    const goals = plan.goalsOn(day);
    if (goals === undefined) count(without, plan.source, results);
    else for (const [goal, links] of goals) found.touch(goal, learner, plan, { results, day, links });
  }
  const signalsWithoutGoal = await addSignals(reads, query, found, lens);
  const ofGroup = await addAnnotations(reads, query, found, lens);
  return {
    goals: lens.inOrder(new Set([...found.all.keys(), ...ofGroup.keys()])).map((goal) => ({
      goal,
      learners: [...(found.all.get(goal) ?? [])].map(([learner, notes]) => ({ learner, ...shownNotes(notes) })),
      annotations: ofGroup.get(goal) ?? [],
    })),
    withoutGoal: [...without.values()].sort((one, other) => bySource({ party: '', ...one }, { party: '', ...other })),
    signalsWithoutGoal,
  };
}

async function addSignals(reads: TeachingReads, query: GroupGoalsQuery, found: Goals, lens: GoalLens): Promise<readonly StoredSignal[]> {
  const { school, learners, period, now } = query;
  if (learners.length === 0) return [];
  const [index, mappings] = [await reads.goalIndex(), await reads.mappingIndex()];
  const places = await reads.signalPlaces({ school, learners, at: now.toISOString() }, { after: 0 });
  const without: StoredSignal[] = [];
  for (const signal of (await reads.signalsAt(school, places)).values()) {
    const day = dutchDay(signal.raisedAt);
    const { rosterLearner: learner } = signal;
    if (learner === undefined || signal.muted || day < period.from || day > period.until) continue;
    const goals = goalsOfSignal(signal, school, { index, mappings });
    if (goals.length === 0) without.push(signal);
    for (const goal of new Set(goals.flatMap((one) => lens.shownAs(one)))) found.of(goal, learner).signals.push(signal);
  }
  return without;
}

/** Gives those about the group as a whole, by goal. */
async function addAnnotations(
  reads: TeachingReads,
  { school, group, learners, now }: GroupGoalsQuery,
  found: Goals,
  lens: GoalLens,
): Promise<ReadonlyMap<string, readonly Annotation[]>> {
  const ofGroup = new Map<string, Annotation[]>();
  for (const about of [{ group }, ...learners.map((learner) => ({ learner }))]) {
    const places = await reads.annotationPlaces({ school, ...about, open: true }, { after: 0 });
    for (const annotation of (await reads.annotationsAt(school, places)).values()) {
      if (!holdsNow(annotation, now)) continue;
      for (const goal of lens.shownAs(annotation.goal)) {
        if (annotation.learner !== undefined) found.of(goal, annotation.learner).annotations.push(annotation);
        else ofGroup.set(goal, [...(ofGroup.get(goal) ?? []), annotation]);
      }
    }
  }
  return ofGroup;
}

/** Which goals an activity counts for: worked out once, unless its links hold on some days only. */
class ActivityPlan {
  readonly source: Source;
  readonly key: string;
  readonly #links: TouchedActivity['links'];
  readonly #always: ReadonlyMap<string, readonly SourceLink[]> | undefined | 'by-day';

  constructor(
    { party, activity, links }: TouchedActivity,
    private readonly lens: GoalLens,
  ) {
    this.source = { party, ...supplied({ product: activity.product }) };
    this.key = sourceKey(this.source);
    this.#links = links.filter(({ goal }) => goal !== undefined);
    const isAlways = this.#links.every(({ validFrom, validUntil }) => validFrom === undefined && validUntil === undefined);
    this.#always = isAlways ? this.#goals(this.#links) : 'by-day';
  }

  /** Undefined: nobody links it to a goal on that day. A goal that is reached over several links is there once. */
  goalsOn(day: string): ReadonlyMap<string, readonly SourceLink[]> | undefined {
    return this.#always === 'by-day' ? this.#goals(this.#links.filter((link) => holdsOn(link, day))) : this.#always;
  }

  #goals(links: TouchedActivity['links']): ReadonlyMap<string, readonly SourceLink[]> | undefined {
    if (links.length === 0) return undefined;
    const goals = new Map<string, SourceLink[]>();
    for (const link of links) {
      for (const goal of this.lens.shownAs(link.goal as string)) goals.set(goal, [...(goals.get(goal) ?? []), sourceLink(link)]);
    }
    return goals;
  }
}

class Goals {
  readonly all = new Map<string, Map<string, LearnerNotes>>();

  of(goal: string, learner: string): LearnerNotes {
    const learners = this.all.get(goal) ?? new Map<string, LearnerNotes>();
    this.all.set(goal, learners);
    const notes = learners.get(learner) ?? { sources: new Map(), signals: [], annotations: [] };
    learners.set(learner, notes);
    return notes;
  }

  touch(
    goal: string,
    learner: string,
    { source, key }: Pick<ActivityPlan, 'source' | 'key'>,
    { results, day, links }: { readonly results: number; readonly day: string; readonly links: readonly SourceLink[] },
  ): void {
    const { sources } = this.of(goal, learner);
    const known = sources.get(key) ?? { source, results: 0, lastDay: day, links: new Set() };
    known.results += results;
    if (day > known.lastDay) known.lastDay = day;
    known.links.add(links);
    sources.set(key, known);
  }
}

function shownNotes({ sources, signals, annotations }: LearnerNotes): Omit<LearnerTouch, 'learner'> {
  return {
    sources: [...sources.values()]
      .map(({ source, results, lastDay, links }) => ({ ...source, results, lastDay, links: linksIn(links) }))
      .sort(bySource),
    signals,
    annotations,
  };
}

/** Most often one activity, so that there is nothing to compare. */
function linksIn(links: ReadonlySet<readonly SourceLink[]>): readonly SourceLink[] {
  const [first = [], ...more] = links;
  return distinctLinks(more.length === 0 ? first : [...first, ...more.flat()]);
}

function count(counts: Map<string, Partial<Source> & { results: number }>, source: Partial<Source>, results: number): void {
  const key = sourceKey({ party: '', ...source });
  const known = counts.get(key) ?? { ...source, results: 0 };
  known.results += results;
  counts.set(key, known);
}
