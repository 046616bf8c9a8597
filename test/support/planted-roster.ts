import fc from 'fast-check';
import type { IncomingGroup, IncomingLearner, IncomingRoster, IncomingTeacher } from '../../src/model/roster.js';
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

type Made<T> = { readonly one: T; readonly planted: readonly Planted[] };

const two = (n: number) => String(n).padStart(2, '0');

/** Every text that can be known of a person, for the n-th of a kind. All of it is invented, and found nowhere else. */
const PERSON = (kind: string, n: number): Readonly<Record<string, string>> => ({
  '@key': `SLEUTEL-${kind}-${two(n)}`,
  '@eckid': `https://ketenid.nl/pilot/${kind.toLowerCase()}${two(n)}${'f'.repeat(100)}`,
  achternaam: `Plantnaam${kind}${two(n)}`,
  voorvoegsel: `vz${kind}${two(n)}`,
  'voorletters-1': `V${kind.slice(0, 1)}${two(n)}Q`,
  roepnaam: `Roep${kind}${two(n)}`,
});

const PUPIL = (n: number): Readonly<Record<string, string>> => ({
  ...PERSON('LL', n),
  geboortedatum: `2011-02-${two(n + 1)}`,
  start_ondw_jgr3: `2017-09-${two(n + 1)}`,
  'bsn_ondwnr-4': `87${two(n)}`,
});

const TEACHER = (n: number): Readonly<Record<string, string>> => ({ ...PERSON('LK', n), emailadres: `post${two(n)}@plant.voorbeeld` });

/** Some of these fields, a key or an ECK iD among them: nobody gets into a roster without. */
function someOf(fields: Readonly<Record<string, string>>): fc.Arbitrary<Readonly<Record<string, string>>> {
  const names = fc.subarray(Object.keys(fields)).map((chosen) => (chosen.some(isName) ? chosen : ['@key', ...chosen]));
  return names.map((chosen) => Object.fromEntries(chosen.map((name) => [name, fields[name] as string])));
}

const isName = (field: string) => field === '@key' || field === '@eckid';

function plantedIn(path: string, fields: Readonly<Record<string, string>>): Planted[] {
  return Object.entries(fields).map(([name, value]) => ({ path: `leerlinggegevens/${path}/${name}`, value }));
}

function without<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

function namesOf(fields: Readonly<Record<string, string>>) {
  const { '@key': key, '@eckid': eckId, achternaam, voorvoegsel, 'voorletters-1': initials, roepnaam } = fields;
  return without({ key, eckId, name: without({ family: achternaam, prefix: voorvoegsel, initials, call: roepnaam }) }) as object;
}

/** No version can do without the year group of a base group, so all of them have one. */
function group(n: number): fc.Arbitrary<Made<IncomingGroup>> {
  return fc.constantFrom('base' as const, 'combined' as const).map((kind) => {
    const fields = { '@key': `GROEP-${two(n)}`, naam: `Plantgroep ${two(n)}` };
    const one = { kind, key: fields['@key'], name: fields.naam, ...(kind === 'base' ? { yearGroup: '4' } : {}) };
    return { one, planted: plantedIn(kind === 'base' ? 'groepen/groep' : 'groepen/samengestelde_groep', fields) };
  });
}

function learner(n: number, groups: readonly IncomingGroup[]): fc.Arbitrary<Made<IncomingLearner>> {
  const keys = (kind: string) => groups.filter((one) => one.kind === kind).map(({ key }) => key);
  return fc
    .record({
      fields: someOf(PUPIL(n)),
      gender: fc.option(fc.constantFrom('0', '1', '2', '9'), { nil: undefined }),
      yearGroup: fc.option(fc.constantFrom('3', '8', '11', 'S'), { nil: undefined }),
      group: fc.constantFrom(undefined, ...keys('base')),
      combinedGroups: fc.subarray(keys('combined')),
    })
    .map(({ fields, ...rest }) => {
      const { geboortedatum: birthDate, start_ondw_jgr3: startYearGroup3, 'bsn_ondwnr-4': numberEnding } = fields;
      const one = without({ ...namesOf(fields), birthDate, startYearGroup3, numberEnding, ...rest }) as IncomingLearner;
      return { one, planted: plantedIn('leerlingen/leerling', fields) };
    });
}

function teacher(n: number, groups: readonly IncomingGroup[]): fc.Arbitrary<Made<IncomingTeacher>> {
  const role = fc.constantFrom({ code: 'LRK' }, { code: 'DIR' }, { description: `Rolplant${two(n)}` });
  return fc
    .record({ fields: someOf(TEACHER(n)), groups: fc.subarray([...groups]), roles: fc.array(role, { maxLength: 2 }) })
    .map(({ fields, groups: chosen, roles }) => {
      const { emailadres: email } = fields;
      const one = without({ ...namesOf(fields), email, groups: chosen.map(({ kind, key }) => ({ kind, key, roles })) }) as IncomingTeacher;
      const described = plantedIn('leerkrachten/leerkracht/groepen/groep', { rolomschrijving: `Rolplant${two(n)}` });
      return { one, planted: [...plantedIn('leerkrachten/leerkracht', fields), ...described] };
    });
}

const numbered = <T>(most: number, make: (n: number) => fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.nat(most).chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => make(n))));

/** Rosters with any part of what a roster can hold. */
export const plantedRosters: fc.Arbitrary<PlantedRoster> = numbered(4, group).chain((groups) => {
  const there = groups.map(({ one }) => one);
  return fc
    .record({ learners: numbered(4, (n) => learner(n, there)), teachers: numbered(3, (n) => teacher(n, there)) })
    .map(({ learners, teachers }) => ({
      roster: {
        origin: { schoolYear: YEAR, referenceDate: '2025-10-01', createdAt: '2025-10-02T08:00:00+02:00' },
        groups: there,
        learners: learners.map(({ one }) => one),
        teachers: teachers.map(({ one }) => one),
      },
      planted: [...groups, ...learners, ...teachers].flatMap(({ planted }) => planted),
    }));
});
