import type { Group, GroupKind } from './roster.js';
import type { Fields } from './roster-fitter.js';

type PerKind<T> = Readonly<Record<GroupKind, T>>;

/** Where UWLR 1.0 and UWLR 2 say the same thing in different places. */
export interface RosterWords {
  readonly groupPath: PerKind<string>;
  readonly learnerGroupPath: PerKind<string>;
  readonly teacherGroupPath: PerKind<string>;
  /** Base and combined groups may not have the same key. */
  readonly sharedKeys: boolean;
  /** Characters of a schoolkey, at most. */
  readonly longestSchoolkey: number;
  group(group: Group): Fields;
  /** The lists as fields of the message. */
  groups(said: PerKind<Fields[]>): Fields;
  /** References as fields of a pupil. */
  learnerGroups(base: readonly Fields[], combined: readonly Fields[]): Fields;
  teacherGroups(said: PerKind<Fields[]>): Fields;
  /** Undefined for one that it has no code for. */
  gender(gender: string | undefined): string | undefined;
  yearGroup(code: string | undefined): unknown;
}

const ROOT = 'leerlinggegevens';

export const WORDS_OF_2: RosterWords = {
  groupPath: { base: `${ROOT}/groepen/groep`, combined: `${ROOT}/groepen/samengestelde_groep` },
  learnerGroupPath: {
    base: `${ROOT}/leerlingen/leerling/groep`,
    combined: `${ROOT}/leerlingen/leerling/samengestelde_groepen/samengestelde_groep`,
  },
  teacherGroupPath: {
    base: `${ROOT}/leerkrachten/leerkracht/groepen/groep`,
    combined: `${ROOT}/leerkrachten/leerkracht/groepen/samengestelde_groep`,
  },
  sharedKeys: true,
  longestSchoolkey: 256,
  group: ({ kind, key, name, yearGroup }) => ({ key, naam: name, ...(kind === 'base' ? { jaargroep: yearGroup } : {}) }),
  groups: ({ base, combined }) => ({ groepen: { ...list('groep', base), ...list('samengestelde_groep', combined) } }),
  learnerGroups: ([base], combined) => ({ groep: base, ...within('samengestelde_groepen', list('samengestelde_groep', combined)) }),
  teacherGroups: ({ base, combined }) => within('groepen', { ...list('groep', base), ...list('samengestelde_groep', combined) }),
  gender: (gender) => gender,
  yearGroup: (code) => code,
};

/** Spec, section f. The year group of a group is one of its properties. */
export const WORDS_OF_1: RosterWords = {
  groupPath: { base: `${ROOT}/groepen/groep`, combined: `${ROOT}/subgroepen/subgroep` },
  learnerGroupPath: { base: `${ROOT}/leerlingen/leerling/groep`, combined: `${ROOT}/leerlingen/leerling/subgroepen/groep` },
  teacherGroupPath: {
    base: `${ROOT}/leerkrachten/leerkracht/groepen/groep`,
    combined: `${ROOT}/leerkrachten/leerkracht/subgroepen/groep`,
  },
  sharedKeys: false,
  longestSchoolkey: 64,
  group: ({ kind, key, name, yearGroup }) => ({
    key,
    naam: name,
    ...(kind === 'base' && yearGroup !== undefined ? { kenmerken: { kenmerk: [{ value: yearGroup }] } } : {}),
  }),
  groups: ({ base, combined }) => ({ ...within('groepen', list('groep', base)), ...within('subgroepen', list('subgroep', combined)) }),
  learnerGroups: ([base], combined) => ({ groep: base, ...within('subgroepen', list('groep', combined)) }),
  teacherGroups: ({ base, combined }) => ({ ...within('groepen', list('groep', base)), ...within('subgroepen', list('groep', combined)) }),
  gender: (gender) => (gender === undefined ? undefined : GENDERS_OF_1.get(gender)),
  yearGroup: (code) => (code === undefined ? undefined : { value: code }),
};

/** 1.0 has no code for what was not specified. */
const GENDERS_OF_1: ReadonlyMap<string, string> = new Map([
  ['1', '1'],
  ['2', '2'],
  ['0', '3'],
]);

function list(name: string, items: readonly Fields[]): Fields {
  return items.length === 0 ? {} : { [name]: items };
}

/** No container without something in it. */
function within(name: string, content: Fields): Fields {
  return Object.keys(content).length === 0 ? {} : { [name]: content };
}
