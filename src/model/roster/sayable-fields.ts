import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { rosterFields, WIDEST } from './roster-fields.js';

/** Which fields of pupil data may be said, and by which rules. Fields are standard paths, see `rosterFields`. */
export interface SayableFields {
  /** Equal names stand for equal fields. */
  readonly name: string;
  in(version: UwlrVersion): ReadonlySet<string>;
  /** In some version or other: what is in here and has no place in a version is lost there. */
  readonly ever: ReadonlySet<string>;
  /** The profile that what is said in a version keeps to, with all that it demands; undefined: the version itself is the only rule. */
  profileIn(version: UwlrVersion): PupilProfile | undefined;
}

/** All fields of a profile, as it is in whatever version is spoken. */
export function wholeProfile(profile: PupilProfile): SayableFields {
  return {
    name: profile,
    in: (version) => rosterFields(version, profile),
    ever: rosterFields(WIDEST, profile),
    profileIn: () => profile,
  };
}
