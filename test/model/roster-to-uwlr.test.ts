import { describe, expect, test } from '@jest/globals';
import type { Group, Learner, Roster, Teacher } from '../../src/model/roster/roster.js';
import { wholeProfile } from '../../src/model/roster/roster-fields.js';
import { fromLeerlinggegevens, fromLeerlinggegevens1 } from '../../src/model/roster/roster-from-uwlr.js';
import { RosterWriter } from '../../src/model/roster/roster-to-uwlr.js';
import { encodeToString } from '../../src/uwlr/encode.js';
import type { UwlrVersion } from '../../src/uwlr/finding.js';
import type { PupilProfile } from '../../src/uwlr/grammar/grammar.js';
import { lvsMessage, messageOf1, smalleMessage } from './support/invented-roster.js';
import { MADE_AT, say, withIds } from './support/rosters.js';

const GROUP: Group = { id: 'g', kind: 'base', key: 'g6', name: 'Nepgroep', yearGroup: '6' };
const COMBINED: Group = { id: 'c', kind: 'combined', key: 'plus', name: 'Nep plusklas' };
/** Every property that there can be. */
const LEARNER: Required<Learner> = {
  id: 'l',
  key: 'nep-1',
  eckId: 'e1',
  name: { family: 'Nepachternaam', prefix: 'nep', initials: 'N', call: 'Nepnaam' },
  birthDate: '2016-03-04',
  gender: '1',
  startYearGroup3: '2022-08-22',
  yearGroup: '6',
  group: 'g',
  combinedGroups: ['c'],
  numberEnding: '0000',
};
const TEACHER: Required<Teacher> = {
  id: 't',
  key: 'nep-l',
  eckId: 'e2',
  name: { family: 'Nepleerkracht', prefix: 'nep', initials: 'N', call: 'Nepjuf' },
  email: 'nep@school.example',
  groups: [{ group: 'g', roles: [{ code: 'LRK' }, { description: 'nep' }] }],
};

function writer(version: UwlrVersion, profile: PupilProfile, ...groups: readonly Group[]) {
  return new RosterWriter({ version, fields: wholeProfile(profile), groups: new Map(groups.map((group) => [group.id, group])) });
}

function without<T extends object, K extends keyof T>(object: T, ...names: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;
}

describe('there and back again', () => {
  test.each([
    ['2.2', 'lvs-set', lvsMessage()],
    ['2.3', 'smalle-set', smalleMessage()],
  ] as const)('an answer of %s in the %s', (version, profile, message) => {
    const said = say(withIds(fromLeerlinggegevens(message)), version, profile);
    expect(said).toMatchObject({ losses: [], problems: [] });
    expect(said.message.leerlinggegevens).toEqual(message);
    encodeToString(said.root as never, version, said.message as never, { profile });
  });

  test('an answer of 1.0', () => {
    const said = say(withIds(fromLeerlinggegevens1(messageOf1())), '1.0', 'smalle-set');
    expect(said).toMatchObject({ losses: [], problems: [] });
    expect(said.message.leerlinggegevens).toEqual(messageOf1());
    encodeToString(said.root as never, '1.0', said.message as never);
  });
});

