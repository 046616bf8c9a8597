import { BsnLikeKeys } from './bsn-like-keys.js';
import { Calendar } from './calendar.js';
import { isEckId, isPilotEckId } from './eck-id.js';
import type { Place, Report } from './report.js';
import type { RosterName, RosterPerson, RosterPupil, RosterTeacher } from './roster-data.js';
import { checkKey, checkReference, checkReferences } from './roster-key.js';

/** Looks at pupils and staff of one message, one by one: nothing is made for any of them unless something is wrong. */
export class PeopleChecker {
  readonly #calendar: Calendar;
  readonly #bsnLike: BsnLikeKeys;
  #sawPilot = false;

  constructor(
    private readonly report: Report,
    now: Date,
    /** Year groups of the base groups, by trimmed key; absent where the message does not give them. */
    private readonly yearGroups?: ReadonlyMap<string, string>,
  ) {
    this.#calendar = new Calendar(now);
    this.#bsnLike = new BsnLikeKeys(report);
  }

  checkPupil(pupil: RosterPupil, place: Place): void {
    const { report } = this;
    // Up to 2.2 a pupil cannot do without a key: the XSDs say so.
    if (pupil.key === undefined && pupil.eckid === undefined) report.add('UWLR-LG-018', place);
    this.#checkPerson(pupil, place);
    this.#checkPilot(pupil.eckid, place);
    if (pupil.geboortedatum !== undefined && this.#calendar.isLater(pupil.geboortedatum))
      report.add('UWLR-LG-019', place, '/geboortedatum');
    if (pupil.jaargroep === undefined && !this.#hasYearGroup(pupil)) report.add('UWLR-LG-014', place);
    checkReference(pupil.groep, report, place, '/groep');
    checkReferences(pupil.samengestelde_groepen?.samengestelde_groep, report, place, '/samengestelde_groepen/samengestelde_groep');
    checkReferences(pupil.subgroepen?.groep, report, place, '/subgroepen/groep');
    checkReference(pupil.vestiging, report, place, '/vestiging');
  }

  /** After the last of them. */
  finish(): void {
    this.#bsnLike.tell('UWLR-LG-024');
  }

  /** A pupil without a year group has that of the group, unless the group is of several (C). */
  #hasYearGroup({ groep }: RosterPupil): boolean {
    if (groep?.key === undefined) return false;
    const yearGroup = this.yearGroups?.get(groep.key.trim());
    return yearGroup === undefined ? this.yearGroups === undefined : yearGroup !== 'C';
  }

  checkTeacher(teacher: RosterTeacher, place: Place): void {
    const { report } = this;
    this.#checkPerson(teacher, place);
    checkReferences(teacher.groepen?.groep, report, place, '/groepen/groep');
    checkReferences(teacher.groepen?.samengestelde_groep, report, place, '/groepen/samengestelde_groep');
    checkReferences(teacher.subgroepen?.groep, report, place, '/subgroepen/groep');
  }

  #checkPerson(person: RosterPerson, place: Place): void {
    const { eckid } = person;
    checkKey(person.key, this.report, place);
    if (person.key !== undefined) this.#bsnLike.look(person.key, place, '/@key');
    if (eckid !== undefined) {
      if (eckid.trim() === '') this.report.add('UWLR-LG-013', place, '/@eckid');
      else if (!isEckId(eckid)) this.report.add('UWLR-LG-017', place, '/@eckid');
    }
    checkName(person, this.report, place);
  }

  /** All pupils of a school are of one environment, so it is said once. */
  #checkPilot(eckid: string | undefined, place: Place): void {
    if (this.#sawPilot || eckid === undefined || !isPilotEckId(eckid)) return;
    this.#sawPilot = true;
    this.report.add('UWLR-LG-023', place, '/@eckid');
  }
}

const PARTS = ['achternaam', 'voorvoegsel', 'voornamen', 'roepnaam'] as const;
const LOOSE_SPACE = /^\s|\s$|\s\s/;

/** How a name is written (spec, section a.4): without loose spaces, initials as in YH. */
function checkName(name: RosterName, report: Report, place: Place): void {
  for (const part of PARTS) {
    const text = name[part];
    if (text !== undefined && LOOSE_SPACE.test(text)) report.add('UWLR-LG-015', place, `/${part}`);
  }
  const initials = name['voorletters-1'];
  if (initials !== undefined && /[.\s]/.test(initials)) report.add('UWLR-LG-016', place, '/voorletters-1');
}
