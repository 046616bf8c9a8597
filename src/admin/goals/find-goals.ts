import type { GoalIndex, IndexedGoal, IndexedSet } from '../../goals/goal-index.js';
import type { GoalLevel } from '../../goals/goal-set.js';
import { StoreError } from '../../store/store-error.js';
import { type NamedGoal, namedGoal, type SetStanding, standingOf } from './show-goal.js';

export interface GoalSearch {
  readonly school: string;
  /** `ID`, `ID@VERSION` or the URI of a set. Absent: the sets that the school works with, first one first. */
  readonly set?: string;
  readonly type?: string;
  readonly code?: string;
  /** A part of the title or the code, in any case. */
  readonly text?: string;
  /** Only goals below this one, as anybody may write it. */
  readonly under?: string;
  readonly cursor?: string;
  readonly limit: number;
}

export interface ListedGoal extends NamedGoal {
  readonly levels: readonly GoalLevel[];
}

export interface FoundGoals {
  readonly items: readonly ListedGoal[];
  /** The sets that goals on this page are of, with their standing. */
  readonly sets: readonly SetStanding[];
  readonly next?: string;
}

/**
 * Goals of the sets that a school works with, in the order of the sets and of their files. A goal of two sets is listed in each. Nothing is
 * in an unknown set or under an unknown goal. Throws `StoreError` `unknown` for a cursor of something else.
 */
export function findGoals(index: GoalIndex, search: GoalSearch): FoundGoals {
  const { school, limit } = search;
  const sets = setsFor(index, search);
  const below = search.under === undefined ? undefined : urisBelow(index, search.under, school);
  const isWanted = filterOf(search, below);
  const [from, position] = placeOf(search.cursor, sets);
  const items: ListedGoal[] = [];
  const named = new Set<IndexedSet>();
  for (const [at, set] of sets.slice(from).entries()) {
    const goals = index.goalsOf(set.seq);
    for (let next = at === 0 ? position : 0; next < goals.length; next += 1) {
      const goal = goals[next] as IndexedGoal;
      if (!isWanted(goal)) continue;
      if (items.length === limit) return { ...page(items, named), next: `${set.seq}-${next}` };
      items.push({ ...namedGoal(index, goal), levels: goal.levels });
      named.add(set);
    }
  }
  return page(items, named);
}

function page(items: readonly ListedGoal[], sets: ReadonlySet<IndexedSet>): FoundGoals {
  return { items, sets: [...sets].map(standingOf) };
}

function setsFor(index: GoalIndex, { school, set }: GoalSearch): readonly IndexedSet[] {
  if (set === undefined) return index.setsOf(school);
  const at = set.indexOf('@');
  const found = set.includes(':')
    ? index.setWithUri(set, { school })
    : index.setNamed(at === -1 ? set : set.slice(0, at), at === -1 ? undefined : set.slice(at + 1), { school });
  return found === undefined ? [] : [found];
}

function urisBelow(index: GoalIndex, written: string, school: string): ReadonlySet<string> {
  const found = index.resolve(written, { school });
  return new Set(found === undefined ? [] : index.below(found.goal, { school }).map(({ uri }) => uri));
}

function filterOf({ type, code, text }: GoalSearch, below: ReadonlySet<string> | undefined): (goal: IndexedGoal) => boolean {
  const part = text?.toLowerCase();
  return (goal) =>
    (type === undefined || goal.type === type) &&
    (code === undefined || goal.code === code) &&
    (below === undefined || below.has(goal.uri)) &&
    (part === undefined || goal.title.toLowerCase().includes(part) || goal.code?.toLowerCase().includes(part) === true);
}

/** Which set, and which goal of it, a page begins with. */
function placeOf(cursor: string | undefined, sets: readonly IndexedSet[]): readonly [number, number] {
  if (cursor === undefined) return [0, 0];
  const [seq = '', position = ''] = cursor.split('-');
  const at = sets.findIndex((set) => String(set.seq) === seq);
  if (at === -1 || !/^\d{1,9}$/.test(position)) throw new StoreError('unknown', 'goals: no place in this list');
  return [at, Number(position)];
}
