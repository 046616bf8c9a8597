import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SIMULATED_CALLER, type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { syntheticSchool } from '../../src/synthetic/school/synthetic-school.js';
import { question, type Said, say } from './support/say.js';

let las: SimulatedLas;

beforeEach(async () => {
  las = await startSimulatedLas({ school: syntheticSchool({ brin: '99XX', learners: 30 }) });
});

afterEach(() => las.close());

const ask = (more: Parameters<typeof question>[0] = {}): Promise<Said> => say(las.endpoint, question(more));

describe('an invented school', () => {
  test('is the same each time, and another for another seed', () => {
    const one = syntheticSchool({ brin: '99XX', learners: 40, seed: 'a' });
    expect(syntheticSchool({ brin: '99XX', learners: 40, seed: 'a' })).toEqual(one);
    expect(syntheticSchool({ brin: '99XX', learners: 40, seed: 'b' })).not.toEqual(one);
  });

  test('has pupils with and without group, and with and without ECK iD', () => {
    const { learners } = syntheticSchool({ brin: '99XX', learners: 40 }).roster;
    expect(learners).toHaveLength(40);
    expect(new Set(learners.map(({ group }) => group === undefined)).size).toBe(2);
    expect(new Set(learners.map(({ eckId }) => eckId === undefined)).size).toBe(2);
    expect(new Set(learners.map(({ key }) => key)).size).toBe(40);
  });
});

describe('a simulated administration', () => {
  test.each(['1.0', '2.1', '2.2', '2.3'] as const)('answers in %s, validly', async (version) => {
    const said = await ask({ version });
    expect(said).toMatchObject({ status: 200, errors: [] });
    expect(said.learners).toBe(30);
    expect(said.text.includes('eckid=')).toBe(version === '2.2' || version === '2.3');
  });

  test.each([
    ['Client.OngeldigeKlantIdentificatie', { header: { ...SIMULATED_CALLER, klantnaam: 'Iemand anders' } }],
    ['Client.OngeldigeKlantIdentificatie', { header: { ...SIMULATED_CALLER, klantcode: 'ANDERS' } }],
    ['Client.AutorisatieOngeldig', { header: { ...SIMULATED_CALLER, autorisatiesleutel: 'anders' } }],
    ['Client.AutorisatieOngeldig', { fields: { brincode: '99ZZ' } }],
    ['Client.AutorisatieOngeldig', { fields: { brincode: '99XX', dependancecode: '02' } }],
    ['Client.AutorisatieOngeldig', { header: null }],
    ['Client.XsdVersieOngeldig', { fields: { xsdversie: '4.0' } }],
    ['Client.OngeldigBericht', { fields: { schooljaar: '2026' } }],
    ['Client.OngeldigBericht', { body: '<weetniet xmlns="urn:verzonnen"/>' }],
    ['Client.OngeldigBericht', { body: '<leerlinggegevens_verzoek' }],
  ] as const)('refuses with %s: %j', async (code, more) => {
    expect(await ask(more)).toMatchObject({ status: 500, code });
  });

  test('says when nothing has changed since, and not after a change', async () => {
    const first = await ask();
    const since = { fields: { laatstontvangengegevens: first.madeAt ?? '' } };
    expect((await ask(since)).text).toContain('<geenwijzigingen/>');
    las.change((roster) => ({ ...roster, learners: roster.learners.slice(1) }));
    expect((await ask(since)).learners).toBe(29);
  });

  test('has no data for another school year', async () => {
    expect((await ask({ fields: { schooljaar: '2025-2026' } })).text).toContain('<geengegevens/>');
  });

  test('gives in steps each pupil of a group, and those who are in none', async () => {
    const structure = await ask({ operation: 'structuur' });
    expect(structure).toMatchObject({ status: 200, errors: [] });
    const keys = [...structure.text.matchAll(/<groep key="([^"]*)"/g)].map((match) => match[1] as string);
    const counts = await Promise.all([...keys, undefined].map((key) => ask({ operation: 'leerlingen', groups: [key] })));
    expect(counts.reduce((sum, { learners }) => sum + learners, 0)).toBe(30);
    expect(counts.at(-1)?.learners).toBe(las.school.roster.learners.filter(({ group }) => group === undefined).length);
    expect(await ask({ operation: 'leerkrachten', groups: ['SG-1'] })).toMatchObject({ status: 200, errors: [], teachers: 1 });
  });

  test('remembers what it was asked', async () => {
    await ask({ version: '2.3', fields: { gegevenssetid: 'Smalle-set' } });
    expect(las.requests).toMatchObject([{ operation: 'HaalLeerlinggegevens', version: '2.3', asked: { gegevenssetid: 'Smalle-set' } }]);
  });

  test('gives a description that names its operations', async () => {
    const text = await (await fetch(`${las.endpoint}?wsdl`)).text();
    expect(text).toContain('HaalLeerlinggegevens');
  });
});

describe('the habits of real administrations', () => {
  test.each([
    ['wrong-order', /<dependancecode>.*<brincode>/],
    ['empty-lists', /<samengestelde_groepen><\/samengestelde_groepen>/],
    ['empty-prefix', /<voorvoegsel><\/voorvoegsel>/],
    ['extra-fields', /<mutatiedatum>/],
    ['unknown-fields', /<zorgniveau>/],
  ] as const)('%s', async (habit, trace) => {
    expect((await ask()).text).not.toMatch(trace);
    las.deviate(habit);
    expect((await ask()).text).toMatch(trace);
    las.deviate();
    expect((await ask()).text).not.toMatch(trace);
  });

  test('years 1 to 6 in secondary education, and no xsdversie', async () => {
    las.deviate('years-1-to-6', 'no-xsdversie');
    las.change((roster) => ({ ...roster, learners: roster.learners.map((learner) => ({ ...learner, yearGroup: '12' })) }));
    const { text } = await ask();
    expect(text).toContain('<jaargroep>2</jaargroep>');
    expect(text).not.toContain('<jaargroep>12');
    expect(text).not.toContain('xsdversie');
  });

  test('keys that occur twice, and groups that are not there', async () => {
    las.deviate('duplicate-keys', 'dangling-groups');
    expect((await ask()).errors).toEqual(['UWLR-LG-003', 'UWLR-LG-008', 'UWLR-LG-009']);
  });
});
