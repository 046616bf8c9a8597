import { supplied } from '../../core/supplied.js';
import { csvLine } from '../../goals/csv.js';
import type { GoalIndex, IndexedSet } from '../../goals/goal-index.js';
import { headingsOf, type ListColumn } from '../../goals/mapping/formats/csv.js';
import type { RowFields } from '../../goals/mapping/row-fields.js';
import { type Candidate, GoalSuggestions, type GoalText } from '../../goals/mapping/suggest-goals.js';
import type { OnActivity } from '../../store/goals/unmapped-activity.js';
import type { Office } from '../office.js';
import { unknown } from '../refusal.js';
import { listUnmapped, selectorOf } from './list-unmapped.js';

export interface SuggestionQuery {
  readonly party: string;
  readonly school?: string;
  /** Id of a set, `ID` or `ID@VERSION`. Absent: the sets of the school, or without one every set that all schools may use. */
  readonly set?: string;
  /** Candidates per activity. */
  readonly most: number;
}

/** What goals an activity, or a goal of the vendor, may be about. */
export interface Suggestion {
  /** What a row that approves a candidate is of. */
  readonly of: RowFields;
  /** The words that were compared: names of the test and of its part, its place, or the title of the vendor's goal. */
  readonly text: string;
  readonly results: number;
  readonly candidates: readonly Candidate[];
}

/** Types of what goals hang under: nobody works on these. */
const CONTAINERS = /(?:domein|leergebied|vakkern|vaksubkern|cluster|inhoudslijn|^vak$|^set$|^thema$)/;

/**
 * Lists goals whose titles share words with the names of activities that have no goal, for a person to choose from. It stores nothing and
 * tags nothing. Throws `Refusal`.
 */
export async function suggestMapping(
  { store }: Pick<Office, 'store'>,
  query: SuggestionQuery,
  onActivity?: OnActivity,
): Promise<readonly Suggestion[]> {
  const { party, school, most } = query;
  const of = { party, ...supplied({ school }) };
  const { items } = await listUnmapped({ store }, of, onActivity);
  const suggestions = new GoalSuggestions(goalsIn(await store.goals.sets.goalIndex(), query));
  const mappings = await store.goals.mappings.mappingIndex();
  const found = new Map<string, Suggestion>();
  const add = (fields: RowFields, text: string, results: number) => {
    const key = JSON.stringify(fields);
    const before = found.get(key);
    if (before !== undefined) found.set(key, { ...before, results: before.results + results });
    else found.set(key, { of: fields, text, results, candidates: suggestions.candidates(text, most) });
  };
  for (const { activity, name, partName, supplierGoals, results } of items) {
    for (const id of supplierGoals) add({ supplierGoal: id }, mappings.supplierGoal(school ?? '', party, id).title ?? '', results);
    if (supplierGoals.length > 0) continue;
    const texts = [...activity.hierarchy.map(({ value }) => value), name, partName].filter((one) => one !== undefined);
    add(selectorOf(activity), texts.join('; '), results);
  }
  return [...found.values()];
}

function* goalsIn(index: GoalIndex, { set, school }: SuggestionQuery): Generator<GoalText> {
  const viewer = supplied({ school });
  const seen = new Set<string>();
  for (const { seq } of setsIn(index, set, school)) {
    for (const { uri, title, code, type } of index.goalsOf(seq)) {
      // A goal that was replaced is nothing to link to from now on.
      if (seen.has(uri) || CONTAINERS.test(type) || index.successors(uri, viewer).length > 0) continue;
      seen.add(uri);
      yield { uri, title, ...supplied({ code }) };
    }
  }
}

function setsIn(index: GoalIndex, set: string | undefined, school: string | undefined): readonly IndexedSet[] {
  if (set === undefined) return school === undefined ? index.allSets() : index.setsOf(school);
  const at = set.lastIndexOf('@');
  const [id, version] = at === -1 ? [set, undefined] : [set.slice(0, at), set.slice(at + 1)];
  const found = index.setNamed(id, version, supplied({ school }));
  if (found === undefined) throw unknown(`there is no goal set ${set}: see uwlr goals list`);
  return [found];
}

const COLUMNS: readonly ListColumn[] = [
  'approved',
  ...(['product', 'code', 'codeVocabulary', 'version', 'part', 'partVocabulary', 'supplierGoal', 'goal', 'coverage', 'note'] as const),
  ...(['activity_name', 'goal_code', 'goal_title', 'words_in_common', 'results'] as const),
];

/** The candidates as CSV, a line each: an import takes those where a person wrote `yes` under `approved`, and no other. */
export function* candidateList(suggestions: readonly Suggestion[]): Generator<string> {
  yield csvLine(headingsOf(COLUMNS));
  for (const { of, text, results, candidates } of suggestions) {
    for (const { goal, words } of candidates) {
      const fields: Readonly<Partial<Record<ListColumn, string>>> = {
        ...of,
        goal: goal.uri,
        activity_name: text,
        goal_code: goal.code ?? '',
        goal_title: goal.title,
        words_in_common: words.join(' '),
        results: String(results),
      };
      yield csvLine(COLUMNS.map((column) => fields[column] ?? ''));
    }
  }
}
