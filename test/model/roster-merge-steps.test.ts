import { describe, expect, test } from '@jest/globals';
import { RosterContradictions } from '../../src/model/roster/roster-contradictions.js';
import { fromLeerlinggegevens, mergeSteps } from '../../src/model/roster/roster-from-uwlr.js';
import type { RosterSteps } from '../../src/model/roster/roster-steps.js';
import type { Leerkracht, Leerling } from '../../src/uwlr/messages/leerlinggegevens.js';
import { lvsMessage } from './support/invented-roster.js';

const { school, groepen, leerlingen, leerkrachten = { leerkracht: [] } } = lvsMessage();
const structuur = { school, ...(groepen === undefined ? {} : { groepen }) };

function steps(pupils: readonly (readonly Leerling[])[], staff: readonly (readonly Leerkracht[])[] = []): RosterSteps {
  return {
    structuur,
    leerlingen: pupils.map((leerling) => ({ school, leerlingen: { leerling } })),
    leerkrachten: staff.map((leerkracht) => ({ school, leerkrachten: { leerkracht } })),
  };
}

function contradictions(from: RosterSteps): string[] {
  try {
    mergeSteps(from);
  } catch (error) {
    if (!(error instanceof RosterContradictions)) throw error;
    expect(error).toMatchObject({ name: 'RosterContradictions', code: 'contradictions' });
    return error.list.map(({ path, reason, count }) => `${path} ${reason} ${count}`);
  }
  return [];
}

const PUPIL = '/leerlinggegevens-leerlingen/leerlingen/leerling';
const STAFF = '/leerlinggegevens-leerkrachten/leerkrachten/leerkracht';
const nep = (more: Leerling): Leerling => ({ key: 'nep-1', roepnaam: 'Nepnaam', ...more });

describe('the answers of a stepwise fetch', () => {
  test('are together what the all-in-one answer is', () => {
    const [first, second] = leerlingen.leerling as [Leerling, Leerling];
    const [juf, meester] = leerkrachten.leerkracht as [Leerkracht, Leerkracht];
    const merged = mergeSteps(steps([[first], [second, first], [first]], [[juf], [meester], [juf]]));
    expect(merged).toEqual(fromLeerlinggegevens(lvsMessage()));
  });

  test('one pupil in several answers has all that any of them says', () => {
    const { learners } = mergeSteps(
      steps([
        [nep({ eckid: 'e1', samengestelde_groepen: { samengestelde_groep: [{ key: 'plus' }] } })],
        [{ eckid: 'e1', roepnaam: 'Nepnaam', groep: { key: 'g6' } }],
        [nep({ geboortedatum: '2016-03-04' })],
      ]),
    );
    expect(learners).toEqual([
      { key: 'nep-1', eckId: 'e1', name: { call: 'Nepnaam' }, birthDate: '2016-03-04', group: 'g6', combinedGroups: ['plus'] },
    ]);
  });

  test('one teacher in several answers has the groups and roles of all of them', () => {
    const juf = (groepen: NonNullable<Leerkracht['groepen']>): Leerkracht => ({ key: 'nep-l', roepnaam: 'Nepjuf', groepen });
    const { teachers } = mergeSteps(
      steps(
        [leerlingen.leerling],
        [
          [juf({ groep: [{ key: 'g6', rol: ['LRK'] }] })],
          [juf({ groep: [{ key: 'g6', rol: ['LRK', 'IB'] }], samengestelde_groep: [{ key: 'plus' }] })],
        ],
      ),
    );
    expect(teachers[0]?.groups).toEqual([
      { kind: 'base', key: 'g6', roles: [{ code: 'LRK' }, { code: 'IB' }] },
      { kind: 'combined', key: 'plus', roles: [] },
    ]);
  });
});

