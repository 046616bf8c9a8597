import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { json, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Added {
  readonly party: string;
  readonly product: string;
  readonly version: number;
  readonly isNew: boolean;
}

let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  for (const brin of ['99XX', '99XY']) await run('school', 'add', '--brin', brin, '--name', 'De Proef');
  await run('party', 'add', '--klantcode', 'TESTEA', '--klantnaam', 'Testleverancier', '--role', 'ea');
});
afterAll(() => space.remove());

const run = <T>(...args: string[]) => json<T>([...args, '--data', data]);
const say = (...args: string[]) => uwlr([...args, '--data', data]);

async function fileOf(content: unknown): Promise<string> {
  const file = space.path('profile.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const add = async (content: unknown, ...args: string[]) => say('profile', 'add', await fileOf(content), ...args);

const PROFILE = {
  party: 'TESTEA',
  product: 'OEFENTUIN',
  title: 'Oefentuin rekenen',
  selector: { codePrefixes: ['OT-'] },
  origins: [{ originType: 'exercise' }],
  figures: [
    {
      kind: 'score',
      scale: { from: '0', to: '10' },
      meaning: 'het deel van de opgaven dat goed was',
      notMeaning: 'of de leerling het doel beheerst',
    },
  ],
  adaptive: 'yes',
  explanationUrl: 'https://oefentuin.voorbeeld/uitleg',
};

describe('uwlr profile', () => {
  test('stores what a vendor declares, once, and shows it', async () => {
    expect(await run('profile', 'add', await fileOf(PROFILE))).toEqual({ party: 'TESTEA', product: 'OEFENTUIN', version: 1, isNew: true });
    expect((await add(PROFILE)).stdout).toMatch(/^Nothing new: version 1 /);
    const next = await run<Added>('profile', 'add', await fileOf({ ...PROFILE, adaptive: 'no' }));
    expect(next).toMatchObject({ version: 2, isNew: true });
    const { stdout } = await say('profile', 'show', 'TESTEA', 'OEFENTUIN');
    expect(stdout).toMatch(/^version +2$/m);
    expect(stdout).toMatch(/^figure +score: from 0, to 10; means: het deel van .*; does not mean: of de leerling het doel beheerst$/m);
    expect(stdout).toMatch(/^durability +unknown$/m);
    expect(await run('profile', 'show', 'TESTEA', 'OEFENTUIN', '--version', '1')).toMatchObject({ ...PROFILE, version: 1 });
  });

  test('shows which schools confirmed the version in force, and confirms no other one unseen', async () => {
    const confirm = ['profile', 'confirm', 'TESTEA', 'OEFENTUIN', '--school', '99XX'];
    expect(await say(...confirm, '--version', '1')).toMatchObject({ code: 1, stderr: expect.stringContaining('version 2') });
    expect((await say(...confirm, '--version', '2')).stdout).toBe('School 99XX confirmed version 2 of product OEFENTUIN of TESTEA.\n');
    await say(...confirm);
    const { items } = await run<{ items: readonly unknown[] }>('profile', 'list');
    expect(items).toMatchObject([{ product: 'OEFENTUIN', confirmedBy: [{ school: '99XX' }] }]);
    expect((await run<{ items: readonly unknown[] }>('profile', 'list', '--school', '99XY')).items).toMatchObject([{ confirmedBy: [] }]);
    await add({ ...PROFILE, adaptive: 'unknown' });
    expect((await say('profile', 'list')).stdout).toMatch(/OEFENTUIN .*no school$/m);
    expect((await say('profile', 'confirm', 'TESTEA', 'OEFENTUIN', '--school', '99ZZ')).code).toBe(1);
  });

  test('refuses a product that takes the results of another one', async () => {
    const clash = await add({ ...PROFILE, product: 'ANDERS', selector: { codes: ['A'], codePrefixes: ['A-', 'OT-'] } });
    expect(clash).toMatchObject({ code: 1, stderr: expect.stringContaining('/selector/codePrefixes/1 is also of product OEFENTUIN') });
  });

  test('withdraws a profile, after which nothing is declared', async () => {
    await add({ ...PROFILE, product: 'VERGISSING', selector: { codes: ['V'] } });
    expect(await run('profile', 'withdraw', 'TESTEA', 'VERGISSING')).toMatchObject({ version: 2 });
    expect((await say('profile', 'list')).stdout).not.toContain('VERGISSING');
    expect((await say('profile', 'show', 'TESTEA', 'VERGISSING')).stdout).toMatch(/^version +2, withdrawn$/m);
    expect((await say('profile', 'withdraw', 'TESTEA', 'VERGISSING')).code).toBe(1);
  });

  test.each([
    ['what is not JSON', '{', 2, 'the file is not JSON'],
    [
      'a member that nobody knows',
      { ...PROFILE, selector: { codes: ['A'], kleur: 'rood' } },
      2,
      '/selector has a member that is not known',
    ],
    ['a missing product', { selector: { codes: ['A'] } }, 2, '/product is missing'],
    [
      'an origin that is none',
      { ...PROFILE, origins: [{ originType: 'game' }] },
      2,
      '/origins/0/originType must be one of exercise, entryTest',
    ],
    ['a selector of nothing', { ...PROFILE, selector: {} }, 2, '/selector must NOT have fewer than 1'],
    ['a script as a link', { ...PROFILE, explanationUrl: 'javascript:alert(1)' }, 2, '/explanationUrl has not the form'],
    ['control characters', { ...PROFILE, figures: [{ kind: 'score', meaning: 'a\u0001b' }] }, 2, '/figures/0/meaning has characters'],
    ['a vendor that is not there', { ...PROFILE, party: 'NIEMAND' }, 1, 'there is no party NIEMAND'],
    ['no vendor at all', { ...PROFILE, party: undefined }, 2, 'give --party'],
  ])('refuses %s, says where, and stores nothing', async (_, content, code, words) => {
    const before = (await say('profile', 'list', '--json')).stdout;
    const outcome = await add(content);
    expect(outcome).toMatchObject({ code, stderr: expect.stringContaining(words), stdout: '' });
    expect(outcome.stderr.trim().split('\n')).toHaveLength(1);
    expect((await say('profile', 'list', '--json')).stdout).toBe(before);
  });

  test('takes the vendor from --party when the file does not say it, and no other one', async () => {
    const { party: _, ...open } = { ...PROFILE, product: 'TWEE', selector: { codes: ['TW-1'] } };
    expect((await add({ ...open, party: 'TESTEA' }, '--party', 'ANDER')).code).toBe(2);
    expect((await add(open, '--party', 'TESTEA')).code).toBe(0);
  });

  test('takes a vendor that posts JSON, and no school administration', async () => {
    await run(
      'client',
      'add',
      '--client',
      'poster',
      '--school',
      '99XX',
      '--scope',
      'results:write,signals:write',
      '--purpose',
      'Voortgang volgen',
    );
    await run('party', 'add', '--klantcode', 'EENLAS', '--klantnaam', 'Administratie', '--role', 'las');
    expect((await add({ ...PROFILE, party: 'poster' })).code).toBe(0);
    const refused = await add({ ...PROFILE, party: 'EENLAS' });
    expect(refused).toMatchObject({ code: 1, stderr: 'uwlr: EENLAS is a school administration: only vendors declare products\n' });
  });
});
