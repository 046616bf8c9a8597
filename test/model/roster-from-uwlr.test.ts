import { describe, expect, test } from '@jest/globals';
import { fromEdex, fromLeerlinggegevens, fromLeerlinggegevens1 } from '../../src/model/roster/roster-from-uwlr.js';
import type { Leerling, Leerlinggegevens } from '../../src/uwlr/messages/leerlinggegevens.js';
import type { Leerlinggegevens1 } from '../../src/uwlr/messages/v1/leerlinggegevens.js';
import { lvsMessage, messageOf1 } from './support/invented-roster.js';
import { MADE_AT } from './support/rosters.js';

function withPupils(...leerling: Leerling[]): Leerlinggegevens {
  return { school: lvsMessage().school, leerlingen: { leerling } };
}

describe('an answer of UWLR 2', () => {
  test('becomes a roster with keys', () => {
    const { notes, ...roster } = fromLeerlinggegevens(lvsMessage());
    expect(notes).toEqual([]);
    expect(roster).toEqual({
      origin: { schoolYear: '2026-2027', referenceDate: '2026-09-01', createdAt: MADE_AT },
      groups: [
        { kind: 'base', key: 'g6', name: 'Nepgroep zes', yearGroup: '6' },
        { kind: 'base', key: 'gc', name: 'Nepgroep vijf en zes', yearGroup: 'C' },
        { kind: 'combined', key: 'plus', name: 'Nep plusklas' },
      ],
      learners: [
        {
          key: 'nep-1',
          eckId: 'https://ketenid.nl/pilot/nep-1',
          name: { family: 'Nepachternaam', prefix: 'van nep', initials: 'NA', call: 'Nepnaam' },
          birthDate: '2016-03-04',
          gender: '9',
          startYearGroup3: '2022-08-22',
          yearGroup: '6',
          group: 'g6',
          combinedGroups: ['plus'],
          numberEnding: '0000',
        },
        {
          key: 'nep-2',
          name: { call: 'Nepzus' },
          birthDate: '2017-01-02',
          gender: '0',
          yearGroup: '5',
          group: 'gc',
          combinedGroups: [],
          numberEnding: '9999',
        },
      ],
      teachers: [
        {
          key: 'nep-l',
          eckId: 'https://ketenid.nl/pilot/nep-l',
          name: { family: 'Nepleerkracht', prefix: 'nep', call: 'Nepjuf' },
          groups: [
            { kind: 'base', key: 'g6', roles: [{ code: 'LRK' }, { code: 'IB' }] },
            { kind: 'combined', key: 'plus', roles: [] },
          ],
        },
        { key: 'nep-m', name: { call: 'Nepmeester' }, groups: [] },
      ],
    });
  });

  test('white space around keys counts for nothing, so a group that is named twice is there once', () => {
    const { learners, teachers } = fromLeerlinggegevens({
      ...withPupils({
        key: ' nep-1 ',
        roepnaam: 'Nepnaam',
        groep: { key: 'g6 ' },
        samengestelde_groepen: { samengestelde_groep: [{ key: 'plus' }, { key: ' plus' }] },
      }),
      leerkrachten: {
        leerkracht: [
          {
            key: '\tnep-l',
            roepnaam: 'Nepjuf',
            groepen: {
              groep: [
                { key: 'g6', rol: ['LRK'] },
                { key: ' g6', rolomschrijving: ['nep'] },
              ],
            },
          },
        ],
      },
    });
    expect(learners).toEqual([{ key: 'nep-1', name: { call: 'Nepnaam' }, group: 'g6', combinedGroups: ['plus'] }]);
    expect(teachers[0]).toMatchObject({
      key: 'nep-l',
      groups: [{ kind: 'base', key: 'g6', roles: [{ code: 'LRK' }, { description: 'nep' }] }],
    });
  });

  test('a date is a day, whatever its zone; a gender is a digit, however it is written', () => {
    const { learners, notes } = fromLeerlinggegevens(
      withPupils(
        { key: 'a', roepnaam: 'Nep', geboortedatum: '2016-03-04+01:00', geslacht: '+01', start_ondw_jgr3: '2022-08-22Z' },
        { key: 'b', roepnaam: 'Nep', geboortedatum: '12345-01-01', geslacht: '-0' },
      ),
    );
    expect(learners).toMatchObject([{ birthDate: '2016-03-04', gender: '1', startYearGroup3: '2022-08-22' }, { gender: '0' }]);
    expect(learners[1]).not.toHaveProperty('birthDate');
    expect(notes).toEqual([{ path: '/leerlinggegevens/leerlingen/leerling/geboortedatum', reason: 'value-not-allowed', count: 1 }]);
  });

  test('what the model has no place for is not in it', () => {
    const text = JSON.stringify(
      fromLeerlinggegevens(
        withPupils({
          key: 'a',
          achternaam: 'Nep',
          voornamen: 'GEHEIM',
          gebruikersnaam: 'GEHEIM',
          emailadres: 'GEHEIM',
          fotourl: 'GEHEIM',
          land: 'GEHEIM',
          bsn: 'GEHEIM',
          postcodenl: 'GEHEIM',
          gewicht: 'GEHEIM',
          etniciteit: 'GEHEIM',
        }),
      ),
    );
    expect(text).not.toContain('GEHEIM');
  });

  test('in secondary education years 1 to 6 are read as 11 to 16, and that is said', () => {
    const { groups, learners, notes } = fromLeerlinggegevens(lvsMessage(), { secondary: true });
    expect(groups.map(({ yearGroup }) => yearGroup)).toEqual(['16', 'C', undefined]);
    expect(learners.map(({ yearGroup }) => yearGroup)).toEqual(['16', '15']);
    const [rule, reason] = ['UWLR-LG-022', 'read-as-secondary'];
    expect(notes).toEqual([
      { rule, path: '/leerlinggegevens/groepen/groep/jaargroep', reason, count: 1 },
      { rule, path: '/leerlinggegevens/leerlingen/leerling/jaargroep', reason, count: 2 },
    ]);
  });
});