describe('a key with # stands for somebody else in every answer', () => {
  const dummy = (roepnaam: string, more: Leerling = {}): Leerling => ({ key: '#1', roepnaam, ...more });

  test('so two pupils are two, with keys of their own', () => {
    const { learners } = mergeSteps(steps([[dummy('Nepnaam')], [dummy('Nepzus')], [dummy('Nepbroer')]]));
    expect(learners.map(({ key, name }) => `${key} ${name.call}`)).toEqual(['#1 Nepnaam', '#1-2 Nepzus', '#1-3 Nepbroer']);
  });

  test('but the same in every respect is one', () => {
    const combined = { samengestelde_groepen: { samengestelde_groep: [{ key: 'plus' }] } };
    expect(mergeSteps(steps([[dummy('Nepnaam')], [dummy('Nepnaam', combined)]])).learners).toMatchObject([{ combinedGroups: ['plus'] }]);
  });

  test('and an ECK iD goes before it', () => {
    const { learners } = mergeSteps(
      steps([[dummy('Nepnaam', { eckid: 'e1' })], [nep({ key: '#2', eckid: 'e1' })], [dummy('Nepzus', { eckid: 'e2' })]]),
    );
    expect(learners.map(({ key, eckId }) => `${key} ${eckId}`)).toEqual(['#1 e1', '#1-2 e2']);
  });

  test('and so does a real key', () => {
    expect(mergeSteps(steps([[dummy('Nepnaam', { eckid: 'e1' })], [nep({ eckid: 'e1' })]])).learners.map(({ key }) => key)).toEqual([
      'nep-1',
    ]);
  });
});

describe('a contradiction is told without values', () => {
  test('between what two answers say of one pupil', () => {
    const found = contradictions(
      steps([
        [nep({ geboortedatum: '2016-03-04', groep: { key: 'g6' } })],
        [nep({ roepnaam: 'GEHEIM', geboortedatum: '2016-03-05', groep: { key: 'gc' } })],
      ]),
    );
    expect(found).toEqual([`${PUPIL}/geboortedatum differs 1`, `${PUPIL}/groep differs 1`, `${PUPIL}/roepnaam differs 1`]);
  });

  test('between an ECK iD and a key', () => {
    expect(contradictions(steps([[nep({ eckid: 'e1' })], [nep({ eckid: 'e2' })]]))).toEqual([`${PUPIL}/@eckid differs 1`]);
    expect(contradictions(steps([[nep({ eckid: 'e1' })], [nep({ key: 'nep-2', eckid: 'e1' })]]))).toEqual([`${PUPIL}/@key differs 1`]);
    const twisted = steps([[nep({ eckid: 'e1' }), nep({ key: 'nep-2', eckid: 'e2' })], [nep({ eckid: 'e2' })]]);
    expect(contradictions(twisted)).toEqual([`${PUPIL}/@eckid other-person 1`]);
  });

  test('with the structure', () => {
    const found = contradictions({
      ...steps(
        [[nep({ groep: { key: 'plus' }, samengestelde_groepen: { samengestelde_groep: [{ key: 'weg' }] } })]],
        [[{ key: 'nep-l', roepnaam: 'Nepjuf', groepen: { groep: [{ key: 'weg' }] } }]],
      ),
      structuur: { ...structuur, school: { ...school, schooljaar: '2025-2026' } },
    });
    expect(found).toEqual([
      '/leerlinggegevens-leerlingen/school/schooljaar differs 1',
      '/leerlinggegevens-leerkrachten/school/schooljaar differs 1',
      `${PUPIL}/groep unknown-group 1`,
      `${PUPIL}/samengestelde_groepen/samengestelde_groep unknown-group 1`,
      `${STAFF}/groepen/groep unknown-group 1`,
    ]);
  });

  test('and the text of the error says no more than that', () => {
    const from = steps([[nep({ roepnaam: 'GEHEIM' })], [nep({ roepnaam: 'ANDERS' })]]);
    expect(() => mergeSteps(from)).toThrow(`the answers contradict each other: ${PUPIL}/roepnaam differs (1)`);
  });
});
