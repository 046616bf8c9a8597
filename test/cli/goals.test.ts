import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXAMPLE_SET } from '../goals/support.js';
import { SLO_SETS, sloDirectory } from '../support/slo-sets.js';
import { json, uwlr, type Workspace, workspace } from './support/uwlr.js';

const KLOK = 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808';

let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  await json(['school', 'add', '--brin', '99XX', '--name', 'De Proef', '--data', data]);
  await json(['school', 'add', '--brin', '99XY', '--name', 'De Buur', '--data', data]);
  await json(['goals', 'import', EXAMPLE_SET, '--data', data]);
});

afterAll(() => space.remove());

describe('a set of goals', () => {
  test('that is imported again changes nothing', async () => {
    const { stdout } = await uwlr(['goals', 'import', EXAMPLE_SET, '--data', data]);
    expect(stdout).toContain('Already there: voorbeeld-rekenen-meten@1: 9 goals, 12 relations.');
    const { items } = await json<{ items: unknown[] }>(['goals', 'list', '--data', data]);
    expect(items).toMatchObject([
      { id: 'voorbeeld-rekenen-meten', version: '1', goals: 9, status: 'definitief', legalStatus: 'published' },
    ]);
  });

  test('never changes: the same version with another content is refused, and another version stands beside it', async () => {
    const document = JSON.parse(await readFile(EXAMPLE_SET, 'utf8'));
    document.items[0].title = 'Anders';
    const file = space.path('anders.json');
    await writeFile(file, JSON.stringify(document));
    const { code, stderr } = await uwlr(['goals', 'import', file, '--data', data]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'uwlr: goal set voorbeeld-rekenen-meten@1 is stored with another content, and a version never changes: give another --set-version\n',
    });
    const beside = space.path('beside');
    await json(['goals', 'import', EXAMPLE_SET, '--data', beside]);
    await json(['goals', 'import', file, '--set-version', '2', '--uri', 'https://doelen.voorbeeld/sets/rekenen-meten/2', '--data', beside]);
    const { items } = await json<{ items: { version: string }[] }>(['goals', 'list', '--data', beside]);
    expect(items.map(({ version }) => version)).toEqual(['1', '2']);
  });

  test('with an error is not imported at all', async () => {
    const document = JSON.parse(await readFile(EXAMPLE_SET, 'utf8'));
    document.set.key = 'half';
    document.relations.at(-1).to = 'weg';
    const file = space.path('half.json');
    await writeFile(file, JSON.stringify(document));
    const { code, stderr } = await uwlr(['goals', 'import', file, '--data', data]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'uwlr: relations[11].to: is no id of the set, and no URI or UUID of a goal elsewhere\n',
    });
    const { items } = await json<{ items: { id: string }[] }>(['goals', 'list', '--data', data]);
    expect(items.map(({ id }) => id)).not.toContain('half');
  });

  test('is only checked with --dry-run', async () => {
    const { stdout } = await uwlr(['goals', 'import', EXAMPLE_SET, '--set-version', '9', '--dry-run', '--data', data]);
    expect(stdout).toContain('Would import voorbeeld-rekenen-meten@9');
    const { items } = await json<{ items: { version: string }[] }>(['goals', 'list', '--data', data]);
    expect(items.map(({ version }) => version)).not.toContain('9');
  });

  test('of a school is seen by that school alone', async () => {
    const document = JSON.parse(await readFile(EXAMPLE_SET, 'utf8'));
    document.set.key = 'eigen';
    delete document.set.uri;
    delete document.set.legalStatus;
    const file = space.path('eigen.json');
    await writeFile(file, JSON.stringify(document));
    await json(['goals', 'import', file, '--school', '99XX', '--data', data]);
    const listed = async (school: string) =>
      (await json<{ items: { id: string; legalStatus: string }[] }>(['goals', 'list', '--school', school, '--data', data])).items;
    expect(await listed('99XX')).toContainEqual(expect.objectContaining({ id: 'eigen', legalStatus: 'school' }));
    expect((await listed('99XY')).map(({ id }) => id)).toEqual(['voorbeeld-rekenen-meten']);
  });

  test('shows what became of every field of its file', async () => {
    const { ledger, counts } = await json<{ ledger: { path: string; kept: boolean }[]; counts: object }>([
      'goals',
      'show',
      'voorbeeld-rekenen-meten',
      '--data',
      data,
    ]);
    expect(counts).toMatchObject({ goals: 9, relations: 12, relationsByType: { isChildOf: 7, contributesTo: 5 } });
    expect(ledger).toContainEqual(expect.objectContaining({ path: 'items[].levels[].title', kept: true }));
  });
});

