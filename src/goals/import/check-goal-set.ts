import { type GoalRelation, type ReadGoalSet, UPWARD, WITHIN_SET } from '../goal-set.js';
import { uriKey } from '../goal-uri.js';
import type { GoalSetDraft, Placed } from './goal-set-draft.js';
import { GoalSetError } from './goal-set-error.js';
import { GOAL_SET_LIMITS } from './goal-set-limits.js';

/**
 * A set whose goals each occur once, whose tree is within it and has no circle, and of whose other relations at least one end is in it.
 * A relation that is said twice is kept once, and the ledger says so. Throws `GoalSetError`.
 */
export function checkGoalSet({ set, goals, relations, ledger }: GoalSetDraft): ReadGoalSet {
  if (goals.length === 0) throw new GoalSetError('format', set.id, 'holds no goals');
  if (goals.length > GOAL_SET_LIMITS.goals) throw tooMany('goals', goals.length, GOAL_SET_LIMITS.goals);
  if (relations.length > GOAL_SET_LIMITS.relations) throw tooMany('relations', relations.length, GOAL_SET_LIMITS.relations);
  const places = placesOf(goals);
  for (const relation of relations) checkEnds(relation, places);
  const once = new Map(relations.map((relation) => [`${relation.value.type} ${relation.value.source} ${relation.value.target}`, relation]));
  const kept = once.size === relations.length ? relations : [...once.values()];
  checkCircles(kept, UPWARD);
  checkCircles([...kept, ...replacements(goals)], ['replacedBy']);
  const twice = relations.length - kept.length;
  return {
    set,
    goals: goals.map(({ value }) => value),
    relations: kept.map(({ value }) => value),
    ledger: twice === 0 ? ledger : [...ledger, { path: '(relations said twice)', count: twice, kept: false, note: 'kept once' }],
  };
}

/** What goals say themselves of the goals that they came in the place of. */
function replacements(goals: GoalSetDraft['goals']): GoalSetDraft['relations'] {
  return goals.flatMap(({ value: { uri, replaces = [] }, place }) =>
    replaces.map((old, index) => ({
      value: { source: old, target: uri, type: 'replacedBy' as const, assertedBy: 'unknown' },
      place: `${place}.replaces[${index}]`,
    })),
  );
}

function placesOf(goals: GoalSetDraft['goals']): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { value, place } of goals) {
    const key = uriKey(value.uri);
    const before = places.get(key);
    if (before !== undefined) throw new GoalSetError('duplicate', `${place}.id`, `is the id of ${before} too`);
    places.set(key, place);
  }
  return places;
}

function checkEnds({ value: { source, target, type }, place }: Placed<GoalRelation>, places: ReadonlyMap<string, string>): void {
  const from = places.has(uriKey(source));
  const to = places.has(uriKey(target));
  if (from && to) return;
  if (!WITHIN_SET.includes(type) && (from || to)) return;
  throw new GoalSetError('dangling', place, `leads ${from ? 'to' : 'from'} a goal that is not in the set`);
}

/** Walks upward from each goal, without recursion: a set may be as deep as it is large. */
function checkCircles(relations: GoalSetDraft['relations'], types: readonly string[]): void {
  const up = new Map<string, Placed<GoalRelation>[]>();
  for (const relation of relations) {
    if (!types.includes(relation.value.type)) continue;
    const key = uriKey(relation.value.source);
    const more = up.get(key);
    if (more === undefined) up.set(key, [relation]);
    else more.push(relation);
  }
  const done = new Set<string>();
  for (const start of up.keys()) {
    if (done.has(start)) continue;
    const path: { readonly key: string; next: number }[] = [{ key: start, next: 0 }];
    const onPath = new Set([start]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const relation = up.get(top.key)?.[top.next];
      if (relation === undefined) {
        done.add(top.key);
        onPath.delete(top.key);
        path.pop();
        continue;
      }
      top.next += 1;
      const key = uriKey(relation.value.target);
      if (onPath.has(key))
        throw new GoalSetError('cycle', relation.place, 'closes a circle: a goal would hang under itself, or replace itself');
      if (done.has(key)) continue;
      onPath.add(key);
      path.push({ key, next: 0 });
    }
  }
}

function tooMany(what: string, count: number, most: number): GoalSetError {
  return new GoalSetError('large', what, `there are ${count}, and at most ${most} are allowed`);
}
