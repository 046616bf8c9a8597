import { GoalIndex, type IndexedGoal, type IndexedRelation } from '../../../goals/goal-index.js';
import type { Goal, RelationType } from '../../../goals/goal-set.js';
import { type IndexedRow, MappingIndex } from '../../../goals/mapping/mapping-index.js';
import type { MappingRow } from '../../../goals/mapping.js';
import { ProfileIndex } from '../../../goals/profile-index.js';
import { query } from '../../sql/query.js';
import { all, type Script, stream } from '../../sql/script.js';
import { type SetRow, storedSet } from './goal-sets.js';
import { storedProfiles } from './profiles.js';

interface RelationRow {
  readonly goal_set: number;
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly asserted_by: string;
}

interface MappedRow {
  readonly party: string;
  readonly school: string;
  readonly added_in: number;
  readonly asserted_by: string;
  readonly document: string;
}

const VERSIONS = query<{ readonly seq: number }>(() => 'SELECT seq FROM goal_sets ORDER BY seq');
const SETS = query<SetRow>(() => 'SELECT seq, school, imported_at, document FROM goal_sets ORDER BY seq');
const GOALS = query<{ readonly goal_set: number; readonly document: string }>(
  () => 'SELECT goal_set, document FROM goals ORDER BY goal_set, position',
);
const RELATIONS = query<RelationRow>(
  () => 'SELECT goal_set, source, target, type, asserted_by FROM goal_relations ORDER BY goal_set, position',
);
const CHOSEN = query<{ readonly school: string; readonly goal_set: number }>(
  () => 'SELECT school, goal_set FROM school_goal_sets ORDER BY school, position',
);
const MAPPED = query<MappedRow>(
  () => `
    SELECT r.party, r.school, r.added_in, v.asserted_by, r.document
    FROM mapping_rows r JOIN mapping_versions v ON v.number = r.added_in
    WHERE r.removed_in IS NULL ORDER BY r.seq`,
);

/** All goal sets as they are now. `before`: as they were; a version never changes, so only what schools chose is read when the same are there. */
export function* readGoalIndex(before?: GoalIndex): Script<GoalIndex> {
  const versions = (yield* all(VERSIONS, undefined)).map(({ seq }) => seq);
  const known = before?.everySet().map(({ seq }) => seq);
  if (before !== undefined && String(known) === String(versions)) return before.withChosen(yield* choices());
  const sets = (yield* all(SETS, undefined)).map(storedSet);
  const goals: IndexedGoal[] = [];
  yield* stream(GOALS, undefined, ({ goal_set, document }) => {
    const { description: _, extra: __, ...goal } = JSON.parse(document) as Goal;
    goals.push({ ...goal, set: goal_set });
  });
  const relations: IndexedRelation[] = [];
  yield* stream(RELATIONS, undefined, ({ goal_set, type, asserted_by, ...relation }) => {
    relations.push({ ...relation, set: goal_set, type: type as RelationType, assertedBy: asserted_by });
  });
  return new GoalIndex({ sets, goals, relations, chosen: yield* choices() });
}

function* choices(): Script<ReadonlyMap<string, readonly number[]>> {
  const schools = new Map<string, number[]>();
  for (const { school, goal_set } of yield* all(CHOSEN, undefined)) schools.set(school, [...(schools.get(school) ?? []), goal_set]);
  return schools;
}

/** Every row of a mapping that holds now. */
export function* readMappingIndex(): Script<MappingIndex> {
  const rows: IndexedRow[] = [];
  yield* stream(MAPPED, undefined, ({ party, school, added_in, asserted_by, document }) => {
    rows.push({ party, school, row: JSON.parse(document) as MappingRow, assertedBy: asserted_by, version: added_in });
  });
  return new MappingIndex(rows);
}

export function* readProfileIndex(): Script<ProfileIndex> {
  return new ProfileIndex(yield* storedProfiles());
}
