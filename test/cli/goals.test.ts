import { readFile, writeFile } from 'node:fs/promises';
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
      const report = await json(['goals', 'import', path.join(slo!, file), '--data', there]);
      expect(report).toMatchObject({ added: true, counts: { goals, relations } });
    }
  });

  test('are all loaded with the counts of their README, and again without a change', async () => {
    const { items } = await json<{ items: { goals: number }[] }>(['goals', 'list', '--data', there]);
    expect(items.reduce((sum, { goals }) => sum + goals, 0)).toBe(1_077);
    for (const { file } of SLO_SETS) {
      expect(await json(['goals', 'import', path.join(slo!, file), '--data', there])).toMatchObject({ added: false });
    }
  });

  test('have no field that is left out', async () => {
    for (const { file } of SLO_SETS) {
      const { ledger } = await json<{ ledger: { path: string; kept: boolean }[] }>([
        'goals',
        'import',
        path.join(slo!, file),
        '--dry-run',
        '--data',
        there,
      ]);
      expect(ledger.filter(({ kept }) => !kept)).toEqual([]);
    }
  });
});
