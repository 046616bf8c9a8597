import { supplied } from '../../../core/supplied.js';
import type { Party } from '../../../directory/directory.js';
import { nameOf } from '../../../directory/party-name.js';
import type { GoalIndex } from '../../../goals/goal-index.js';
import { goalsInOrder } from '../../../goals/goal-order.js';
import type { GoalLink } from '../../../model/goal-link.js';
import type { StoredResult } from '../../../store/store.js';
import { type NamedGoal, namedGoal, type SetStanding, standingOf } from '../show-goal.js';
import { type ReportCounts, type ReportedResult, SourceCounts } from './source-counts.js';

/** Days, both included. */
export interface ReportPeriod {
  readonly from: string;
  readonly until: string;
}

/** What the report says of itself, in every form. */
export interface ReportCover extends ReportPeriod {
  /** How much of a goal the results are about: nobody says so. */
  readonly coverage: 'unknown';
  readonly says: string;
}

/** A product of a vendor, or all that a vendor sends without saying of which product it is. */
export interface ReportedSource {
  readonly party: string;
  /** What people call the vendor. */
  readonly name: string;
  readonly product?: string;
  /** What the vendor declares about the product. */
  readonly sourceProfile?: NonNullable<StoredResult['sourceProfile']>;
  /** Of these results together: of this source, and of no other. */
  readonly counts: ReportCounts;
  /** Oldest first. Only in a report about one learner. */
  readonly results?: readonly ReportedResult[];
}

export interface ReportedGoal {
  /** Canonical URI. */
  readonly goal: string;
  /** These are absent where the goal is in no loaded set any more. */
  readonly code?: string;
  readonly title?: string;
  readonly type?: string;
  readonly set?: SetStanding;
  /** What the goal adds to over relations that somebody asserts: many to many, never to be added up. */
  readonly kerndoelen: readonly NamedGoal[];
  /** By name. */
  readonly sources: readonly ReportedSource[];
}

/** Results that are linked to no goal of a loaded set. */
export interface WithoutGoal extends Pick<ReportedSource, 'party' | 'name' | 'product' | 'counts'> {}

export interface GoalReport {
  readonly school: { readonly id: string; readonly name: string };
  readonly madeAt: string;
  /** Ids in the roster, or the pseudonym of results. */
  readonly about: { readonly learner: string } | { readonly group: string; readonly name?: string };
  readonly covers: ReportCover;
  readonly goals: readonly ReportedGoal[];
  readonly withoutGoal: readonly WithoutGoal[];
  /** True: there are more results in the period than one report holds. The earliest ones are in it. */
  readonly isCut: boolean;
}

export const REPORT_SAYS =
  'Results dated in this period that the gateway received, by learning goal and source. A result may be about a part of a goal, and about other goals too. The report does not show how well a learner knows a goal, and nothing received says nothing about the learner.';

/** Results that one report looks at. */
export const MOST_REPORTED = 20_000;

export interface ReportParts {
  readonly school: { readonly id: string; readonly name: string };
  readonly at: string;
  readonly about: GoalReport['about'];
  readonly period: ReportPeriod;
  readonly index: GoalIndex;
  readonly parties: ReadonlyMap<string, Party>;
  /** Id of a set, or a canonical URI: only goals of that set, or that goal and what hangs under it. */
  readonly set?: string;
  readonly goal?: string;
  /** True: with each result. */
  readonly withResults: boolean;
}

/** Current results by learning goal and source. Figures stand beside each other as their sources sent them; only counts are within one source. */
export async function goalReport(parts: ReportParts, found: Iterable<StoredResult> | AsyncIterable<StoredResult>): Promise<GoalReport> {
  const { school, at, about, period, index } = parts;
  const isAskedFor = filterOf(parts);
  const goals = new Map<string, Map<string, SourceCounts>>();
  const without = new Map<string, SourceCounts>();
  let looked = 0;
  let isCut = false;
  for await (const result of found) {
    const day = result.date.slice(0, 10);
    if (result.status === 'withdrawn' || day < period.from || day > period.until) continue;
    if (looked >= MOST_REPORTED) {
      isCut = true;
      break;
    }
    looked += 1;
    const linked = byGoal(result.goalLinks);
    if (linked.size === 0) countIn(without, result, []);
    for (const [goal, links] of linked) {
      if (!isAskedFor(goal)) continue;
      const sources = goals.get(goal) ?? new Map<string, SourceCounts>();
      goals.set(goal, sources);
      countIn(sources, result, links);
    }
  }
  const isNarrowed = parts.set !== undefined || parts.goal !== undefined;
  return {
    school,
    madeAt: at,
    about,
    covers: { ...period, coverage: 'unknown', says: REPORT_SAYS },
    goals: goalsInOrder(index, school.id, goals.keys()).map((goal) => reportedGoal(parts, goal, goals.get(goal)!)),
    withoutGoal: isNarrowed ? [] : bySource(without, parts).map(({ results: _, sourceProfile: __, ...source }) => source),
    isCut,
  };
}

/** Those to goals of loaded sets. */
function byGoal(links: readonly GoalLink[]): ReadonlyMap<string, readonly GoalLink[]> {
  const found = new Map<string, GoalLink[]>();
  for (const link of links) if (link.goal !== undefined) found.set(link.goal, [...(found.get(link.goal) ?? []), link]);
  return found;
}

function filterOf({ index, school, set, goal }: ReportParts): (linked: string) => boolean {
  const viewer = { school: school.id };
  const wanted = goal === undefined ? undefined : new Set([goal, ...index.below(goal, viewer).map(({ uri }) => uri)]);
  return (linked) =>
    (wanted === undefined || wanted.has(linked)) && (set === undefined || index.setsWith(linked, viewer).some(({ id }) => id === set));
}

function countIn(sources: Map<string, SourceCounts>, result: StoredResult, links: readonly GoalLink[]): void {
  const { party, product } = result.source;
  const key = JSON.stringify([party, product]);
  const known = sources.get(key) ?? new SourceCounts(party, product);
  sources.set(key, known);
  known.add(result, links);
}

function reportedGoal(parts: ReportParts, goal: string, sources: ReadonlyMap<string, SourceCounts>): ReportedGoal {
  const { index, school } = parts;
  const viewer = { school: school.id };
  const known = index.goal(goal, viewer);
  const set = known === undefined ? undefined : index.set(known.set);
  return {
    goal,
    ...(known?.code === undefined ? {} : { code: known.code }),
    ...(known === undefined ? {} : { title: known.title, type: known.type }),
    ...(set === undefined ? {} : { set: standingOf(set) }),
    kerndoelen: index
      .kerndoelen(goal, viewer)
      .filter(({ uri }) => uri !== goal)
      .map((kerndoel) => namedGoal(index, kerndoel)),
    sources: bySource(sources, parts),
  };
}

/** By name: never by anything that a source measured. */
function bySource(sources: ReadonlyMap<string, SourceCounts>, { parties, withResults }: ReportParts): readonly ReportedSource[] {
  return [...sources.values()]
    .map(({ party, product, sourceProfile, counts, results }): ReportedSource => {
      const known = parties.get(party);
      return {
        party,
        name: known === undefined ? party : nameOf(known),
        ...supplied({ product, sourceProfile }),
        counts,
        ...(withResults ? { results } : {}),
      };
    })
    .sort((one, other) => one.name.localeCompare(other.name, 'nl') || (one.product ?? '').localeCompare(other.product ?? '', 'nl'));
}
