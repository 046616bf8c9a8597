import type { SchoolKey } from '../privacy/keys/seal.js';
import { ErasedLearners } from '../privacy/pupils/erased-learners.js';
import type { ErasedNames, RightsStore } from '../store/rights-store.js';

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
  return erasuresIn(await store.rights.erasedNames(school), schoolKey);
}

/** The same at once, for what is stored under the mark and decides nothing else: see `RightsStore.erasedNamesAtHand`. */
export function erasuresAtHand(
  store: { readonly rights: Pick<RightsStore, 'erasedNamesAtHand'> },
  school: string,
  schoolKey: SchoolKey,
): Erasures {
  return erasuresIn(store.rights.erasedNamesAtHand(school), schoolKey);
}

function erasuresIn({ mark, digests }: ErasedNames, schoolKey: SchoolKey): Erasures {
  return { learners: new ErasedLearners(schoolKey, digests), mark };
}
