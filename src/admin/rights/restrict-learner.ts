import type { SchoolKey } from '../../privacy/keys/seal.js';
import { allNames, type Person } from '../../store/rights-store.js';
import type { Store } from '../../store/store.js';

export interface Restricting {
  readonly store: Store;
  readonly school: string;
  readonly schoolKey: SchoolKey;
  readonly person: Person;
  readonly now: Date;
  /** False: the data go out again. */
  readonly on: boolean;
}

/** Keeps the data of a learner from going out, or ends that (AVG 18). Marked outside the database too. False when it was so already. */
export function restrictLearner({ store, school, schoolKey, person, now, on }: Restricting): Promise<boolean> {
  return store.rights.restrict(school, person, now.toISOString(), on, schoolKey.seal(JSON.stringify(allNames(person))));
}
