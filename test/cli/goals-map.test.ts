import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CheckedMapping } from '../../src/admin/goals/check-mapping.js';
import type { MappingReport } from '../../src/admin/goals/import-mapping.js';
import type { UndoneMapping } from '../../src/admin/goals/undo-mapping.js';
import type { ListedMapping } from '../../src/store/goals/mapping-store.js';
import { EXAMPLE_SET } from '../goals/support.js';
import { json, uwlr, type Workspace, workspace } from './support/uwlr.js';

const HOURS = '30789c91-5b39-4780-98f3-a1bd6af2d808';
const SET = 'https://doelen.voorbeeld/sets/rekenen-meten/1';

let space: Workspace;
let data: string;
let number = 0;
/** Each test has a vendor of its own. */
let vendor: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  await json(['school', 'add', '--brin', '99XX', '--name', 'De Proef', '--data', data]);
  await json(['goals', 'import', EXAMPLE_SET, '--data', data]);
});
afterAll(() => space.remove());

beforeEach(async () => {
  number += 1;
  vendor = `KLOK${number}`;
  await json(['party', 'add', '--klantcode', vendor, '--klantnaam', 'Klokwerk', '--role', 'ea', '--data', data]);
});

async function file(...lines: readonly string[]): Promise<string> {
  const name = space.path(`koppeling-${number}.csv`);
  await writeFile(name, lines.join('\n'));
  return name;
}

const map = (...args: readonly string[]) => uwlr(['goals', 'map', ...args, '--data', data]);
const mapped = <T = MappingReport>(...args: readonly string[]) => json<T>(['goals', 'map', ...args, '--data', data]);
const versions = async () => (await mapped<{ items: readonly ListedMapping[] }>('list', '--party', vendor)).items;

