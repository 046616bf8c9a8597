import { createHash } from 'node:crypto';
import type { Group, Learner, PersonName, Roster, Teacher } from '../../model/roster.js';
import { CALL_NAMES, COMBINED_NAMES, FAMILY_NAMES, GROUP_NAMES, PREFIXES } from './names.js';

export interface SyntheticSchoolSize {
  /** Of a school that does not exist, such as 99XX. With a location: `99XX-01`. */
  readonly brin: string;
  readonly learners?: number;
  /** Base groups. */
  readonly groups?: number;
  readonly combinedGroups?: number;
  readonly teachers?: number;
  /** Another seed gives other people. */
  readonly seed?: string | number;
  /** `2026-2027` */
  readonly schoolYear?: string;
  /** Year groups 11 to 16 instead of 3 to 8. */
  readonly secondary?: boolean;
}

/** A school as its administration has it. Ids are those of the administration, which knows people by its keys. */
export interface SyntheticAdministration {
  /** Id of the school. */
  readonly id: string;
  readonly roster: Roster;
}

/** An invented school: the same one each time for the same options. One pupil in twelve is in no base group, one in ten has no ECK iD. */
export function syntheticSchool(size: SyntheticSchoolSize): SyntheticAdministration {
  const { brin, learners = 25, groups = 3, combinedGroups = 2, teachers = 4, schoolYear = '2026-2027' } = size;
  const made = new Inventor(size);
  const base = list(groups, (at) => made.baseGroup(at));
  const combined = list(combinedGroups, (at) => made.combinedGroup(at));
  return {
    id: brin,
    roster: {
      origin: { schoolYear, referenceDate: `${schoolYear.slice(0, 4)}-09-01` },
      groups: [...base, ...combined],
      learners: list(learners, (at) => made.learner(at, base, combined)),
      teachers: list(teachers, (at) => made.teacher(at, base, combined)),
    },
  };
}

function list<T>(length: number, make: (at: number) => T): T[] {
  return Array.from({ length }, (_, at) => make(at));
}

class Inventor {
  readonly #seed: string;
  readonly #secondary: boolean;

  constructor({ brin, seed = 1, secondary = false }: SyntheticSchoolSize) {
    this.#seed = `${brin} ${seed}`;
    this.#secondary = secondary;
  }

  baseGroup(at: number): Group {
    return { id: `SG-${at + 1}`, kind: 'base', key: `SG-${at + 1}`, name: numbered(GROUP_NAMES, at), yearGroup: this.#yearGroup(at) };
  }

  combinedGroup(at: number): Group {
    return { id: `CG-${at + 1}`, kind: 'combined', key: `CG-${at + 1}`, name: numbered(COMBINED_NAMES, at) };
  }

  learner(at: number, base: readonly Group[], combined: readonly Group[]): Learner {
    const bytes = this.#bytes(`learner ${at}`);
    const key = `LL-${10_001 + at * 7}`;
    const group = at % 12 === 11 ? undefined : base[at % Math.max(1, base.length)];
    const year = this.#secondary ? 2010 : 2016;
    return {
      id: key,
      key,
      ...(at % 10 === 9 ? {} : { eckId: eckId(bytes) }),
      name: this.#name(bytes),
      birthDate: `${year + (at % 6)}-${two(1 + ((bytes[3] as number) % 12))}-${two(1 + ((bytes[4] as number) % 28))}`,
      gender: ['0', '1', '2', '9'][(bytes[5] as number) % 4] as string,
      startYearGroup3: '2022-08-22',
      yearGroup: group?.yearGroup ?? this.#yearGroup(0),
      ...(group === undefined ? {} : { group: group.id }),
      combinedGroups: combined.filter((_, index) => (at + index) % 3 === 0).map(({ id }) => id),
      numberEnding: String(1000 + at).slice(-4),
    };
  }

  teacher(at: number, base: readonly Group[], combined: readonly Group[]): Teacher {
    const bytes = this.#bytes(`teacher ${at}`);
    const key = `LK-${101 + at}`;
    const groups = [base[at], combined[at % 2]].flatMap((group) =>
      group === undefined ? [] : [{ group: group.id, roles: [{ code: 'LRK' }] }],
    );
    return {
      id: key,
      key,
      ...(at % 2 === 1 ? {} : { eckId: eckId(bytes) }),
      name: this.#name(bytes),
      email: `nep-${at + 1}@school.example`,
      groups: at % 4 === 3 ? [] : groups,
    };
  }

  #yearGroup(at: number): string {
    return String((this.#secondary ? 11 : 3) + (at % 6));
  }

  #name(bytes: Buffer): PersonName {
    const prefix = PREFIXES[(bytes[1] as number) % PREFIXES.length];
    const call = CALL_NAMES[(bytes[2] as number) % CALL_NAMES.length] as string;
    return {
      family: FAMILY_NAMES[(bytes[0] as number) % FAMILY_NAMES.length] as string,
      ...(prefix === undefined ? {} : { prefix }),
      initials: `${call.slice(0, 1).normalize('NFD').slice(0, 1)}Q`,
      call,
    };
  }

  #bytes(what: string): Buffer {
    return createHash('sha512').update(`${this.#seed} ${what}`).digest();
  }
}

/** The form of ECK iDs of the pilot environment: nobody's. */
function eckId(bytes: Buffer): string {
  return `https://ketenid.nl/pilot/${bytes.toString('hex')}`;
}

function numbered(names: readonly string[], at: number): string {
  const name = names[at % names.length] as string;
  return at < names.length ? name : `${name} ${Math.floor(at / names.length) + 1}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
