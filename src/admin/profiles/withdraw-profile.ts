import type { Office } from '../office.js';
import type { AddedProfile } from './add-profile.js';
import { noProfile } from './shown-profile.js';

/**
 * From now on nothing is declared about a product. Results that were stored under an earlier version keep what it says. Throws `Refusal`
 * when nothing is declared about it now.
 */
export async function withdrawProfile({ store, at }: Office, party: string, product: string): Promise<Omit<AddedProfile, 'isNew'>> {
  const { profiles } = store.goals;
  const current = profiles.profileIndex().current(party, product);
  if (current === undefined) throw noProfile(party, product);
  const { version: _, ...rest } = current;
  return { party, product, version: await profiles.declareProfile({ ...rest, withdrawn: true }, at) };
}
