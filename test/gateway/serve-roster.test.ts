import { afterEach, describe, expect, test } from '@jest/globals';
import type { Agreement, Party } from '../../src/directory/directory.js';
import type { PupilProfile } from '../../src/uwlr/grammar/grammar.js';
import {
  type Leerling,
  leerkrachtenAntwoord,
  leerlingenAntwoord,
  leerlinggegevensAntwoord,
  structuurAntwoord,
} from '../../src/uwlr/messages/leerlinggegevens.js';
import { leerlinggegevensAntwoord1 } from '../../src/uwlr/messages/v1/leerlinggegevens.js';
import { fillRoster, smallSchool, YEAR } from '../support/fill-roster.js';
import { type Running, startTestGateway } from '../support/gateway.js';
import { ask, readAnswer as read } from '../support/pupil-questions.js';

let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function start(
  profile: PupilProfile = 'smalle-set',
  party: Partial<Party> = {},
  agreement: Partial<Agreement> = {},
): Promise<Running> {
  running = await startTestGateway({ party, agreement: { exchanges: ['leerlinggegevens'], profile, ...agreement } });
  return running;
}

describe('a vendor that asks for pupil data', () => {
  test('gets all pupils, groups and staff, with the fields of the smalle set', async () => {
    const gateway = await start();
    await fillRoster(gateway.gateway, smallSchool());
    const { leerlinggegevens } = read(await ask(gateway), leerlinggegevensAntwoord, '2.2', 'smalle-set');
    expect(leerlinggegevens?.school).toMatchObject({ schooljaar: YEAR, brincode: '99XX', dependancecode: '00', xsdversie: '2.2' });
    expect(leerlinggegevens?.groepen?.groep?.map(({ key }) => key)).toEqual(['g4', 'g5']);
    expect(leerlinggegevens?.leerlingen?.leerling?.[0]).toEqual({
      key: 'L-1',
      eckid: `https://ketenid.nl/pilot/${'a'.repeat(128)}`,
      achternaam: 'Testema',
      voorvoegsel: 'van',
      roepnaam: 'Anna',
      geboortedatum: '2017-03-04',
      jaargroep: '4',
      groep: { key: 'g4' },
      samengestelde_groepen: { samengestelde_groep: [{ key: 'plus' }] },
    } satisfies Leerling);
    expect(leerlinggegevens?.leerlingen?.leerling).toHaveLength(3);
    expect(leerlinggegevens?.leerkrachten?.leerkracht).toHaveLength(2);
  });

  test('gets the LVS set when that was agreed, whatever it asks', async () => {
    const gateway = await start('lvs-set');
    await fillRoster(gateway.gateway, smallSchool());
    const answer = await ask(gateway, { rest: '<gegevenssetid>Smalle-set-VO</gegevenssetid>' });
    const { leerlinggegevens } = read(answer, leerlinggegevensAntwoord, '2.2', 'lvs-set');
    expect(leerlinggegevens?.leerlingen?.leerling?.[0]).toMatchObject({ geslacht: '2', 'voorletters-1': 'A', 'bsn_ondwnr-4': '4321' });
    const [exchange] = (await gateway.gateway.store.exchanges({ limit: 1 })).items;
    expect(exchange).toMatchObject({ operation: 'HaalLeerlinggegevens', outcome: 'accepted', learnerCount: 3 });
    expect(exchange?.findings.map(({ rule }) => rule)).toEqual(['UWLR-EX-007']);
  });

  test.each([
    ['2.1', leerlinggegevensAntwoord, [{ path: 'leerlinggegevens/leerlingen/leerling/@eckid', count: 1 }]],
    ['2.3', leerlinggegevensAntwoord, []],
    ['1.0', leerlinggegevensAntwoord1, [{ path: 'leerlinggegevens/leerlingen/leerling/@eckid', count: 1 }]],
  ] as const)('gets version %s when it speaks that, and what got lost is on record', async (version, root, losses) => {
    const gateway = await start();
    await fillRoster(gateway.gateway, smallSchool());
    const name = version === '1.0' ? 'leerlinggegevensverzoek' : 'leerlinggegevens_verzoek';
    const { leerlinggegevens } = read(await ask(gateway, { version, name }), root, version);
    expect(leerlinggegevens?.school?.xsdversie).toBe(version);
    expect(leerlinggegevens?.leerlingen?.leerling?.[0]?.eckid === undefined).toBe(version !== '2.3');
    expect(leerlinggegevens?.leerlingen?.leerling?.[0]?.geboortedatum === undefined).toBe(version === '2.3');
    const [exchange] = (await gateway.gateway.store.exchanges({ limit: 1 })).items;
    expect(exchange?.strips).toEqual(expect.arrayContaining(losses.map((loss) => expect.objectContaining(loss))));
  });

  test('is told that nothing changed since it last asked, and is given all when something did', async () => {
    const gateway = await start();
    await fillRoster(gateway.gateway, smallSchool(), { at: '2026-02-01T12:00:00.000Z' });
    const since = (moment: string) => ask(gateway, { rest: `<laatstontvangengegevens>${moment}</laatstontvangengegevens>` });
    expect(read(await since('2026-02-01T13:00:00+01:00'))).toEqual({ geenwijzigingen: {} });
    expect(read(await since('2026-02-01T13:00:00'))).toEqual({ geenwijzigingen: {} });
    expect(read(await since('2026-02-01T12:59:59+01:00'))).toHaveProperty('leerlinggegevens');
    await fillRoster(gateway.gateway, smallSchool({ name: { family: 'Anders', call: 'Anna' } }), { at: '2026-02-02T12:00:00.000Z' });
    expect(read(await since('2026-02-01T13:00:00+01:00')).leerlinggegevens?.leerlingen?.leerling).toHaveLength(3);
  });

  test('is given the data in spite of its date when the agreement is younger than that', async () => {
    const gateway = await start('smalle-set', {}, { from: '2026-03-01T00:00:00.000Z' });
    await fillRoster(gateway.gateway, smallSchool(), { at: '2026-02-01T12:00:00.000Z' });
    const answer = await ask(gateway, { rest: '<laatstontvangengegevens>2026-02-15T00:00:00Z</laatstontvangengegevens>' });
    expect(read(answer)).toHaveProperty('leerlinggegevens');
  });

  test('is told that there are no data of another school year', async () => {
    const gateway = await start();
    await fillRoster(gateway.gateway, smallSchool());
    expect(read(await ask(gateway, { year: '2019-2020' }))).toEqual({ geengegevens: {} });
  });
});

