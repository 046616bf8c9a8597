import type { SchoolKey } from '../privacy/keys/seal.js';
import { ErasedLearners } from '../privacy/pupils/erased-learners.js';
import type { RightsStore } from '../store/rights-store.js';

/** Who was erased, and what has to be still so when something that was worked out with it is stored. */
export interface Erasures {
  readonly learners: ErasedLearners;
  readonly mark: number;
}

export async function erasuresOf(
  store: { readonly rights: Pick<RightsStore, 'erasedNames'> },
  school: string,
  schoolKey: SchoolKey,
): Promise<Erasures> {
  const { mark, digests } = await store.rights.erasedNames(school);
  return { learners: new ErasedLearners(schoolKey, digests), mark };
}
