import { supplied } from '../../core/supplied.js';
import { csvLine } from '../../goals/csv.js';
import { headingsOf, type ListColumn } from '../../goals/mapping/formats/csv.js';
import type { RowFields } from '../../goals/mapping/row-fields.js';
import type { TaggedActivity } from '../../goals/tagged-activity.js';
import type { OnActivity, Unmapped, UnmappedActivity, UnmappedQuery } from '../../store/goals/unmapped-activity.js';
import type { Office } from '../office.js';
import { knownParty } from '../parties/known-party.js';
import { knownSchool } from '../schools/known-school.js';

/** Activities of results that no goal of a loaded set hangs from: most results first, by vendor. Throws `Refusal`. */
export async function listUnmapped({ store }: Pick<Office, 'store'>, query: UnmappedQuery, onActivity?: OnActivity): Promise<Unmapped> {
  const directory = await store.directory();
  if (query.party !== undefined) knownParty(directory, query.party);
  if (query.school !== undefined) knownSchool(directory, query.school);
  return store.goals.mappings.unmapped(query, onActivity);
}

/** Why an activity has no goal, for people. */
export function reasonText({ written, supplierGoals }: UnmappedActivity): string {
  if (written.length > 0) return `no loaded set has ${written.join(', ')}`;
  return supplierGoals.length > 0 ? `supplier goal ${supplierGoals.join(', ')} goes with no public goal` : 'nobody says what it is about';
}

const COLUMNS: readonly ListColumn[] = [
  ...(['product', 'code', 'codeVocabulary', 'version', 'part', 'partVocabulary'] as const),
  ...(['supplierGoal', 'supplierGoalTitle', 'goal', 'goalSet', 'coverage', 'note'] as const),
  ...(['activity_name', 'place', 'reason', 'results', 'last_result'] as const),
];

/**
 * The same as CSV that a vendor fills in and returns: an import takes the lines with a goal as additions to its mapping. An activity whose
 * goals of the vendor go with no public goal stands there as these: one line each.
 */
export function* worklist(items: readonly UnmappedActivity[]): Generator<string> {
  yield csvLine(headingsOf(COLUMNS));
  const supplierGoals = new Map<string, { results: number; last: string }>();
  for (const item of items) {
    const { results, lastResult } = item;
    for (const id of item.supplierGoals) {
      const before = supplierGoals.get(id);
      const last = [before?.last ?? '', lastResult].sort()[1] as string;
      supplierGoals.set(id, { results: (before?.results ?? 0) + results, last });
    }
    if (item.supplierGoals.length > 0 && item.written.length === 0) continue;
    const { hierarchy } = item.activity;
    const told = {
      activity_name: [item.name, item.partName].filter((name) => name !== undefined).join(': '),
      place: hierarchy.map(({ value }) => value).join(' > '),
      reason: reasonText(item),
      results: String(results),
      last_result: lastResult,
    };
    yield line({ ...selectorOf(item.activity), ...told });
  }
  for (const [id, { results, last }] of supplierGoals) {
    yield line({ supplierGoal: id, reason: 'goes with no public goal', results: String(results), last_result: last });
  }
}

function line(fields: Readonly<Partial<Record<ListColumn, string>>>): string {
  return csvLine(COLUMNS.map((column) => fields[column] ?? ''));
}

/** What a row names that means this activity and no other. */
export function selectorOf({ product, code, version, part }: TaggedActivity): RowFields {
  return {
    ...supplied({ product }),
    code: code.value,
    ...supplied({ codeVocabulary: code.vocabulary, version }),
    ...(part === undefined ? {} : { part: part.value }),
    ...(part?.vocabulary === undefined ? {} : { partVocabulary: part.vocabulary }),
  };
}
