import { UWLR_2_VERSIONS, type UwlrVersion } from '../../uwlr/finding.js';
import { PUPIL_PROFILES, type PupilProfile } from '../../uwlr/grammar/grammar.js';

/** The profile of an agreement on results. */
export const RESULTS_ONLY = 'resultaten';
/** Fields by name, out of no profile in particular. */
export const CUSTOM = 'custom';

/** The fields of pupil data that a profile in an agreement stands for. */
export interface AgreedProfile {
  /** The profile of the standard that it is one of; absent: a list of its own. */
  readonly profile?: PupilProfile;
  /** The fields are those of this version of it, whatever is spoken. Absent: those of the version that is spoken. */
  readonly pinned?: UwlrVersion;
}

const PINNED = new RegExp(`^(${PUPIL_PROFILES.join('|')})@(${UWLR_2_VERSIONS.join('|')})$`);

/** What `Agreement.profile` says of pupil data: `smalle-set`, `smalle-set@2.3`, `custom`. Undefined: nothing, or nothing known. */
export function agreedProfile(text: string): AgreedProfile | undefined {
  if (text === CUSTOM) return {};
  const plain = PUPIL_PROFILES.find((profile) => profile === text);
  if (plain !== undefined) return { profile: plain };
  const [, profile, pinned] = PINNED.exec(text) ?? [];
  return profile === undefined ? undefined : { profile: profile as PupilProfile, pinned: pinned as UwlrVersion };
}
