import type { Office } from '../office.js';
import { conflict } from '../refusal.js';
import { knownSchool } from '../schools/known-school.js';
import { noProfile } from './shown-profile.js';

export interface ConfirmedProfile {
  readonly school: string;
  readonly party: string;
  readonly product: string;
  readonly version: number;
}

/**
 * That schools have read and confirmed what a vendor declares: the version in force. `version`: which one they read, so that nobody
 * confirms a newer one unseen. Throws `Refusal`.
 */
export async function confirmProfile(
  { store, at }: Office,
  {
    schools,
    party,
    product,
    version,
  }: Omit<ConfirmedProfile, 'school' | 'version'> & { readonly schools: readonly string[]; readonly version?: number },
): Promise<readonly ConfirmedProfile[]> {
  const directory = await store.directory();
  for (const school of schools) knownSchool(directory, school);
  const current = store.goals.profiles.profileIndex().current(party, product);
  if (current === undefined) throw noProfile(party, product);
  if (version !== undefined && version !== current.version) {
    throw conflict(`version ${version} is not in force: version ${current.version} of product ${product} of ${party} is`);
  }
  const confirmed = schools.map((school) => ({ school, party, product, version: current.version }));
  for (const one of confirmed) await store.goals.profiles.confirmProfile({ ...one, confirmedAt: at });
  return confirmed;
}
