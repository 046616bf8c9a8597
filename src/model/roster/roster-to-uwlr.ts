import type { UwlrVersion } from '../../uwlr/finding.js';
import { leerlinggegevensAntwoord } from '../../uwlr/messages/leerlinggegevens.js';
import { leerlinggegevensAntwoord1 } from '../../uwlr/messages/v1/leerlinggegevens.js';
import type { ConversionLosses } from '../conversion.js';
import { identificationOf } from '../school-id.js';
import type { Group, GroupKind, Learner, PersonName, RosterOrigin, Teacher } from './roster.js';
import type { SayableFields } from './roster-fields.js';
import { type Fields, RosterFitter, type RosterProblem } from './roster-fitter.js';
import { type RosterWords, WORDS_OF_1, WORDS_OF_2 } from './roster-words.js';

export interface RosterSpeakerOptions {
  readonly version: UwlrVersion;
  readonly fields: SayableFields;
  /** Every group that may be referred to, by id. */
  readonly groups: ReadonlyMap<string, Group>;
}

const SCHOOL = 'leerlinggegevens/school';
const LEERLING = 'leerlinggegevens/leerlingen/leerling';
const LEERKRACHT = 'leerlinggegevens/leerkrachten/leerkracht';
const NO_REFERENCES: readonly Fields[] = [];

/**
 * Says pupil data in a version of UWLR, as far as it may be said, object by object, as the encoder takes them (spec c.3 to c.6, i; for 1.0 f).
 * Losses and problems add up over all objects: the answer is fit to be sent when there are no problems.
 */
export class RosterWriter {
  /** The all-in-one answer of the version. What is said fits in the answers of a stepwise fetch too. */
  readonly root: typeof leerlinggegevensAntwoord | typeof leerlinggegevensAntwoord1;
  readonly #fitter: RosterFitter;
  readonly #words: RosterWords;
  readonly #groups: ReadonlyMap<string, Group>;

  constructor({ version, fields, groups }: RosterSpeakerOptions) {
    this.root = version === '1.0' ? leerlinggegevensAntwoord1 : leerlinggegevensAntwoord;
    this.#words = version === '1.0' ? WORDS_OF_1 : WORDS_OF_2;
    this.#fitter = new RosterFitter(version, fields);
    this.#groups = groups;
  }

  /** What the version cannot say and is left out. What may not be said is no loss. */
  get losses(): ConversionLosses {
    return this.#fitter.losses;
  }

  get problems(): RosterProblem[] {
    return this.#fitter.problems;
  }

