import { supplied } from '../../core/supplied.js';
import type { TermKind } from '../../goals/mapping/formats/format.js';
import { mappingOfText } from '../../goals/mapping/formats/formats.js';
import type { ReadMapping } from '../../goals/mapping/read-mapping.js';
import type { Office } from '../office.js';

/**
 * Reads a mapping in any format. `terms`: what the terms of a VDEX list are. `school`: whose own goal sets count as well, when terms of test
 * definitions are goals. What is wrong with the text is in what it gives.
 */
export async function readMapping(
  { store }: Pick<Office, 'store'>,
  text: string,
  { terms, school }: { readonly terms?: TermKind; readonly school?: string } = {},
): Promise<ReadMapping> {
  const index = await store.goals.sets.goalIndex();
  const viewer = supplied({ school });
  return mappingOfText(text, {
    ...supplied({ terms }),
    isGoal: (written, set) => index.resolve(written, { ...viewer, ...supplied({ set }) }) !== undefined,
  });
}