describe('what a set forbids is left out without a word', () => {
  test('of a pupil', () => {
    const smalle = writer('2.3', 'smalle-set', GROUP, COMBINED);
    expect(smalle.learner(LEARNER)).toEqual({
      key: 'nep-1',
      eckid: 'e1',
      achternaam: 'Nepachternaam',
      voorvoegsel: 'nep',
      roepnaam: 'Nepnaam',
      jaargroep: '6',
      groep: { key: 'g6' },
      samengestelde_groepen: { samengestelde_groep: [{ key: 'plus' }] },
    });
    const lvs = writer('2.3', 'lvs-set', GROUP, COMBINED);
    expect(lvs.learner(LEARNER)).not.toHaveProperty('bsn_ondwnr-4');
    expect(lvs.learner(LEARNER)).not.toHaveProperty('voorletters-1');
    for (const { losses, problems } of [smalle, lvs]) expect([losses.list(), problems]).toEqual([[], []]);
  });

  test('of staff', () => {
    const groepen = { groep: [{ key: 'g6', rol: ['LRK'] }] };
    const said = { key: 'nep-l', eckid: 'e2', achternaam: 'Nepleerkracht', voorvoegsel: 'nep', roepnaam: 'Nepjuf', groepen };
    const lvs = writer('2.2', 'lvs-set', GROUP);
    expect(lvs.teacher(TEACHER)).toEqual(said);
    expect(writer('2.2', 'smalle-set', GROUP).teacher(TEACHER)).toEqual({ ...said, emailadres: 'nep@school.example' });
    expect(lvs.losses.list()).toEqual([]);
  });
});

describe('what a version does not have is a loss', () => {
  test('no ECK iD before 2.2', () => {
    const said = writer('2.1', 'smalle-set', GROUP, COMBINED);
    expect(said.learner(LEARNER)).not.toHaveProperty('eckid');
    said.learner(LEARNER);
    said.teacher(TEACHER);
    const [kind, reason] = ['left-out', 'not-in-version'];
    expect(said.losses.list()).toEqual([
      { kind, path: '/leerlinggegevens/leerlingen/leerling/@eckid', reason, count: 2 },
      { kind, path: '/leerlinggegevens/leerkrachten/leerkracht/@eckid', reason, count: 1 },
    ]);
  });

  test('much of the LVS set in 1.0', () => {
    const said = writer('1.0', 'lvs-set', GROUP, COMBINED);
    expect(said.learner(LEARNER)).toEqual({
      key: 'nep-1',
      achternaam: 'Nepachternaam',
      voorvoegsel: 'nep',
      'voorletters-1': 'N',
      roepnaam: 'Nepnaam',
      geboortedatum: '2016-03-04',
      geslacht: '1',
      jaargroep: { value: '6' },
      groep: { key: 'g6' },
      subgroepen: { groep: [{ key: 'plus' }] },
    });
    said.teacher(TEACHER);
    said.school({ schoolYear: '2026-2027', referenceDate: '2026-09-01' }, '99AB', MADE_AT, '1.0');
    expect(said.losses.list().map(({ path }) => path.split('/').slice(-2).join('/'))).toEqual([
      'leerling/@eckid',
      'leerling/start_ondw_jgr3',
      'leerling/bsn_ondwnr-4',
      'leerkracht/@eckid',
      'groep/rol',
      'school/peildatum',
    ]);
    expect(said.problems).toEqual([]);
  });

  test('but nothing is lost in 1.0 that the set would not have had', () => {
    const said = writer('1.0', 'smalle-set', GROUP, COMBINED);
    expect(said.learner(LEARNER)).not.toHaveProperty('geslacht');
    expect(said.losses.list().map(({ path }) => path)).toEqual(['/leerlinggegevens/leerlingen/leerling/@eckid']);
  });

  test('a gender in 1.0 is 1, 2 or 3; what was not specified is left out', () => {
    const said = writer('1.0', 'lvs-set', GROUP, COMBINED);
    const genders = ['0', '1', '2', '9'].map((gender) => said.learner({ ...LEARNER, gender })['geslacht']);
    expect(genders).toEqual(['3', '1', '2', undefined]);
    expect(said.losses.list()).toContainEqual({
      kind: 'left-out',
      path: '/leerlinggegevens/leerlingen/leerling/geslacht',
      reason: 'value-not-allowed',
      count: 1,
    });
  });

  test('prefix and initials without a surname cannot be said', () => {
    const said = writer('2.2', 'lvs-set', GROUP, COMBINED);
    const pupil = said.learner({ ...LEARNER, name: { prefix: 'nep', initials: 'N', call: 'Nepnaam' } });
    expect(pupil).not.toHaveProperty('voorvoegsel');
    expect(said.losses.list().map(({ path, reason }) => `${path.split('/').at(-1)} ${reason}`)).toEqual([
      'voorvoegsel missing-achternaam',
      'voorletters-1 missing-achternaam',
    ]);
    expect(said.problems).toEqual([]);
  });

  test('a group that is not there cannot be referred to', () => {
    const said = writer('2.2', 'smalle-set', COMBINED);
    expect(said.learner({ ...LEARNER, combinedGroups: ['c', 'weg', 'c'] })).toMatchObject({
      samengestelde_groepen: { samengestelde_groep: [{ key: 'plus' }] },
    });
    expect(said.teacher(TEACHER)).not.toHaveProperty('groepen');
    expect(said.losses.list().map(({ path, reason, count }) => `${path} ${reason} ${count}`)).toEqual([
      '/leerlinggegevens/leerlingen/leerling/groep unknown-group 1',
      '/leerlinggegevens/leerlingen/leerling/samengestelde_groepen/samengestelde_groep unknown-group 1',
      '/leerlinggegevens/leerkrachten/leerkracht/groepen/groep unknown-group 1',
    ]);
  });
});