describe('the sets of a school', () => {
  const order = async (): Promise<unknown[]> =>
    (await json<{ items: { id: string; version: string; chosen?: number }[] }>(['goals', 'list', '--school', '99XY', '--data', data])).items
      .filter(({ chosen }) => chosen !== undefined)
      .sort((one, other) => one.chosen! - other.chosen!)
      .map(({ id, version }) => `${id}@${version}`);

  test('are the newest of all until it chooses, in its order, and again with --all', async () => {
    const document = JSON.parse(await readFile(EXAMPLE_SET, 'utf8'));
    Object.assign(document.set, { key: 'tweede', uri: 'https://doelen.voorbeeld/sets/tweede' });
    const file = space.path('tweede.json');
    await writeFile(file, JSON.stringify(document));
    await json(['goals', 'import', file, '--data', data]);
    expect(await order()).toEqual(['voorbeeld-rekenen-meten@1', 'tweede@1']);
    const { stdout } = await uwlr(['goals', 'choose', 'tweede', 'voorbeeld-rekenen-meten@1', '--school', '99XY', '--data', data]);
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'School 99XY works with:',
      '1. tweede@1: Voorbeeld: doelen voor meten in het basisonderwijs',
    ]);
    expect(await order()).toEqual(['tweede@1', 'voorbeeld-rekenen-meten@1']);
    await json(['goals', 'choose', '--all', '--school', '99XY', '--data', data]);
    expect(await order()).toEqual(['voorbeeld-rekenen-meten@1', 'tweede@1']);
  });

  test.each([
    [['nergens'], 1, 'uwlr: there is no goal set nergens: uwlr goals list shows those that are loaded\n'],
    [['eigen'], 1, 'uwlr: there is no goal set eigen: uwlr goals list shows those that are loaded\n'],
    [['tweede', 'tweede@1'], 2, 'uwlr: name each set once\n'],
    [[], 2, 'uwlr: name the sets, or give --all\n'],
  ])('are not changed by %j', async (names, code, stderr) => {
    const before = await order();
    expect(await uwlr(['goals', 'choose', ...names, '--school', '99XY', '--data', data])).toMatchObject({ code, stderr });
    expect(await order()).toEqual(before);
  });
});

describe('an exported set', () => {
  test.each(['json', 'case'])(
    'as %s is the same set when it is imported elsewhere, and already there when it is imported here',
    async (format) => {
      const file = space.path(`uit-${format}.json`);
      await uwlr(['goals', 'export', 'voorbeeld-rekenen-meten', '--format', format, '--out', file, '--data', data]);
      expect(await json(['goals', 'import', file, '--data', data])).toMatchObject({ added: false });
      expect(await json(['goals', 'import', file, '--data', space.path(`elders-${format}`)])).toMatchObject({
        added: true,
        set: { id: 'voorbeeld-rekenen-meten', uri: 'https://doelen.voorbeeld/sets/rekenen-meten/1' },
      });
    },
  );
});

describe('a directory', () => {
  test('with a release of SLO is one set', async () => {
    const directory = space.path('release');
    await mkdir(path.join(directory, 'data'), { recursive: true });
    const id = '5a1f0000-0000-4000-8000-000000000001';
    const context = {
      $id: 'https://opendata.slo.nl/curriculum/schemas/curriculum-proef/context.json',
      properties: { doel: { '#file': 'data/doelen.json' } },
    };
    await writeFile(path.join(directory, 'context.json'), JSON.stringify(context));
    await writeFile(path.join(directory, 'data', 'doelen.json'), JSON.stringify([{ id, title: 'Een doel' }]));
    await writeFile(path.join(directory, 'README.md'), 'niet gelezen');
    const { code, stderr } = await uwlr(['goals', 'import', directory, '--data', data]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'uwlr: context.json.version: the file names no version or date: give --set-version\n',
    });
    const report = await json(['goals', 'import', directory, '--set-version', '2026-06-26', '--data', data]);
    expect(report).toMatchObject({ added: true, set: { id: 'slo-proef', version: '2026-06-26', publisher: 'SLO' }, counts: { goals: 1 } });
  });

  test('without files of a set, or a file that is not there, could not be read', async () => {
    await mkdir(space.path('leeg'));
    expect(await uwlr(['goals', 'import', space.path('leeg'), '--data', data])).toMatchObject({ code: 3 });
    expect(await uwlr(['goals', 'import', space.path('weg.json'), '--data', data])).toMatchObject({ code: 3 });
  });
});

