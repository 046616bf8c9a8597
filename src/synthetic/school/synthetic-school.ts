import { createHash } from 'node:crypto';
import type { Group, Learner, Roster, Teacher } from '../../model/roster/roster.js';
import { Random } from '../messages/random.js';
import { inventPerson, plainLetters } from '../names/invent-name.js';
import { baseGroupName, combinedGroupName, locationName, SCHOOL_NAMES } from './group-names.js';
import { type SchoolShape, SHAPES, yearsOfGroups } from './school-shape.js';

export interface SyntheticSchoolSize {
  /** Id of a school that does not exist, such as 99XX (see `isSyntheticSchool`). With a location: `99XX-01`. */
  readonly brin: string;
  readonly learners?: number;
  /** Primary unless given. */
  readonly shape?: SchoolShape;
  /** Base groups; unless given, as many as pupils need, and three at least. */
  readonly groups?: number;
  readonly combinedGroups?: number;
  /** Unless given, one more than there are base groups. */
  readonly teachers?: number;
  /** One of a small school, two of a large one. */
  readonly locations?: number;
  /** Another seed gives other people. */
  readonly seed?: string | number;
  /** `2026-2027` */
  readonly schoolYear?: string;
}

/** A vestiging: outside the canonical model, since no profile has it. */
export interface SchoolLocation {
  readonly key: string;
  readonly name: string;
}

/** A school as its administration has it. Ids are those of the administration, which knows people by its keys. */
export interface SyntheticAdministration {
  /** Id of the school. */
  readonly id: string;
  readonly name: string;
  readonly roster: Roster;
  readonly locations: readonly SchoolLocation[];
  /** Key of the location of each base group, by id of the group: its pupils go there, and those of no group to the first one. */
  readonly locationOf: Readonly<Record<string, string>>;
}

const LARGE = 400;

/** An invented school: the same one each time for the same options. One pupil in twelve is in no base group, one in ten has no ECK iD. */
export function syntheticSchool(size: SyntheticSchoolSize): SyntheticAdministration {
  const { brin, learners = 25, shape = 'po', combinedGroups = 2, schoolYear = '2026-2027' } = size;
  const { groups = Math.max(3, Math.ceil(learners / SHAPES[shape].groupSize)), teachers = groups + 1 } = size;
  const { locations = learners < LARGE ? 1 : 2 } = size;
  const made = new Inventor(size, yearsOfGroups(shape, groups));
  const base = list(groups, (at) => made.baseGroup(at));
  const combined = list(combinedGroups, (at) => made.combinedGroup(at));
  const places = list(locations, (at): SchoolLocation => ({ key: `V-${at + 1}`, name: locationName(at) }));
  const placeOf = (at: number) => places[Math.floor((at * locations) / groups)]?.key as string;
  return {
    id: brin,
    name: SCHOOL_NAMES[shape],
    roster: {
      origin: { schoolYear, referenceDate: `${schoolYear.slice(0, 4)}-08-01` },
      groups: [...base, ...combined],
      learners: list(learners, (at) => made.learner(at, base, combined)),
      teachers: list(teachers, (at) => made.teacher(at, base, combined)),
    },
    locations: places,
    locationOf: locations === 0 ? {} : Object.fromEntries(base.map(({ id }, at) => [id, placeOf(at)])),
  };
}

function list<T>(length: number, make: (at: number) => T): T[] {
  return Array.from({ length }, (_, at) => make(at));
}

class Inventor {
  readonly #seed: string;
  readonly #shape: SchoolShape;
  readonly #start: number;

  constructor(
    { brin, seed = 1, shape = 'po', schoolYear = '2026-2027' }: SyntheticSchoolSize,
    private readonly years: readonly (readonly string[])[],
  ) {
    this.#seed = `${brin} ${seed}`;
    this.#shape = shape;
    this.#start = Number(schoolYear.slice(0, 4));
  }

  baseGroup(at: number): Group {
    const years = this.#yearsOf(at);
    const name = baseGroupName(this.#shape, years, this.years.slice(0, at).filter((other) => other[0] === years[0]).length);
    return { id: `SG-${at + 1}`, kind: 'base', key: `SG-${at + 1}`, name, yearGroup: years.length > 1 ? 'C' : (years[0] as string) };
  }

  combinedGroup(at: number): Group {
    return { id: `CG-${at + 1}`, kind: 'combined', key: `CG-${at + 1}`, name: combinedGroupName(this.#shape, at) };
  }

  learner(at: number, base: readonly Group[], combined: readonly Group[]): Learner {
    const random = this.#random(`learner ${at}`);
    const key = `LL-${10_001 + at * 7}`;
    // Those in no group would all be out of the same few groups otherwise.
    const index = (at + Math.floor(at / 12)) % Math.max(1, base.length);
    const group = at % 12 === 11 ? undefined : base[index];
    const years = this.#yearsOf(index);
    const yearGroup = years[Math.floor(at / Math.max(1, base.length)) % years.length] as string;
    const { gender, name } = inventPerson(random);
    const { toAge, sinceGroup3 } = SHAPES[this.#shape];
    const group3 = this.#start - (Number(yearGroup) - sinceGroup3);
    return {
      id: key,
      key,
      ...(at % 10 === 9 ? {} : { eckId: this.#eckId(`learner ${at}`) }),
      name,
      birthDate: birthDate(this.#start - Number(yearGroup) - toAge, random),
      gender,
      ...(group3 > this.#start ? {} : { startYearGroup3: `${group3}-08-${two(20 + (group3 % 7))}` }),
      yearGroup,
      ...(group === undefined ? {} : { group: group.id }),
      combinedGroups: combined.filter((_, other) => (at + other) % 3 === 0).map(({ id }) => id),
      numberEnding: String(1000 + at).slice(-4),
    };
  }

  teacher(at: number, base: readonly Group[], combined: readonly Group[]): Teacher {
    const { name } = inventPerson(this.#random(`teacher ${at}`));
    const key = `LK-${101 + at}`;
    const groups = [base[at], combined[at % 2]].flatMap((group) =>
      group === undefined ? [] : [{ group: group.id, roles: [{ code: 'LRK' }] }],
    );
    return {
      id: key,
      key,
      ...(at % 2 === 1 ? {} : { eckId: this.#eckId(`teacher ${at}`) }),
      name,
      email: `${plainLetters(name.call)}.${plainLetters(name.family)}.${at + 1}@school.example`.toLowerCase(),
      groups: at % 4 === 3 ? [] : groups,
    };
  }

  #yearsOf(at: number): readonly string[] {
    return this.years[at] ?? [SHAPES[this.#shape].years[0] as string];
  }

  /** The form of ECK iDs of the pilot environment: nobody's. */
  #eckId(what: string): string {
    return `https://ketenid.nl/pilot/${createHash('sha512').update(`${this.#seed} ${what}`).digest('hex')}`;
  }

  #random(what: string): Random {
    return Random.of(`${this.#seed} ${what}`);
  }
}

/** Of somebody who reaches an age in the school year: born from October of the year before to September. */
function birthDate(year: number, random: Random): string {
  const month = random.between(1, 12);
  return `${month > 9 ? year - 1 : year}-${two(month)}-${two(random.between(1, 28))}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