describe('goals map import', () => {
  test('adds the rows of a file, whatever a spreadsheet made of it, and the same again changes nothing', async () => {
    const name = await file('toetscode;versie;goal;goal_set;coverage', `KL-1;2;bk:${HOURS};;partial`, `KL-2;;RW.1.067;${SET};`);
    expect(await mapped('import', name, '--party', vendor)).toMatchObject({
      version: expect.any(Number),
      added: 2,
      changed: 0,
      removed: 0,
      rows: 2,
    });
    const again = await mapped('import', name, '--party', vendor);
    expect(again).toMatchObject({ added: 0, changed: 0, removed: 0, unchanged: 2 });
    expect(again.version).toBeUndefined();
    expect(await versions()).toMatchObject([{ party: vendor, assertedBy: 'supplier', added: 2 }]);
  });

  test('takes a file as a difference: other rows stay, a row of the same link takes its place, and others go as it says', async () => {
    await mapped('import', await file('code,goal,coverage', 'A,bk:1,', 'B,bk:2,', 'C,bk:3,'), '--party', vendor);
    const changes = await file('code,goal,coverage,action', 'A,bk:1,full,', 'B,bk:2,,remove', 'D,bk:4,,add', 'E,bk:9,,remove');
    expect(await mapped('import', changes, '--party', vendor, '--dry-run')).toMatchObject({
      dryRun: true,
      added: 1,
      changed: 1,
      removed: 1,
    });
    expect(await versions()).toHaveLength(1);
    expect(await mapped('import', changes, '--party', vendor)).toMatchObject({
      version: expect.any(Number),
      added: 1,
      changed: 1,
      removed: 1,
      rows: 3,
      absent: ['line 5'],
    });
  });

  test('takes it as the whole mapping with --whole', async () => {
    await mapped('import', await file('code,goal', 'A,bk:1', 'B,bk:2'), '--party', vendor);
    const whole = await mapped('import', await file('code,goal', 'B,bk:2', 'C,bk:3'), '--party', vendor, '--whole');
    expect(whole).toMatchObject({ version: expect.any(Number), added: 1, removed: 1, unchanged: 1, rows: 2 });
  });

  test('lists every row that is wrong with its line and no value of it, and then imports none', async () => {
    const name = await file(
      'code,version,part,part_vocabulary,supplier_goal,supplier_goal_title,goal,goal_set,coverage,valid_from,valid_until',
      'A,,,,,,bk:1,,,,',
      'B,,,,,,bk:1,,0.8,,',
      ',2,,,,,bk:1,,,,',
      ',,7,,,,bk:1,,,,',
      ',,,,,,bk:1,,,,',
      'C,,,,,,bk:1,,,2026-02-30,',
      'C,,,,,,bk:1,,,2026-08-01,2026-07-31',
      'D,,,,,Titel,bk:1,,,,',
      'A,,,,,,bk:1,,full,,',
    );
    const { code, stdout } = await map('import', name, '--party', vendor);
    expect({ code, stdout: stdout.replaceAll(`${name}: `, '') }).toEqual({
      code: 1,
      stdout: [
        'line 3: coverage is not one of full, partial, broader, narrower, unknown',
        'line 4: a version needs a code',
        'line 5: a part needs the code of its test, or the vocabulary that it is a term of',
        'line 6: has a goal without an activity or a supplier goal',
        'line 7: validFrom is not a day such as 2026-08-01',
        'line 8: validUntil is before validFrom',
        'line 9: a title needs the id of the supplier goal',
        'line 10: says something else of the same link than line 2',
        'Nothing was imported.',
        '',
      ].join('\n'),
    });
    expect(await versions()).toEqual([]);
  });

  test.each([
    ['no column of goals', ['code,doelen', 'A,bk:1'], 'line 1: has no column goal or supplier_goal'],
    ['a column that is nearly one', ['code,goal,coverag', 'A,bk:1,full'], 'line 1: column 3 is not known: is coverage meant?'],
    ['two columns for one thing', ['code,toetscode,goal', 'A,B,bk:1'], 'line 1: has two columns for code'],
    ['a quote that is never closed', ['code,goal', 'A,"bk:1'], 'line 2: has a quote that is never closed'],
    ['an action that is none', ['code,goal,action', 'A,bk:1,wis'], 'line 2: action is not one of add, remove'],
  ])('refuses a file with %s', async (_what, lines, expected) => {
    const { code, stdout } = await map('import', await file(...lines), '--party', vendor);
    expect(code).toBe(1);
    expect(stdout).toContain(expected);
  });

  test('keeps rows of goals that are not loaded or were replaced, and says so', async () => {
    const set = space.path(`opvolgers-${number}.json`);
    await writeFile(set, JSON.stringify(SUCCESSORS));
    await json(['goals', 'import', set, '--data', data]);
    const name = await file(
      'code,goal,goal_set',
      `A,${HOURS},`,
      'B,bk:00000000-0000-4000-8000-00000000dead,',
      `C,RW.9.999,${SET}`,
      'D,RW.1.067,',
      'E,bk:0b9f1d2e-0000-4000-8000-00000000aaaa,',
    );
    const { code, stdout, stderr } = await map('import', name, '--party', vendor);
    const [version] = await versions();
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Version ${version?.number} of the mapping of ${vendor}: 5 added, 0 changed, 0 removed, 0 unchanged. Rows: 5.\n`,
    });
    expect(stderr.trimEnd().split('\n').sort()).toEqual([
      'goal RW.1.067 (1 row): a code needs the URI of its set in goal_set',
      'goal RW.9.999 (1 row): no loaded set has it',
      'goal bk:00000000-0000-4000-8000-00000000dead (1 row): no loaded set has it',
      'goal bk:0b9f1d2e-0000-4000-8000-00000000aaaa (1 row): it was replaced by https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-00000000bbbb',
    ]);
    const checked = await map('check', '--party', vendor);
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain('Rows: 5; errors: 0; goals that no loaded set has: 3.');
  });

  test('is refused for a party or school that is not there, and for an administration', async () => {
    await json(['party', 'add', '--klantcode', 'LAS', '--klantnaam', 'Las', '--role', 'las', '--as-klantnaam', 'Wij', '--data', data]);
    const name = await file('code,goal', 'A,bk:1');
    const answers = [];
    for (const args of [
      ['--party', 'NIEMAND'],
      ['--party', vendor, '--school', '99YY'],
      ['--party', 'LAS'],
    ]) {
      answers.push(await map('import', name, ...args));
    }
    expect(answers.map(({ code, stderr }) => [code, stderr])).toEqual([
      [1, 'uwlr: there is no party NIEMAND: add it with uwlr party add\n'],
      [1, 'uwlr: there is no school 99YY: add it with uwlr school add\n'],
      [2, 'uwlr: party LAS is an administration: it has no activities of its own\n'],
    ]);
  });
});

describe('goals map undo', () => {
  test('takes back one version, and leaves what later ones changed', async () => {
    await mapped('import', await file('code,goal,coverage', 'A,bk:1,', 'B,bk:2,'), '--party', vendor);
    await mapped('import', await file('code,goal,coverage,action', 'A,bk:1,full,', 'B,bk:2,,remove', 'C,bk:3,,'), '--party', vendor);
    await mapped('import', await file('code,goal,coverage', 'A,bk:1,partial'), '--party', vendor);
    const [, second] = (await versions()).map((one) => one.number);
    const undone = `${second}`;
    expect(await mapped<UndoneMapping>('undo', undone, '--dry-run')).toMatchObject({ removed: 1, restored: 1, kept: 1 });
    expect((await map('undo', undone, '--dry-run')).stdout).toBe(
      `Undo of version ${second} of the mapping of ${vendor}: 1 row removed, 1 row restored. Nothing was changed.\n`,
    );
    const { version } = await mapped<UndoneMapping>('undo', undone);
    expect((await versions()).at(-1)).toMatchObject({ number: version, undoes: second, added: 1, removed: 1 });
    const whole = await file('code,goal,coverage', 'A,bk:1,partial', 'B,bk:2,');
    expect(await mapped('import', whole, '--party', vendor, '--whole')).toMatchObject({ added: 0, removed: 0, unchanged: 2 });
    const again = await map('undo', undone);
    const complaint = `uwlr: version ${second} was taken back by version ${version}: undo that one to have it again\n`;
    expect([again.code, again.stderr]).toEqual([1, complaint]);
    expect(await mapped<UndoneMapping>('undo', `${version}`)).toMatchObject({ removed: 1, restored: 1 });
    expect((await map('undo', '9999')).code).toBe(1);
  });
});

describe('goals map export', () => {
  test('writes a mapping as it is, or as it was, and another vendor can begin with it', async () => {
    await mapped('import', await file('code,goal,coverage', 'A,bk:1,partial', 'B,bk:2,'), '--party', vendor);
    await mapped('import', await file('code,goal,action', 'B,bk:2,remove'), '--party', vendor);
    const [first] = await versions();
    const out = space.path(`uit-${number}.json`);
    expect((await map('export', '--party', vendor, '--format', 'json', '--version', `${first?.number}`, '--out', out)).code).toBe(0);
    await json(['party', 'add', '--klantcode', `${vendor}-B`, '--klantnaam', 'Klokwerk B', '--role', 'ea', '--data', data]);
    expect(await mapped('import', out, '--party', `${vendor}-B`)).toMatchObject({ added: 2, problems: [] });
    const now = await map('export', '--party', vendor);
    expect(now.stdout.split('\r\n').slice(1)).toEqual([',A,,,,,,,,,bk:1,,partial,,,', '']);
    expect(await map('export', '--party', vendor, '--version', '9999')).toMatchObject({ code: 1 });
    const shown = await map('show', `${first?.number}`);
    expect(shown.stdout).toContain('+ code A, goal bk:1, coverage partial');
  });

  test('says so when there is none', async () => {
    const { code, stderr } = await map('export', '--party', vendor);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `uwlr: there is no mapping of ${vendor}\n` });
    expect((await uwlr(['goals', 'unmapped', '--party', vendor, '--data', data])).stdout).toBe(
      'No result is of an activity without a goal.\n',
    );
    expect((await map('suggest', '--party', vendor, '--set', 'geen')).stderr).toBe(
      'uwlr: there is no goal set geen: see uwlr goals list\n',
    );
  });
});

describe('goals map check', () => {
  test('of a file changes nothing, and names goals of the vendor that lead nowhere', async () => {
    await mapped('import', await file('supplier_goal,goal', `KL-3,${HOURS}`), '--party', vendor);
    const name = await file('code,supplier_goal,goal', 'A,KL-1,', 'B,KL-3,', `,KL-2,${HOURS}`);
    const checked = await mapped<CheckedMapping>('check', name, '--party', vendor);
    expect(checked).toMatchObject({ rows: 3, problems: [], goals: [], withoutGoal: ['KL-1'], withoutActivity: ['KL-2'] });
    expect(await versions()).toHaveLength(1);
  });
});

/** A set in which a goal says that it came in the place of one that is not there. */
const SUCCESSORS = {
  set: {
    key: 'opvolgers',
    version: '1',
    uri: 'https://doelen.voorbeeld/sets/opvolgers/1',
    title: 'Verzonnen opvolgers',
    publisher: 'Voorbeeld',
  },
  items: [
    {
      id: '0b9f1d2e-0000-4000-8000-00000000bbbb',
      uri: 'https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-00000000bbbb',
      type: 'doel',
      title: 'Opvolger',
      replaces: ['0b9f1d2e-0000-4000-8000-00000000aaaa'],
    },
  ],
  relations: [],
};