describe('what is demanded and missing is a problem, counted by path', () => {
  const path = (name: string) => `/leerlinggegevens/leerlingen/leerling/${name}`;

  test('by the LVS set', () => {
    const said = writer('2.2', 'lvs-set', GROUP, COMBINED);
    const bare = without(LEARNER, 'birthDate', 'gender', 'yearGroup', 'numberEnding', 'group');
    said.learner({ ...bare, name: { family: 'Nepachternaam' } });
    said.learner(bare);
    const rule = 'UWLR-EX-008';
    expect(said.problems).toEqual([
      { rule, path: path('roepnaam'), count: 1 },
      { rule, path: path('geboortedatum'), count: 2 },
      { rule, path: path('geslacht'), count: 2 },
      { rule, path: path('jaargroep'), count: 2 },
      { rule, path: path('bsn_ondwnr-4'), count: 2 },
    ]);
  });

  test('by the version: a key up to 2.2, a birth date and a year group in 1.0', () => {
    const rule = 'UWLR-EX-009';
    const said = writer('2.2', 'smalle-set', GROUP, COMBINED);
    expect(said.learner(without(LEARNER, 'key'))).not.toHaveProperty('key');
    expect(said.problems).toEqual([{ rule, path: path('@key'), count: 1 }]);
    const latest = writer('2.3', 'smalle-set', GROUP, COMBINED);
    latest.learner(without(LEARNER, 'key'));
    expect(latest.problems).toEqual([]);
    const first = writer('1.0', 'smalle-set', GROUP, COMBINED);
    first.learner(without(LEARNER, 'birthDate', 'yearGroup', 'group'));
    expect(first.problems).toEqual([
      { rule, path: path('geboortedatum'), count: 1 },
      { rule, path: path('jaargroep'), count: 1 },
    ]);
  });

  test('a text that is too long for 1.0, once', () => {
    const said = writer('1.0', 'smalle-set', GROUP, COMBINED);
    said.learner({ ...LEARNER, name: { family: 'N'.repeat(71) } });
    said.teacher({ ...TEACHER, email: 'n'.repeat(129) });
    said.school({ schoolYear: '2026-2027' }, `schoolkey:${'k'.repeat(65)}`, MADE_AT, '1.0');
    const rule = 'UWLR-EX-009';
    expect(said.problems).toEqual([
      { rule, path: path('achternaam'), count: 1 },
      { rule, path: '/leerlinggegevens/leerkrachten/leerkracht/emailadres', count: 1 },
      { rule, path: '/leerlinggegevens/school/schoolkey', count: 1 },
    ]);
  });

  test('a key that a base and a combined group share, where one list of keys is for both', () => {
    const groups = [GROUP, { ...COMBINED, key: GROUP.key }];
    const two = writer('2.2', 'smalle-set');
    two.groups(groups);
    expect(two.problems).toEqual([{ rule: 'UWLR-EX-009', path: '/leerlinggegevens/groepen/samengestelde_groep/@key', count: 1 }]);
    const one = writer('1.0', 'smalle-set');
    one.groups(groups);
    expect(one.problems).toEqual([]);
  });

  test('a school without a name that the standard knows', () => {
    const said = writer('2.2', 'smalle-set');
    said.school({ schoolYear: '2026-2027' }, 'geen school', MADE_AT, '2.2');
    expect(said.problems).toEqual([{ rule: 'UWLR-EX-009', path: '/leerlinggegevens/school', count: 1 }]);
  });
});

