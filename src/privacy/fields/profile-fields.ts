import { rosterFields } from '../../model/roster/roster-fields.js';
import { UWLR_2_VERSIONS, type UwlrVersion } from '../../uwlr/finding.js';
import { PUPIL_PROFILES } from '../../uwlr/grammar/grammar.js';
import type { AgreedProfile } from './agreed-profile.js';

/** The fields, by standard path, that a version may have under it. */
export function fieldsIn({ profile, pinned }: AgreedProfile, version: UwlrVersion): ReadonlySet<string> {
  return profile === undefined ? ofAnyProfile() : rosterFields(pinned ?? version, profile);
}

/** The fields that some version may have under it. */
export function fieldsEver({ profile, pinned }: AgreedProfile): ReadonlySet<string> {
  if (profile === undefined) return ofAnyProfile();
  if (pinned !== undefined) return rosterFields(pinned, profile);
  return new Set(UWLR_2_VERSIONS.flatMap((version) => [...rosterFields(version, profile)]));
}

let any: ReadonlySet<string> | undefined;

/** Nothing of class S or F is in a profile, so a list can have nothing of these either. */
function ofAnyProfile(): ReadonlySet<string> {
  any ??= new Set(PUPIL_PROFILES.flatMap((profile) => [...fieldsEver({ profile })]));
  return any;
}