describe('a vendor that asks in steps', () => {
  test('gets the groups, then pupils and staff of some of them, or of none', async () => {
    const gateway = await start();
    await fillRoster(gateway.gateway, smallSchool());
    const groups = read(await ask(gateway, { name: 'structuur_verzoek' }), structuurAntwoord);
    expect(groups['leerlinggegevens-structuur']?.groepen?.samengestelde_groep).toEqual([{ key: 'plus', naam: 'Plusklas' }]);
    const pupils = async (groepen: string) => {
      const answer = await ask(gateway, { name: 'leerlingen_verzoek', groups: `<groepen>${groepen}</groepen>` });
      return read(answer, leerlingenAntwoord)['leerlinggegevens-leerlingen']?.leerlingen?.leerling?.map(({ key }) => key);
    };
    expect(await pupils('<groep key="g4"/>')).toEqual(['L-1']);
    expect(await pupils('<groep key="g5"/><groep/>')).toEqual(['L-2', 'L-3']);
    expect(await pupils('<samengestelde_groep/>')).toEqual(['L-2', 'L-3']);
    expect(await pupils('<samengestelde_groep key="plus"/><groep key="bestaat niet"/>')).toEqual(['L-1']);
    const [exchange] = (await gateway.gateway.store.exchanges({ limit: 1 })).items;
    expect(exchange?.findings.map(({ rule }) => rule)).toEqual(['UWLR-EX-010']);
    expect(await pupils('<groep key="bestaat niet"/>')).toBeUndefined();
    const staff = async (groepen: string) => {
      const answer = await ask(gateway, { name: 'leerkrachten_verzoek', groups: `<groepen>${groepen}</groepen>` });
      return read(answer, leerkrachtenAntwoord)['leerlinggegevens-leerkrachten']?.leerkrachten?.leerkracht?.map(({ key }) => key);
    };
    expect(await staff('<groep key="g4"/>')).toEqual(['T-1']);
    expect(await staff('<groep/>')).toEqual(['T-2']);
    expect(await staff('<samengestelde_groep/>')).toEqual(['T-2']);
  });
});

