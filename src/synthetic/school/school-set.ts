import { rosterFields, type SayableFields, WIDEST, wholeProfile } from '../../model/roster/roster-fields.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { PUPIL_PROFILES, type PupilProfile } from '../../uwlr/grammar/grammar.js';

/** What a school gives of its pupils: what a profile has, or all that the school has, as without a profile (spec a.2). */
export const SCHOOL_SETS = [...PUPIL_PROFILES, 'edexml'] as const;
export type SchoolSet = (typeof SCHOOL_SETS)[number];

export function fieldsOf(set: SchoolSet): SayableFields {
  return set === 'edexml' ? EVERYTHING : wholeProfile(set);
}

/** The profile that the content of a set keeps to. */
export function profileOf(set: SchoolSet): PupilProfile | undefined {
  return set === 'edexml' ? undefined : set;
}

/** What some profile has; locations, which none has, are added by `schoolContent`. */
const EVERYTHING: SayableFields = {
  name: 'edexml',
  in: inAny,
  ever: inAny(WIDEST),
  profileIn: () => undefined,
};

function inAny(version: UwlrVersion): ReadonlySet<string> {
  return new Set(PUPIL_PROFILES.flatMap((profile) => [...rosterFields(version, profile)]));
}
