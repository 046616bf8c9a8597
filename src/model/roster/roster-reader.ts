import { supplied } from '../../core/supplied.js';
import type { Groep, Leerkracht, Leerling, Leerlinggegevens, LgSchool, SamengesteldeGroep } from '../../uwlr/messages/leerlinggegevens.js';
import type { GroupKind, IncomingGroup, IncomingLearner, IncomingTeacher, PersonName, Role, RosterOrigin } from './roster.js';
import { genderOf, type RosterValues, trimmedKey } from './roster-values.js';

type TeacherGroups = NonNullable<Leerkracht['groepen']>;
type TeacherGroup = NonNullable<TeacherGroups['groep']>[number];

/** Reads what UWLR 2 took over from EDEXML, of a message with this root element. */
export class RosterReader {
  constructor(
    private readonly root: string,
    private readonly values: RosterValues,
  ) {}

  origin({ schooljaar, peildatum, aanmaakdatum, schoolkey, instellingsnummer }: LgSchool): RosterOrigin {
    const referenceDate = this.values.day(peildatum, `/${this.root}/school/peildatum`);
    return supplied({
      schoolYear: schooljaar,
      referenceDate,
      createdAt: aanmaakdatum,
      schoolkey: trimmedKey(schoolkey),
      schoolNumber: instellingsnummer,
    }) as RosterOrigin;
  }

  /** Base groups first. */
  groups({ groep = [], samengestelde_groep = [] }: NonNullable<Leerlinggegevens['groepen']> = {}): IncomingGroup[] {
    return [...groep.map((group) => this.#baseGroup(group)), ...samengestelde_groep.map(combinedGroup)];
  }

  learner(leerling: Leerling): IncomingLearner {
    const path = `/${this.root}/leerlingen/leerling`;
    const { values } = this;
    return supplied({
      key: trimmedKey(leerling.key),
      eckId: leerling.eckid,
      name: nameOf(leerling),
      birthDate: values.day(leerling.geboortedatum, `${path}/geboortedatum`),
      gender: genderOf(leerling.geslacht),
      startYearGroup3: values.day(leerling.start_ondw_jgr3, `${path}/start_ondw_jgr3`),
      yearGroup: values.yearGroup(leerling.jaargroep, `${path}/jaargroep`),
      group: values.reference(leerling.groep, `${path}/groep`),
      combinedGroups: values.references(
        leerling.samengestelde_groepen?.samengestelde_groep,
        `${path}/samengestelde_groepen/samengestelde_groep`,
      ),
      numberEnding: leerling['bsn_ondwnr-4'],
    }) as IncomingLearner;
  }

  teacher(leerkracht: Leerkracht): IncomingTeacher {
    const { groep, samengestelde_groep }: TeacherGroups = leerkracht.groepen ?? {};
    return supplied({
      key: trimmedKey(leerkracht.key),
      eckId: leerkracht.eckid,
      name: nameOf(leerkracht),
      email: leerkracht.emailadres,
      groups: [...this.#teacherGroups('base', groep), ...this.#teacherGroups('combined', samengestelde_groep)],
    }) as IncomingTeacher;
  }

  #baseGroup({ key, naam, jaargroep }: Groep): IncomingGroup {
    const yearGroup = this.values.yearGroup(jaargroep, `/${this.root}/groepen/groep/jaargroep`);
    return supplied({ kind: 'base', key: key.trim(), name: naam, yearGroup }) as IncomingGroup;
  }

  #teacherGroups(kind: GroupKind, list: readonly TeacherGroup[] = []): IncomingTeacher['groups'] {
    const path = `/${this.root}/leerkrachten/leerkracht/groepen/${kind === 'base' ? 'groep' : 'samengestelde_groep'}`;
    const roles = new Map<string, Role[]>();
    for (const reference of list) {
      const key = this.values.reference(reference, path);
      if (key !== undefined) roles.set(key, [...(roles.get(key) ?? []), ...rolesOf(reference)]);
    }
    return [...roles].map(([key, held]) => ({ kind, key, roles: held }));
  }
}

function combinedGroup({ key, naam }: SamengesteldeGroep): IncomingGroup {
  return { kind: 'combined', key: key.trim(), name: naam };
}

function rolesOf({ rol = [], rolomschrijving = [] }: TeacherGroup): Role[] {
  return [...rol.map((code) => ({ code })), ...rolomschrijving.map((description) => ({ description }))];
}

/** The names that a profile may let through: full first names are none of them. */
export function nameOf(person: Pick<Leerling, 'achternaam' | 'voorvoegsel' | 'voorletters-1' | 'roepnaam'>): PersonName {
  const { achternaam, voorvoegsel, 'voorletters-1': voorletters, roepnaam } = person;
  return supplied({ family: achternaam, prefix: voorvoegsel, initials: voorletters, call: roepnaam }) as PersonName;
}
