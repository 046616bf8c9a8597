import fc from 'fast-check';
import type { GroupKind, IncomingGroup, IncomingLearner, IncomingRoster, IncomingTeacher, Role } from '../../src/model/roster/roster.js';
import { YEAR } from './fill-roster.js';

/** A value that occurs once in a roster, and where UWLR 2 would say it. */
export interface Planted {
  /** From `leerlinggegevens`, as in `pupilFields`. */
  readonly path: string;
  readonly value: string;
}

export interface PlantedRoster {
  readonly roster: IncomingRoster;
  readonly planted: readonly Planted[];
}

type Fields = Readonly<Record<string, string>>;
type Made<T> = { readonly one: T; readonly planted: readonly Planted[] };

const two = (n: number) => String(n).padStart(2, '0');

/** Every text that can be known of a person, for the n-th of a kind. All of it is invented, and found nowhere else. */
const PERSON = (kind: string, n: number): Fields => ({
  '@key': `SLEUTEL-${kind}-${two(n)}`,
  '@eckid': `https://ketenid.nl/pilot/${kind.toLowerCase()}${two(n)}${'f'.repeat(100)}`,
  achternaam: `Plantnaam${kind}${two(n)}`,
  voorvoegsel: `vz${kind}${two(n)}`,
  'voorletters-1': `V${kind.slice(1)}${two(n)}Q`,
  roepnaam: `Roep${kind}${two(n)}`,
});

const PUPIL = (n: number): Fields => ({
  ...PERSON('LL', n),
  geboortedatum: `2011-02-${two(n + 1)}`,
  start_ondw_jgr3: `2017-09-${two(n + 1)}`,
  'bsn_ondwnr-4': `87${two(n)}`,
});

const TEACHER = (n: number): Fields => ({ ...PERSON('LK', n), emailadres: `post${two(n)}@plant.voorbeeld` });

/** Some of these fields, a key or an ECK iD among them: nobody gets into a roster without. */
function someOf(fields: Fields): fc.Arbitrary<Fields> {
  const names = fc.subarray(Object.keys(fields)).map((chosen) => (chosen.some(isName) ? chosen : ['@key', ...chosen]));
  return names.map((chosen) => Object.fromEntries(chosen.map((name) => [name, fields[name] as string])));
}

const isName = (field: string) => field === '@key' || field === '@eckid';

function plantedIn(path: string, fields: Fields): Planted[] {
  return Object.entries(fields).map(([name, value]) => ({ path: `leerlinggegevens/${path}/${name}`, value }));
}

function without<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

function namesOf(fields: Fields) {
  const { '@key': key, '@eckid': eckId, achternaam, voorvoegsel, 'voorletters-1': initials, roepnaam } = fields;
  return without({ key, eckId, name: without({ family: achternaam, prefix: voorvoegsel, initials, call: roepnaam }) }) as object;
}

/** No version can do without the year group of a base group, so all of them have one. */
function groupOf(n: number, kind: GroupKind): Made<IncomingGroup> {
  const fields = { '@key': `GROEP-${two(n)}`, naam: `Plantgroep ${two(n)}` };
  const one = { kind, key: fields['@key'], name: fields.naam, ...(kind === 'base' ? { yearGroup: '4' } : {}) };
  return { one, planted: plantedIn(kind === 'base' ? 'groepen/groep' : 'groepen/samengestelde_groep', fields) };
}

type RestOfLearner = Pick<IncomingLearner, 'combinedGroups'> & {
  readonly gender?: string;
  readonly yearGroup?: string;
  readonly group?: string;
};

function learnerOf(fields: Fields, rest: RestOfLearner): Made<IncomingLearner> {
  const { geboortedatum: birthDate, start_ondw_jgr3: startYearGroup3, 'bsn_ondwnr-4': numberEnding } = fields;
  const one = without({ ...namesOf(fields), birthDate, startYearGroup3, numberEnding, ...rest }) as object as IncomingLearner;
  return { one, planted: plantedIn('leerlingen/leerling', fields) };
}

