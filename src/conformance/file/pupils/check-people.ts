import type { UwlrVersion } from '../../../uwlr/finding.js';
import { attributeOf, child, type XmlNode } from '../../reader/xml-node.js';
import type { Checks } from '../checks.js';
import { hasEckIdForm, isOfPilot } from '../eck-id.js';
import { isInFuture } from '../moments.js';
import { mayHoldBsn } from '../national-number.js';
import { checkKey } from './check-keys.js';
import { keyOf, type PupilData, referencesOf } from './pupil-data.js';

const NAMES = ['achternaam', 'voorvoegsel', 'voornamen', 'roepnaam'];
const LOOSE_SPACE = /^\s|\s$|\s\s/;
/** Of a group with pupils of several year groups. */
const SEVERAL = 'C';

/** Pupils and staff of one message, one by one. */
export class PeopleChecks {
  readonly #yearGroups: ReadonlyMap<string | undefined, string>;
  /** The first of each: whoever uses national numbers for keys uses them for all, and all ECK iDs are of one environment. */
  #bsnLike: XmlNode | undefined;
  #keyed: XmlNode | undefined;
  #pilot: XmlNode | undefined;
  #withEckId: XmlNode | undefined;

  constructor(
    private readonly data: PupilData,
    private readonly checks: Checks,
    private readonly now: Date,
    private readonly version: UwlrVersion,
  ) {
    this.#yearGroups = new Map(data.baseGroups.map((group) => [keyOf(group), child(group, 'jaargroep')?.text ?? SEVERAL]));
  }

  checkPupil(pupil: XmlNode): void {
    const { checks } = this;
    const eckid = attributeOf(pupil, 'eckid');
    // Up to 2.2 the schema asks for a key.
    if (this.version === '2.3') checks.hold('UWLR-LG-018', eckid !== undefined || keyOf(pupil) !== undefined, pupil);
    this.#checkPerson(pupil);
    if (eckid !== undefined) {
      this.#withEckId ??= pupil;
      if (isOfPilot(eckid)) this.#pilot ??= pupil;
    }
    const birth = child(pupil, 'geboortedatum');
    const ahead = birth && isInFuture(birth.text, this.now);
    if (birth !== undefined && ahead !== undefined) checks.hold('UWLR-LG-019', !ahead, birth);
    checks.hold('UWLR-LG-014', child(pupil, 'jaargroep') !== undefined || this.#groupTells(pupil), pupil);
  }

  checkTeacher(teacher: XmlNode): void {
    this.#checkPerson(teacher);
  }

  /** After the last of them. */
  finish(): void {
    if (this.#keyed !== undefined) this.checks.hold('UWLR-LG-024', this.#bsnLike === undefined, this.#bsnLike ?? this.#keyed, 'key');
    if (this.#withEckId !== undefined) this.checks.hold('UWLR-LG-023', this.#pilot === undefined, this.#pilot ?? this.#withEckId, 'eckid');
  }

  #checkPerson(person: XmlNode): void {
    const { checks } = this;
    const key = keyOf(person);
    checkKey(person, checks);
    if (key !== undefined) {
      this.#keyed ??= person;
      if (mayHoldBsn(key)) this.#bsnLike ??= person;
    }
    const eckid = attributeOf(person, 'eckid');
    if (eckid !== undefined && checks.hold('UWLR-LG-013', eckid.trim() !== '', person, 'eckid'))
      checks.hold('UWLR-LG-017', hasEckIdForm(eckid), person, 'eckid');
    for (const name of NAMES) {
      const part = child(person, name);
      if (part !== undefined) checks.hold('UWLR-LG-015', !LOOSE_SPACE.test(part.text), part);
    }
    const initials = child(person, 'voorletters-1');
    if (initials !== undefined) checks.hold('UWLR-LG-016', !/[.\s]/.test(initials.text), initials);
  }

  /** A pupil without year group has that of the base group, unless that has several. Where the groups are elsewhere, they may tell. */
  #groupTells(pupil: XmlNode): boolean {
    const [group] = referencesOf(pupil).baseGroups;
    const key = group && keyOf(group);
    if (key === undefined) return false;
    if (!this.data.hasGroups) return true;
    return (this.#yearGroups.get(key) ?? SEVERAL) !== SEVERAL;
  }
}
