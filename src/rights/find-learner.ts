import type { SchoolKey } from '../privacy/keys/seal.js';
import { pseudonymsOf } from '../privacy/pupils/erased-learners.js';
import type { PersonFound } from '../store/rights-store.js';
import type { Store } from '../store/store.js';

/** How somebody says which learner is meant: a pseudonym, or the key in the administration, or the ECK iD. */
export type NamedLearner =
  | { readonly by: 'alias'; readonly alias: string }
  | { readonly by: 'leerlingid'; readonly leerlingid: string }
  | { readonly by: 'eckid'; readonly eckId: string };

/** Everything in a school that is this learner, in every school year. Nobody is guessed: see `PersonFound`. */
export function findLearner(store: Pick<Store, 'rights'>, school: string, schoolKey: SchoolKey, named: NamedLearner): Promise<PersonFound> {
  if (named.by === 'alias') return store.rights.findPerson(school, { rosterId: named.alias, names: [] });
  const names = pseudonymsOf(named.by === 'eckid' ? { eckId: named.eckId } : { key: named.leerlingid }, schoolKey);
  return store.rights.findPerson(school, { names });
}
