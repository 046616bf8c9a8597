import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { question, say } from '../simulator/support/say.js';
import { firstLine, json, start, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
beforeAll(async () => {
  space = await workspace();
});
afterAll(() => space.remove());

const YEAR = ['--school-year', '2025-2026'];

describe('uwlr synthetic', () => {
  test('invents the same school for the same options, and another for another seed', async () => {
    const one = await uwlr(['synthetic', 'school', '--pupils', '20', ...YEAR]);
    expect(one.code).toBe(0);
    expect((await uwlr(['synthetic', 'school', '--pupils', '20', ...YEAR])).stdout).toBe(one.stdout);
    expect((await uwlr(['synthetic', 'school', '--pupils', '20', '--seed', '2', ...YEAR])).stdout).not.toBe(one.stdout);
  });

  test.each([
    ['school', '--version', '2.3', '--profile', 'smalle-set', '--shape', 'vo'],
    ['school', '--version', '1.0', '--profile', 'lvs-set'],
    ['edexml', '--version', '2.1'],
  ])('writes a valid %s (%s %s)', async (...args) => {
    const out = space.path('school.xml');
    const wrote = await json<{ pupils: number }>(['synthetic', ...args, '--pupils', '40', '--out', out]);
    expect(wrote).toMatchObject({ out, pupils: 40 });
    expect(await json(['validate', out])).toMatchObject({ valid: true, schemaValid: true });
  });

  test('writes results of the pupils that it invents, in one message or one a month', async () => {
    const out = space.path('results.xml');
    const options = ['--pupils', '30', ...YEAR, '--version', '2.1', '--kind', 'methodTest,lvsTest'];
    const { results } = await json<{ results: number }>(['synthetic', 'results', ...options, '--out', out]);
    expect(await json(['validate', out])).toMatchObject({ valid: true, version: '2.1' });
    const directory = space.path('months');
    const { files } = await json<{ files: { file: string; results: number }[] }>([
      ...['synthetic', 'results', ...options, '--per', 'month', '--out', directory],
    ]);
    expect(files.reduce((sum, { results: some }) => sum + some, 0)).toBe(results);
    const school = await uwlr(['synthetic', 'school', '--pupils', '30', ...YEAR]);
    const [, key] = /<leerlingid>([^<]*)</.exec(await readFile(out, 'utf8')) as unknown as [string, string];
    expect(school.stdout).toContain(`<leerling key="${key}"`);
  });

  test.each([
    [['results', '--per', 'month'], 2, '--out DIR'],
    [['results', '--pupils', '2001'], 2, '1 to 2000'],
    [['results', '--until', '2025-08-01', ...YEAR], 1, '--until'],
    [['results', '--pupils', '1', ...YEAR], 1, 'give more --pupils'],
    [['results', '--version', '1.0', '--kind', 'lvsTest', ...YEAR], 1, 'this version'],
    [['school', '--school', '00AA'], 2, 'cannot exist'],
    [['school', '--pupils', '0'], 2, 'from 1 to'],
    [['school', '--format', 'json', '--mutate', 'wrong-text'], 2, '--format json'],
    [['school', '--mutate', 'anything'], 2, 'uwlr synthetic mutations'],
    [['school', '--mutate', 'wrong-text', '--pupils', '6000'], 2, '5000 pupils'],
    [['school', '--json'], 2, '--out'],
    [['school', '--out', '/nowhere/at/all.xml'], 3, '/nowhere/at/all.xml'],
    [['palet', '--out', '/dev/null/palet'], 3, '/dev/null/palet'],
    [['palet'], 2, '--out'],
  ])('%j ends with %d', async (args, code, words) => {
    const ended = await uwlr(['synthetic', ...args]);
    expect([ended.code, ended.stdout]).toEqual([code, '']);
    expect(ended.stderr).toContain(words);
  });

  test('lists what can be changed', async () => {
    expect(await json<string[]>(['synthetic', 'mutations'])).toContain('child-dropped');
  });
});

describe('uwlr simulate las --school', () => {
  test.each(['json', 'edexml'] as const)('answers with the school of a file (%s)', async (format) => {
    const file = space.path(`school.${format === 'json' ? 'json' : 'xml'}`);
    const kind = format === 'json' ? ['school', '--format', 'json'] : ['edexml'];
    expect((await uwlr(['synthetic', ...kind, '--pupils', '17', '--school', '99QQ', '--out', file, ...YEAR])).code).toBe(0);
    const child = start(['simulate', 'las', '--school', file, '--profile', 'edexml', '--json']);
    try {
      const las = JSON.parse(await firstLine(child)) as Record<'endpoint' | 'klantcode' | 'klantnaam' | 'autorisatiesleutel', string>;
      expect(las).toMatchObject({ school: '99QQ', schoolYear: '2025-2026', learners: 17 });
      const answer = await say(las.endpoint, question({ header: las, fields: { schooljaar: '2025-2026', brincode: '99QQ' } }));
      expect(answer).toMatchObject({ status: 200, learners: 17, errors: [] });
      expect(answer.text).toContain('<vestiging key="V-1">');
    } finally {
      child.kill('SIGTERM');
    }
  });

  test.each([
    ['{"format":"uwlr-synthetic-school/1"}', 'kapot.json', 1, 'breaks schemas/synthetic/school.json'],
    ['{', 'half.json', 1, 'is not JSON'],
    ['<EDEX/>', 'leeg.xml', 1, 'uwlr validate'],
    ['geen xml', 'geen.xml', 1, 'kapot|expected|errors'],
  ])('refuses %j, and says why', async (text, name, code, words) => {
    const file = space.path(name);
    await writeFile(file, text);
    const ended = await uwlr(['simulate', 'las', '--school', file]);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toMatch(new RegExp(words));
  });

  test.each([
    [['--school', '12AB'], 2, '99AA to 99ZZ'],
    [['--school', 'school.json', '--pupils', '4'], 2, 'says all of the school'],
    [['--school', '/nowhere/school.xml'], 3, '/nowhere/school.xml'],
    [['--learners', '4', '--pupils', '4'], 2, 'cannot be used with'],
  ])('%j ends with %d', async (args, code, words) => {
    const ended = await uwlr(['simulate', 'las', ...args]);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(words);
  });
});