  /** `madeAt`, an `xs:dateTime`, is when the answer is made: aanmaakdatum. */
  school(
    { schoolYear, referenceDate, schoolkey: named, schoolNumber }: RosterOrigin,
    schoolId: string,
    madeAt: string,
    xsdversie: string,
  ): Fields {
    const identification = identificationOf(schoolId);
    if (identification === undefined) this.#fitter.refuse(SCHOOL);
    const { brincode, dependancecode = '00', schoolkey = named } = identification ?? {};
    // A school with a BRIN is named by that, and then has no other number.
    const hasNumber = brincode === undefined && schoolNumber !== undefined;
    const hasKey = schoolkey !== undefined && (brincode === undefined || schoolkey.length <= this.#words.longestSchoolkey);
    if (schoolNumber !== undefined && !hasNumber) this.#fitter.lose(`${SCHOOL}/instellingsnummer`, 'no-place');
    if (schoolkey !== undefined && !hasKey) this.#fitter.lose(`${SCHOOL}/schoolkey`, 'no-place');
    return this.#fitter.fit(
      {
        schooljaar: schoolYear,
        peildatum: referenceDate ?? (this.#fitter.demands(`${SCHOOL}/peildatum`) ? madeAt.slice(0, 10) : undefined),
        brincode,
        // Clients want it there even when it says nothing (spec of clients, section 7).
        dependancecode: brincode === undefined ? undefined : dependancecode,
        instellingsnummer: hasNumber ? schoolNumber : undefined,
        schoolkey: hasKey ? schoolkey : undefined,
        aanmaakdatum: madeAt,
        xsdversie,
      },
      SCHOOL,
    );
  }

  /** Fields to put into the message; undefined when there are no groups, since no list of them may be empty. */
  groups(list: Iterable<Group>): Fields | undefined {
    const said: Record<GroupKind, Fields[]> = { base: [], combined: [] };
    const keys = new Set<string>();
    for (const group of list) {
      const path = this.#words.groupPath[group.kind];
      if (!this.#fitter.allows(path)) continue;
      const named = this.#words.sharedKeys ? group.key : `${group.kind} ${group.key}`;
      // 1.0 knows two kinds of keys, UWLR 2 one: what came in by the one may be too much for the other.
      if (keys.has(named)) this.#fitter.refuse(`${path}/@key`);
      keys.add(named);
      said[group.kind].push(this.#fitter.fit(this.#words.group(group), path));
    }
    return keys.size === 0 ? undefined : this.#words.groups(said);
  }

  learner(learner: Learner): Fields {
    const base = learner.group === undefined ? NO_REFERENCES : this.#references('base', [learner.group], this.#words.learnerGroupPath);
    const combined = this.#references('combined', learner.combinedGroups, this.#words.learnerGroupPath);
    const group = learner.group === undefined ? undefined : this.#groups.get(learner.group);
    const geslacht = this.#words.gender(learner.gender);
    if (geslacht === undefined && learner.gender !== undefined) this.#fitter.lose(`${LEERLING}/geslacht`, 'value-not-allowed');
    return this.#fitter.fit(
      {
        key: learner.key,
        eckid: learner.eckId,
        ...this.#name(learner.name, LEERLING),
        geboortedatum: learner.birthDate,
        geslacht,
        start_ondw_jgr3: learner.startYearGroup3,
        jaargroep: this.#words.yearGroup(learner.yearGroup ?? yearGroupOf(group)),
        ...this.#words.learnerGroups(base, combined),
        'bsn_ondwnr-4': learner.numberEnding,
      },
      LEERLING,
    );
  }

  teacher(teacher: Teacher): Fields {
    const said: Record<GroupKind, Fields[]> = { base: [], combined: [] };
    for (const { group: id, roles } of teacher.groups) {
      const kind = this.#groups.get(id)?.kind ?? 'base';
      const [reference] = this.#references(kind, [id], this.#words.teacherGroupPath);
      if (reference === undefined) continue;
      const rol = roles.flatMap(({ code }) => (code === undefined ? [] : [code]));
      const rolomschrijving = roles.flatMap(({ description }) => (description === undefined ? [] : [description]));
      said[kind].push({ ...reference, rol, rolomschrijving });
    }
    return this.#fitter.fit(
      {
        key: teacher.key,
        eckid: teacher.eckId,
        ...this.#name(teacher.name, LEERKRACHT),
        emailadres: teacher.email,
        ...this.#words.teacherGroups(said),
      },
      LEERKRACHT,
    );
  }

  /** Prefix and initials go with a surname only. */
  #name({ family, prefix, initials, call }: PersonName, path: string): Fields {
    if (family !== undefined && family !== '')
      return { achternaam: family, voorvoegsel: prefix, 'voorletters-1': initials, roepnaam: call };
    if (prefix !== undefined) this.#fitter.lose(`${path}/voorvoegsel`, 'missing-achternaam');
    if (initials !== undefined) this.#fitter.lose(`${path}/voorletters-1`, 'missing-achternaam');
    return { roepnaam: call };
  }

  /** A group that is not given cannot be referred to. */
  #references(kind: GroupKind, ids: readonly string[], paths: Readonly<Record<GroupKind, string>>): readonly Fields[] {
    if (ids.length === 0) return NO_REFERENCES;
    const references: Fields[] = [];
    for (const id of ids.length === 1 ? ids : new Set(ids)) {
      const group = this.#groups.get(id);
      if (group?.kind === kind) references.push({ key: group.key });
      else this.#fitter.lose(paths[kind], 'unknown-group');
    }
    return references;
  }
}

/** Spec a.4: a pupil's own year group goes before that of the group, so without one that of the group holds; C says nothing. */
function yearGroupOf(group: Group | undefined): string | undefined {
  return group?.yearGroup === 'C' ? undefined : group?.yearGroup;
}
