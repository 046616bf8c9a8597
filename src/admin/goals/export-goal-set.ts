import { CaseWriter } from '../../goals/export/write-case.js';
import { writeExtract } from '../../goals/export/write-extract.js';
import type { Viewer } from '../../goals/goal-index.js';
import type { Office } from '../office.js';
import { namedGoalSet } from './named-goal-set.js';

/** The ways in which a set goes out. */
export const GOAL_SET_FORMATS = ['json', 'case'] as const;
export type GoalSetFormat = (typeof GOAL_SET_FORMATS)[number];

/** A version of a set, named as `id` or `id@version`, as the text of a file. Throws `Refusal` when there is none. */
export async function exportGoalSet(
  { store }: Pick<Office, 'store'>,
  name: string,
  format: GoalSetFormat,
  viewer: Viewer,
): Promise<string> {
  const { seq } = namedGoalSet(await store.goals.sets.goalIndex(), name, viewer);
  const { set, ...content } = (await store.goals.sets.goalSet(seq))!;
  const { seq: _, school: __, importedAt, ...head } = set;
  const document = format === 'case' ? new CaseWriter(head, importedAt).package(content) : writeExtract({ set: head, ...content });
  return `${JSON.stringify(document, undefined, 1)}\n`;
}
