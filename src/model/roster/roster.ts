/**
 * Pupil data in the canonical model. Only what some profile of UWLR lets through has a place here: national numbers, ethnicity,
 * countries, weights, postcodes, photos and additions have none, so they cannot be stored.
 */

/** EDEXML knows groups of two kinds: a pupil is in at most one base group (stamgroep), and in any number of combined ones. */
export type GroupKind = 'base' | 'combined';

export interface PersonName {
  /** achternaam */
  readonly family?: string;
  /** voorvoegsel */
  readonly prefix?: string;
  /** voorletters-1 */
  readonly initials?: string;
  /** roepnaam */
  readonly call?: string;
}

/** A group of one school year (groep, samengestelde_groep). */
export interface Group {
  /** A pseudonym: made from the key under the school's own key. */
  readonly id: string;
  readonly kind: GroupKind;
  /** The administration's own key, trimmed. */
  readonly key: string;
  readonly name: string;
  /** Jaargroep code of EDEXML; base groups only. */
  readonly yearGroup?: string;
}

/** A pupil (leerling). */
export interface Learner {
  /** The alias under which results know this learner. */
  readonly id: string;
  readonly key?: string;
  readonly eckId?: string;
  readonly name: PersonName;
  /** `yyyy-mm-dd` */
  readonly birthDate?: string;
  /** NEN-ISO 5218: 0, 1, 2 or 9. */
  readonly gender?: string;
  /** start_ondw_jgr3, `yyyy-mm-dd` */
  readonly startYearGroup3?: string;
  readonly yearGroup?: string;
  /** Id of the base group. */
  readonly group?: string;
  /** Ids of combined groups. */
  readonly combinedGroups: readonly string[];
  /** bsn_ondwnr-4: kept only where the LVS set of UWLR up to 2.2, which demands it, was agreed on. */
  readonly numberEnding?: string;
}

/** A role is one of EDEXML's codes (rol), or a text (rolomschrijving). */
export interface Role {
  readonly code?: string;
  readonly description?: string;
}

export interface TeacherGroup {
  /** Id of the group. */
  readonly group: string;
  readonly roles: readonly Role[];
}

/** A member of staff (leerkracht). */
export interface Teacher {
  readonly id: string;
  readonly key?: string;
  readonly eckId?: string;
  readonly name: PersonName;
  readonly email?: string;
  readonly groups: readonly TeacherGroup[];
}

/** That somebody is in a group, and for how long: ISO instants, `until` exclusive and absent while it lasts. */
export interface Membership {
  readonly group: string;
  readonly memberKind: 'learner' | 'teacher';
  readonly member: string;
  readonly since: string;
  readonly until?: string;
}

/** What an administration says about itself with its pupils. */
export interface RosterOrigin {
  /** `2026-2027` */
  readonly schoolYear: string;
  /** peildatum, `yyyy-mm-dd` */
  readonly referenceDate?: string;
  /** aanmaakdatum, an `xs:dateTime` as it was sent. */
  readonly createdAt?: string;
  /** schoolkey, as it was sent: the key that the parties agreed on, which may stand beside a BRIN. */
  readonly schoolkey?: string;
  /** instellingsnummer: the number of a school in Flanders. */
  readonly schoolNumber?: string;
}

/** Pupil data of one school and school year as a source gives them: with keys, before anybody has an id here. */
export interface IncomingRoster {
  readonly origin: RosterOrigin;
  readonly groups: readonly IncomingGroup[];
  readonly learners: readonly IncomingLearner[];
  readonly teachers: readonly IncomingTeacher[];
}

export type IncomingGroup = Omit<Group, 'id'>;

export interface IncomingLearner extends Omit<Learner, 'id' | 'group' | 'combinedGroups'> {
  /** Key of the base group. */
  readonly group?: string;
  /** Keys of combined groups. */
  readonly combinedGroups: readonly string[];
}

export interface IncomingTeacher extends Omit<Teacher, 'id' | 'groups'> {
  readonly groups: readonly { readonly kind: GroupKind; readonly key: string; readonly roles: readonly Role[] }[];
}

/** A whole roster with ids. */
export interface Roster {
  readonly origin: RosterOrigin;
  readonly groups: readonly Group[];
  readonly learners: readonly Learner[];
  readonly teachers: readonly Teacher[];
}

/** A key that starts with `#` stands for somebody else in the next message (spec, section a.4). */
export function isDummyKey(key: string): boolean {
  return key.trimStart().startsWith('#');
}
