import type { Database, Statement } from 'better-sqlite3';
import { GoalIndex, type IndexedGoal, type IndexedRelation } from '../../../goals/goal-index.js';
import type { Goal, RelationType } from '../../../goals/goal-set.js';
import { type SetRow, storedSet } from './set-row.js';

interface GoalRow {
  readonly goal_set: number;
  readonly document: string;
}

interface RelationRow {
  readonly goal_set: number;
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly asserted_by: string;
}

/** All goal sets as they are now. `before`: as they were; a version never changes, so only what schools chose is read when the same are there. */
export function readGoalIndex(db: Database, before?: GoalIndex): GoalIndex {
  const versions = db.prepare<[], number>('SELECT seq FROM goal_sets ORDER BY seq').pluck().all();
  const known = before?.everySet().map(({ seq }) => seq);
  if (before !== undefined && String(known) === String(versions)) return before.withChosen(choices(db));
  const sets = db.prepare<[], SetRow>('SELECT seq, school, imported_at, document FROM goal_sets ORDER BY seq');
  const goals = db.prepare<[], GoalRow>('SELECT goal_set, document FROM goals ORDER BY goal_set, position');
  const relations = db.prepare<[], RelationRow>(
    'SELECT goal_set, source, target, type, asserted_by FROM goal_relations ORDER BY goal_set, position',
  );
  return new GoalIndex({ sets: sets.all().map(storedSet), goals: indexed(goals), relations: related(relations), chosen: choices(db) });
}

function choices(db: Database): ReadonlyMap<string, readonly number[]> {
  const chosen = db.prepare<[], { school: string; goal_set: number }>(
    'SELECT school, goal_set FROM school_goal_sets ORDER BY school, position',
  );
  const schools = new Map<string, number[]>();
  for (const { school, goal_set } of chosen.iterate()) schools.set(school, [...(schools.get(school) ?? []), goal_set]);
  return schools;
}

function* indexed(goals: Statement<[], GoalRow>): Generator<IndexedGoal> {
  for (const { goal_set, document } of goals.iterate()) {
    const { description: _, extra: __, ...goal } = JSON.parse(document) as Goal;
    yield { ...goal, set: goal_set };
  }
}

function* related(relations: Statement<[], RelationRow>): Generator<IndexedRelation> {
  for (const { goal_set, source, target, type, asserted_by } of relations.iterate())
    yield { set: goal_set, source, target, type: type as RelationType, assertedBy: asserted_by };
}
