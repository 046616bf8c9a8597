import type { GoalIndex } from './goal-index.js';

/** Per index, which never changes, and school: the place of each goal. */
const orders = new WeakMap<GoalIndex, Map<string, ReadonlyMap<string, number>>>();

/** Goals (canonical URIs) by the sets of a school, the one that is shown first first, then as their set has them. */
export function goalsInOrder(index: GoalIndex, school: string, goals: Iterable<string>): readonly string[] {
  const order = orderOf(index, school);
  const place = (uri: string) => order.get(uri) ?? order.size;
  return [...goals].sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1));
}

function orderOf(index: GoalIndex, school: string): ReadonlyMap<string, number> {
  const known = orders.get(index) ?? new Map<string, ReadonlyMap<string, number>>();
  orders.set(index, known);
  const found = known.get(school);
  if (found !== undefined) return found;
  const order = new Map<string, number>();
  for (const { seq } of index.setsOf(school)) {
    for (const { uri } of index.goalsOf(seq)) if (!order.has(uri)) order.set(uri, order.size);
  }
  known.set(school, order);
  return order;
}