test('a spreadsheet of a school is a set of that school', async () => {
  const file = space.path('schooldoelen.csv');
  await writeFile(file, 'Code;Doel;Valt onder\nT;Tijd;\nT.1;Hele uren;T\n');
  const which = ['--set-id', 'schooldoelen', '--set-version', '2026', '--title', 'Doelen van de school'];
  const report = await json(['goals', 'import', file, ...which, '--school', '99XX', '--data', data]);
  expect(report).toMatchObject({ added: true, school: '99XX', set: { legalStatus: 'school' }, counts: { goals: 2, relations: 1 } });
  expect(await json(['goals', 'import', file, ...which, '--school', '99XX', '--data', data])).toMatchObject({ added: false });
  const shown = ['goals', 'show', 'T.1', '--set', 'schooldoelen', '--data', data];
  expect(await json([...shown, '--school', '99XX'])).toMatchObject({ parents: [{ code: 'T', assertedBy: 'school' }] });
  expect(await uwlr(shown)).toMatchObject({ code: 1 });
});

test('100 MB is refused before it is read', async () => {
  const file = space.path('groot.json');
  await writeFile(file, '');
  await truncate(file, 100_000_000);
  const { code, stderr } = await uwlr(['goals', 'import', file, '--data', data]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: `uwlr: ${file}: has 100000000 bytes, and a goal set at most 67108864\n` });
});

describe('a goal', () => {
  test('is shown by any way of writing it, with its levels, what hangs above it and the standing of its set', async () => {
    const shown = await json(['goals', 'show', 'BK:30789C91-5B39-4780-98F3-A1BD6AF2D808', '--data', data]);
    expect(shown).toMatchObject({
      goal: { uri: KLOK, code: 'RW.1.067', levels: [{ title: 'po', type: 'Sector' }] },
      set: { id: 'voorbeeld-rekenen-meten', version: '1', status: 'definitief', legalStatus: 'published' },
      via: 'uri',
      parents: [
        { code: 'M/tijd', relation: 'isChildOf', assertedBy: 'voorbeeld' },
        { code: 'PO Kerndoel 33', relation: 'contributesTo', assertedBy: 'voorbeeld' },
      ],
      kerndoelen: [{ code: 'PO Kerndoel 33' }],
    });
  });

  test('is shown by its code within a set', async () => {
    const { stdout } = await uwlr(['goals', 'show', 'RW.1.067', '--set', 'voorbeeld-rekenen-meten', '--data', data]);
    expect(stdout).toContain(`URI: ${KLOK}`);
    expect(stdout).toContain('publication status definitief, legal status published');
    expect(await uwlr(['goals', 'show', 'RW.1.067', '--data', data])).toMatchObject({ code: 1 });
    expect(await uwlr(['goals', 'show', 'RW.1.067', '--set', 'nergens', '--data', data])).toMatchObject({
      code: 1,
      stderr: 'uwlr: there is no goal set nergens: uwlr goals list shows those that are loaded\n',
    });
  });
});

const slo = sloDirectory();
(slo === undefined ? describe.skip : describe)('the extracts of SLO (absent: skipped)', () => {
  let there: string;

  beforeAll(async () => {
    there = space.path('slo');
    for (const { file, goals, relations } of SLO_SETS) {
      const report = await json<{ ledger: { kept: boolean }[] }>(['goals', 'import', path.join(slo!, file), '--data', there]);
      expect(report).toMatchObject({ added: true, counts: { goals, relations } });
      expect(report.ledger.filter(({ kept }) => !kept)).toEqual([]);
    }
  });

  test('are all loaded with the counts of their README and no field left out, and again without a change', async () => {
    const { items } = await json<{ items: { goals: number }[] }>(['goals', 'list', '--data', there]);
    expect(items.reduce((sum, { goals }) => sum + goals, 0)).toBe(1_077);
    for (const { file } of SLO_SETS) {
      expect(await json(['goals', 'import', path.join(slo!, file), '--data', there])).toMatchObject({ added: false });
    }
  });
});