describe('what a vendor may not have', () => {
  test.each([
    ['a school that no agreement covers', { school: '<brincode>00ZZ</brincode>' }, 'Client.AutorisatieOngeldig', 'UWLR-EX-002'],
    ['another key', { key: 'geraden' }, 'Client.AutorisatieOngeldig', 'UWLR-EX-002'],
    ['a version that nobody speaks', { version: '3.0' }, 'Client.XsdVersieOngeldig', 'UWLR-EX-003'],
    [
      'a date that is none',
      { rest: '<laatstontvangengegevens>01-01-1970</laatstontvangengegevens>' },
      'Client.OngeldigBericht',
      'UWLR-SCH-026',
    ],
    ['school years that do not follow', { year: '2025-2027' }, 'Client.OngeldigBericht', 'UWLR-LG-001'],
    ['a message of results', { name: 'leerresultaten_verzoek' }, 'Client.OngeldigBericht', 'UWLR-SOAP-004'],
  ] as const)('%s', async (_, asking, code, rule) => {
    const gateway = await start();
    await fillRoster(gateway.gateway, smallSchool());
    const answer = await ask(gateway, asking);
    expect([answer.status, answer.code, answer.rules[0]]).toEqual([500, code, rule]);
    expect(answer.text).not.toContain('Testema');
  });

  test('is refused when the agreement is about results only', async () => {
    const gateway = await start('smalle-set', {}, { exchanges: ['leerresultaten'], profile: 'resultaten' });
    await fillRoster(gateway.gateway, smallSchool());
    expect((await ask(gateway)).code).toBe('Client.AutorisatieOngeldig');
  });

  test('is a set with a field that the administration did not supply: a fault, and a finding for the operator', async () => {
    const gateway = await start('lvs-set');
    const school = smallSchool();
    await fillRoster(gateway.gateway, { ...school, learners: school.learners.map(({ gender: _, ...learner }) => learner) });
    const answer = await ask(gateway);
    expect([answer.status, answer.code, answer.rules]).toEqual([500, 'Server.InterneFout', ['UWLR-EX-008']]);
    const [exchange] = (await gateway.gateway.store.exchanges({ limit: 1 })).items;
    expect(exchange?.findings[0]).toMatchObject({ rule: 'UWLR-EX-008', path: '/leerlinggegevens/leerlingen/leerling/geslacht' });
  });

  test('is a version that cannot say what there is', async () => {
    const gateway = await start();
    const school = smallSchool();
    await fillRoster(gateway.gateway, { ...school, learners: school.learners.map(({ birthDate: _, ...learner }) => learner) });
    const answer = await ask(gateway, { version: '1.0', name: 'leerlinggegevensverzoek' });
    expect([answer.code, answer.rules]).toEqual(['Server.InterneFout', ['UWLR-EX-009']]);
  });
});

describe('a tolerant gateway', () => {
  test.each([
    ['an empty school year', { year: '' }],
    ['a school year of two quotes', { year: '""' }],
    ['version 1', { version: '1' }],
    ['a key beside the BRIN', { school: '<brincode>99XX</brincode><schoolkey>TESTEA</schoolkey>' }],
    ['an empty location and set', { school: '<brincode>99XX</brincode><dependancecode/>', rest: '<gegevenssetid/>' }],
  ] as const)('reads %s, as clients in the field send it', async (_, asking) => {
    const gateway = await start('smalle-set', { policy: 'tolerant' });
    const { schoolYearAt } = await import('../../src/model/school-year.js');
    const now = schoolYearAt(new Date());
    await fillRoster(gateway.gateway, { ...smallSchool(), origin: { schoolYear: now } });
    const { leerlinggegevens } = read(await ask(gateway, { year: now, ...asking }));
    expect(leerlinggegevens?.leerlingen?.leerling).toHaveLength(3);
  });
});