describe('the school', () => {
  const origin = { schoolYear: '2026-2027', createdAt: '2026-08-01T00:00:00Z' };
  const head = { schooljaar: '2026-2027', aanmaakdatum: MADE_AT };

  test('has a location, 00 if need be, where it has a BRIN', () => {
    const said = writer('2.2', 'smalle-set');
    expect(said.school(origin, '99AB', MADE_AT, '2.2.1')).toEqual({ ...head, brincode: '99AB', dependancecode: '00', xsdversie: '2.2.1' });
    expect(said.school(origin, '99AB-01', MADE_AT, '2.2')).toMatchObject({ dependancecode: '01' });
    expect(said.school(origin, 'schoolkey:nep', MADE_AT, '2.2')).toEqual({ ...head, schoolkey: 'nep', xsdversie: '2.2' });
  });

  test('has the day on which the data are true when it is known, or has to be given', () => {
    const known = { ...origin, referenceDate: '2026-09-01' };
    expect(writer('2.2', 'smalle-set').school(known, '99AB', MADE_AT, '2.2')).toMatchObject({ peildatum: '2026-09-01' });
    expect(writer('2.2', 'lvs-set').school(known, '99AB', MADE_AT, '2.2')).toMatchObject({ peildatum: '2026-09-01' });
    expect(writer('2.2', 'lvs-set').school(origin, '99AB', MADE_AT, '2.2')).toMatchObject({ peildatum: '2026-09-02' });
  });
});

test('no groups are said as none at all', () => {
  expect(writer('2.2', 'smalle-set').groups([])).toBeUndefined();
  expect(writer('1.0', 'smalle-set').groups([COMBINED])).toEqual({ subgroepen: { subgroep: [{ key: 'plus', naam: 'Nep plusklas' }] } });
});

test('a pupil without a year group has that of the group, unless the group has several', () => {
  const said = writer('2.2', 'smalle-set', GROUP, { ...GROUP, id: 'several', yearGroup: 'C' });
  const pupil = without(LEARNER, 'yearGroup');
  expect(said.learner(pupil)).toMatchObject({ jaargroep: '6' });
  expect(said.learner({ ...pupil, group: 'several' })).not.toHaveProperty('jaargroep');
  expect(said.learner({ ...LEARNER, yearGroup: '7' })).toMatchObject({ jaargroep: '7' });
});

test('empty texts are as good as none', () => {
  const roster: Roster = { origin: { schoolYear: '2026-2027' }, groups: [], learners: [], teachers: [] };
  const { message, problems } = say(
    { ...roster, learners: [{ ...LEARNER, group: '', combinedGroups: [], name: { family: 'Nep', prefix: '', call: '' }, gender: '' }] },
    '2.2',
    'smalle-set',
  );
  expect(message.leerlinggegevens.leerlingen.leerling).toEqual([
    { key: 'nep-1', eckid: 'e1', achternaam: 'Nep', geboortedatum: '2016-03-04', jaargroep: '6' },
  ]);
  expect(problems).toEqual([]);
});