test('an EDEXML file becomes the same roster', () => {
  const message = lvsMessage();
  const school = { ...message.school, xsdversie: '2.1' };
  expect(fromEdex({ ...message, school })).toEqual(fromLeerlinggegevens(message));
});

describe('an answer of UWLR 1.0', () => {
  const pupil = { roepnaam: 'Nepnaam', geboortedatum: '2016-03-04' };
  const withGroup = (kenmerk: readonly string[], years: readonly string[]): Leerlinggegevens1 => ({
    school: messageOf1().school,
    groepen: {
      groep: [
        { key: 'g ', naam: 'Nepgroep', ...(kenmerk.length === 0 ? {} : { kenmerken: { kenmerk: kenmerk.map((value) => ({ value })) } }) },
      ],
    },
    leerlingen: { leerling: years.map((value, at) => ({ ...pupil, key: `nep-${at}`, jaargroep: { value }, groep: { key: 'g' } })) },
  });
  const yearOf = (message: Leerlinggegevens1) => fromLeerlinggegevens1(message).groups[0]?.yearGroup;

  test('becomes a roster with keys', () => {
    const { notes, ...roster } = fromLeerlinggegevens1(messageOf1());
    expect(notes).toEqual([]);
    expect(roster).toEqual({
      origin: { schoolYear: '2026-2027', createdAt: MADE_AT },
      groups: [
        { kind: 'base', key: 'g6', name: 'Nepgroep zes', yearGroup: '6' },
        { kind: 'combined', key: 'plus', name: 'Nep plusklas' },
      ],
      learners: [
        {
          key: 'nep-1',
          name: { family: 'Nepachternaam', prefix: 'van nep', call: 'Nepnaam' },
          birthDate: '2016-03-04',
          yearGroup: '6',
          group: 'g6',
          combinedGroups: ['plus'],
        },
        { key: 'nep-2', name: { call: 'Nepzus' }, birthDate: '2017-01-02', yearGroup: '5', combinedGroups: [] },
      ],
      teachers: [
        {
          key: 'nep-l',
          name: { call: 'Nepjuf' },
          email: 'nep@school.example',
          groups: [
            { kind: 'base', key: 'g6', roles: [] },
            { kind: 'combined', key: 'plus', roles: [] },
          ],
        },
      ],
    });
  });

  test('the year group of a group is a property of it, else what its pupils share, else C', () => {
    expect(yearOf(withGroup(['Montessori', ' 7 '], ['6']))).toBe('7');
    expect(yearOf(withGroup(['3', '4'], ['3']))).toBe('C');
    expect(yearOf(withGroup(['Montessori'], ['6', '6']))).toBe('6');
    expect(yearOf(withGroup([], ['5', '6', '5']))).toBe('C');
    expect(yearOf(withGroup([], ['6', 'onbekend']))).toBe('C');
  });

  test('a year group from another vocabulary is dropped, and that is said', () => {
    const { learners, notes } = fromLeerlinggegevens1(withGroup(['6'], ['6', 'groep zes', 'GEHEIM']));
    expect(learners.map(({ yearGroup }) => yearGroup)).toEqual(['6', undefined, undefined]);
    expect(notes).toEqual([{ path: '/leerlinggegevens/leerlingen/leerling/jaargroep', reason: 'value-not-allowed', count: 2 }]);
  });

  test('3 is the code for a gender that is not known', () => {
    const message = withGroup([], ['1', '1', '1', '1']);
    const leerling = message.leerlingen.leerling.map((one, at) => (at === 0 ? one : { ...one, geslacht: String(at) }));
    const { learners } = fromLeerlinggegevens1({ ...message, leerlingen: { leerling } });
    expect(learners.map(({ gender }) => gender)).toEqual([undefined, '1', '2', '0']);
  });

  test('a reference without key is none', () => {
    const message = withGroup([], ['6']);
    const leerling = message.leerlingen.leerling.map((one) => ({ ...one, groep: {}, subgroepen: { groep: [{}, { key: ' ' }] } }));
    const { learners, notes } = fromLeerlinggegevens1({ ...message, leerlingen: { leerling } });
    expect(learners[0]).toMatchObject({ combinedGroups: [] });
    expect(learners[0]).not.toHaveProperty('group');
    expect(notes.map(({ path, reason, count }) => `${path} ${reason} ${count}`)).toEqual([
      '/leerlinggegevens/leerlingen/leerling/groep/@key missing-key 1',
      '/leerlinggegevens/leerlingen/leerling/subgroepen/groep/@key missing-key 2',
    ]);
  });
});