function teacherOf(fields: Fields, groups: IncomingTeacher['groups']): Made<IncomingTeacher> {
  const one = without({ ...namesOf(fields), email: fields['emailadres'], groups }) as object as IncomingTeacher;
  const described = groups.flatMap(({ roles }) =>
    roles.flatMap(({ description: rolomschrijving = '' }) => (rolomschrijving === '' ? [] : [{ rolomschrijving }])),
  );
  const ofRoles = described.flatMap((role) => plantedIn('leerkrachten/leerkracht/groepen/groep', role));
  return { one, planted: [...plantedIn('leerkrachten/leerkracht', fields), ...ofRoles] };
}

function together(
  groups: readonly Made<IncomingGroup>[],
  learners: readonly Made<IncomingLearner>[],
  teachers: readonly Made<IncomingTeacher>[],
) {
  return {
    roster: {
      origin: { schoolYear: YEAR, referenceDate: '2025-10-01', createdAt: '2025-10-02T08:00:00+02:00' },
      groups: groups.map(({ one }) => one),
      learners: learners.map(({ one }) => one),
      teachers: teachers.map(({ one }) => one),
    },
    planted: [...groups, ...learners, ...teachers].flatMap(({ planted }) => planted),
  };
}

const ROLES = (n: number): readonly Role[] => [{ code: 'LRK' }, { description: `Rolplant${two(n)}` }];

/** A roster with everything that a roster can hold. */
export const FULL_ROSTER: PlantedRoster = together(
  [groupOf(0, 'base'), groupOf(1, 'combined')],
  [learnerOf(PUPIL(0), { gender: '1', yearGroup: '4', group: 'GROEP-00', combinedGroups: ['GROEP-01'] })],
  [
    teacherOf(TEACHER(0), [
      { kind: 'base', key: 'GROEP-00', roles: ROLES(0) },
      { kind: 'combined', key: 'GROEP-01', roles: [] },
    ]),
  ],
);

function group(n: number): fc.Arbitrary<Made<IncomingGroup>> {
  return fc.constantFrom('base' as const, 'combined' as const).map((kind) => groupOf(n, kind));
}

function learner(n: number, groups: readonly IncomingGroup[]): fc.Arbitrary<Made<IncomingLearner>> {
  const keys = (kind: GroupKind) => groups.filter((one) => one.kind === kind).map(({ key }) => key);
  const rest = fc.record({
    gender: fc.constantFrom('0', '1', '2', '9', undefined),
    yearGroup: fc.constantFrom('3', '8', '11', 'S', undefined),
    group: fc.constantFrom(undefined, ...keys('base')),
    combinedGroups: fc.subarray(keys('combined')),
  });
  return fc.tuple(someOf(PUPIL(n)), rest).map(([fields, chosen]) => learnerOf(fields, chosen as RestOfLearner));
}

function teacher(n: number, groups: readonly IncomingGroup[]): fc.Arbitrary<Made<IncomingTeacher>> {
  return fc.tuple(someOf(TEACHER(n)), fc.subarray([...groups]), fc.subarray([...ROLES(n)])).map(([fields, chosen, roles]) =>
    teacherOf(
      fields,
      chosen.map(({ kind, key }) => ({ kind, key, roles })),
    ),
  );
}

const numbered = <T>(most: number, make: (n: number) => fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.nat(most).chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => make(n))));

/** Rosters with any part of what a roster can hold. */
export const plantedRosters: fc.Arbitrary<PlantedRoster> = numbered(4, group).chain((groups) => {
  const there = groups.map(({ one }) => one);
  const people = fc.tuple(
    numbered(4, (n) => learner(n, there)),
    numbered(3, (n) => teacher(n, there)),
  );
  return people.map(([learners, teachers]) => together(groups, learners, teachers));
});
