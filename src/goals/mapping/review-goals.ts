import { supplied } from '../../core/supplied.js';
import type { GoalIndex } from '../goal-index.js';
import { goalUri } from '../goal-uri.js';
import type { MappingRow } from '../mapping.js';

/**
 * Something to know about a goal that rows name. `notLoaded`: no loaded set has it, or more than one goal is meant; `noSet`: it is a code,
 * and no set is named beside it; `replaced`: its publisher put others in its place. Such rows are kept all the same.
 */
export interface GoalRemark {
  readonly about: 'notLoaded' | 'noSet' | 'replaced';
  /** As it was written, with the set that was named beside it. */
  readonly goal: string;
  readonly goalSet?: string;
  /** Goals that came in its place, loaded or not: canonical URIs. */
  readonly successors?: readonly string[];
  readonly rows: number;
}

/** Goals that the rows of a table name and that there is something to know about, most rows first. `school`: whose own sets count as well. */
export function remarksOn(table: Iterable<MappingRow>, index: GoalIndex, school?: string): readonly GoalRemark[] {
  const counts = new Map<string, { readonly goal: string; readonly goalSet?: string; rows: number }>();
  for (const row of table) {
    if (row.kind === 'supplierGoal' || row.goal === undefined) continue;
    const { goal, goalSet } = row;
    const key = JSON.stringify([goal, goalSet]);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { goal, ...supplied({ goalSet }), rows: 1 });
    else known.rows += 1;
  }
  const remarks = [...counts.values()].flatMap((one) => remarkOn(one, index, school) ?? []);
  return remarks.sort((one, other) => other.rows - one.rows || (one.goal < other.goal ? -1 : 1));
}

/** Goals of the vendor that lead nowhere, by id. */
export interface LooseEnds {
  /** Activities are about them, and they go with no public goal. */
  readonly withoutGoal: readonly string[];
  /** They go with a public goal, and no activity is about them. */
  readonly withoutActivity: readonly string[];
}

/** Of the goals of the vendor that `rows` name, those that lead nowhere, `others` being what is said of them elsewhere. */
export function looseEnds(rows: readonly MappingRow[], others: readonly MappingRow[]): LooseEnds {
  const here = endsOf(rows);
  const there = endsOf(others);
  const only = (ids: ReadonlySet<string>, ...without: readonly ReadonlySet<string>[]) =>
    [...ids].filter((id) => !without.some((set) => set.has(id))).sort();
  return {
    withoutGoal: only(here.worked, here.linked, there.linked),
    withoutActivity: only(here.linked, here.worked, there.worked),
  };
}

function endsOf(rows: readonly MappingRow[]): { readonly worked: ReadonlySet<string>; readonly linked: ReadonlySet<string> } {
  const worked = new Set<string>();
  const linked = new Set<string>();
  for (const row of rows) {
    if (row.kind === 'goal') linked.add(row.supplierGoal);
    if (row.kind === 'activity' && row.goal === undefined && row.supplierGoal !== undefined) worked.add(row.supplierGoal);
  }
  return { worked, linked };
}

function remarkOn(written: Omit<GoalRemark, 'about' | 'successors'>, index: GoalIndex, school: string | undefined): GoalRemark | undefined {
  const { goal, goalSet } = written;
  const viewer = supplied({ school });
  const found = index.resolve(goal, { ...viewer, ...supplied({ set: goalSet }) });
  if (found === undefined) {
    const uri = goalUri(goal);
    if (uri === undefined && goalSet === undefined) return { ...written, about: 'noSet' };
    const successors = uri === undefined ? [] : index.successors(uri, viewer);
    return { ...written, about: successors.length === 0 ? 'notLoaded' : 'replaced', ...(successors.length === 0 ? {} : { successors }) };
  }
  const successors = found.via === 'replaced' ? [found.goal] : index.successors(found.goal, viewer);
  return successors.length === 0 ? undefined : { ...written, about: 'replaced', successors };
}
