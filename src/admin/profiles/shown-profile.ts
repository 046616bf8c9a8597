import type { ProfileConfirmation, StoredProfile } from '../../store/goals/profile-store.js';
import type { Office } from '../office.js';
import { unknown } from '../refusal.js';

/** A version of a profile with the schools that confirmed it. */
export interface ShownProfile extends StoredProfile {
  readonly confirmedBy: readonly { readonly school: string; readonly at: string }[];
}

export interface ProfileChoice {
  readonly party?: string;
  /** Confirmations of this school only. */
  readonly school?: string;
}

/** The versions in force, in order of party and product. Throws `Refusal`. */
export async function listProfiles({ store }: Office, { party, school }: ProfileChoice): Promise<readonly ShownProfile[]> {
  const { profiles } = store.goals;
  const confirmations = await profiles.profileConfirmations(school);
  return (await profiles.profilesInForce())
    .filter((profile) => party === undefined || profile.party === party)
    .map((profile) => shown(profile, confirmations));
}

/** One version of a profile; without a number the latest one, which may say that it was withdrawn. Throws `Refusal`. */
export async function showProfile({ store }: Office, party: string, product: string, version?: number): Promise<ShownProfile> {
  const versions = (await store.goals.profiles.profiles()).filter((one) => one.party === party && one.product === product);
  const found = version === undefined ? versions.at(-1) : versions.find((one) => one.version === version);
  if (found === undefined) throw noProfile(party, product, versions.length > 0 ? version : undefined);
  return shown(found, await store.goals.profiles.profileConfirmations());
}

export function noProfile(party: string, product: string, version?: number): Error {
  const which = version === undefined ? 'no profile' : `no version ${version} of the profile`;
  return unknown(`there is ${which} of product ${product} of ${party}: uwlr profile list shows what there is`);
}

function shown(profile: StoredProfile, confirmations: readonly ProfileConfirmation[]): ShownProfile {
  const { party, product, version } = profile;
  const confirmedBy = confirmations
    .filter((one) => one.party === party && one.product === product && one.version === version)
    .map(({ school, confirmedAt }) => ({ school, at: confirmedAt }));
  return { ...profile, confirmedBy };
}
