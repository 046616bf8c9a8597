import type { Learner, Roster } from '../../../model/roster/roster.js';
import type { UwlrVersion } from '../../../uwlr/finding.js';
import type { PupilProfile } from '../../../uwlr/grammar/grammar.js';

/** A field that an administration may leave out, by its path, and a pupil without it. */
interface Optional {
  readonly field: string;
  /** Profiles and versions that demand it. */
  readonly demandedBy: readonly (PupilProfile | UwlrVersion)[];
  readonly without: (learner: Learner) => Learner;
}

const FIELDS: readonly Optional[] = [
  { field: 'leerling/@eckid', demandedBy: [], without: ({ eckId: _, ...rest }) => rest },
  { field: 'leerling/achternaam', demandedBy: [], without: ({ name: { call = 'Nepja' }, ...rest }) => ({ ...rest, name: { call } }) },
  { field: 'leerling/roepnaam', demandedBy: ['lvs-set'], without: ({ name: { call: _, ...name }, ...rest }) => ({ ...rest, name }) },
  { field: 'leerling/geboortedatum', demandedBy: ['lvs-set', '1.0'], without: ({ birthDate: _, ...rest }) => rest },
  { field: 'leerling/jaargroep', demandedBy: ['lvs-set', '1.0'], without: ({ yearGroup: _, ...rest }) => rest },
  { field: 'leerling/groep', demandedBy: [], without: ({ group: _, ...rest }) => rest },
  { field: 'leerling/samengestelde_groepen', demandedBy: [], without: (learner) => ({ ...learner, combinedGroups: [] }) },
];

/** Which field the pupil at this place goes without; none from some place on. */
export function leftOutAt(at: number, profile: PupilProfile, version: UwlrVersion): string | undefined {
  return FIELDS.filter(({ demandedBy }) => !demandedBy.includes(profile) && !demandedBy.includes(version))[at]?.field;
}

/** The same school, in which each of the first pupils is without another field. */
export function withFieldsLeftOut(roster: Roster, profile: PupilProfile, version: UwlrVersion): Roster {
  return {
    ...roster,
    learners: roster.learners.map((learner, at) => {
      const field = leftOutAt(at, profile, version);
      return FIELDS.find((one) => one.field === field)?.without(learner) ?? learner;
    }),
  };
}
