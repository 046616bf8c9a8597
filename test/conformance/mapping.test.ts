import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MAPPING_TESTS } from '../../src/conformance/mapping/mapping-tests.js';
import { runMapping } from '../../src/conformance/mapping/run-mapping.js';
import type { Report } from '../../src/conformance/report/report.js';
import type { RunResult } from '../../src/conformance/run.js';
import type { Goal, ReadGoalSet } from '../../src/goals/goal-set.js';
import { ONE_LINE, uwlr, type Workspace, workspace } from '../cli/support/uwlr.js';

const SET = 'https://doelen.voorbeeld/sets/proef/1';

function goal(id: string, code: string, more: Partial<Goal> = {}): Goal {
  return { uri: `https://doelen.voorbeeld/proef/${id}`, id, type: 'doel', title: `Proefdoel ${id}`, code, levels: [], ...more };
}

/** A set with two goals that share a code, and one that took the place of another. */
const GOALS: ReadGoalSet = {
  set: { id: 'proef', version: '1', uri: SET, title: 'Proef', status: 'definitief', legalStatus: 'published' },
  goals: [
    goal('een', 'P1'),
    goal('twee', 'DUBBEL'),
    goal('drie', 'DUBBEL'),
    goal('nieuw', 'P4', { replaces: ['https://doelen.voorbeeld/proef/oud'] }),
  ],
  relations: [],
  ledger: [],
};

const HEAD = 'code,supplier_goal,supplier_goal_title,goal,goal_set,coverage';
const ROW = 'T1,,,https://doelen.voorbeeld/proef/een,,full';
const mapping = (...rows: readonly string[]) => [HEAD, ...rows].join('\n');

function run(text: string, goalSets: readonly ReadGoalSet[] = [GOALS]): Promise<RunResult> {
  return runMapping({ file: 'koppeling.csv', text, goalSets });
}

function complaints({ tests }: RunResult): string[] {
  return tests
    .filter(({ verdict }) => ['fail', 'warning', 'review', 'error'].includes(verdict))
    .map(({ requirement, verdict }) => `${requirement} ${verdict}`);
}

const CASES: readonly (readonly [requirement: string, name: string, verdict: string, rows: readonly string[]])[] = [
  ['MAPPING-01', 'a coverage that does not exist', 'fail', [ROW, 'T2,,,https://doelen.voorbeeld/proef/een,,half']],
  ['MAPPING-02', 'a link that is full and partial at once', 'fail', [ROW, ROW.replace('full', 'partial')]],
  ['MAPPING-03', 'a goal that no set has', 'fail', [ROW, 'T2,,,https://doelen.voorbeeld/proef/nergens,,full']],
  ['MAPPING-04', 'a code without its set', 'fail', [ROW, 'T2,,,P1,,full']],
  ['MAPPING-05', 'a code of two goals', 'fail', [ROW, `T2,,,DUBBEL,${SET},full`]],
  ['MAPPING-06', 'a goal that was replaced', 'warning', [ROW, 'T2,,,https://doelen.voorbeeld/proef/oud,,full']],
  ['MAPPING-07', 'a link without coverage', 'warning', [ROW, 'T2,,,https://doelen.voorbeeld/proef/een,,']],
  ['MAPPING-08', 'a goal of the vendor that leads nowhere', 'warning', [ROW, 'T2,KLOK,Klokkijken,,,full']],
  ['MAPPING-09', 'a goal of the vendor without activity', 'warning', [ROW, ',KLOK,Klokkijken,https://doelen.voorbeeld/proef/een,,full']],
  ['MAPPING-10', 'a goal of the vendor without title', 'warning', [ROW, 'T2,KLOK,,https://doelen.voorbeeld/proef/een,,full']],
];

describe('a mapping that breaks one requirement', () => {
  test.each(CASES)('%s: %s', async (requirement, _, verdict, rows) => {
    expect(complaints(await run(mapping(...rows)))).toEqual([`${requirement} ${verdict}`]);
    const found = (await run(mapping(...rows))).tests.find((one) => one.requirement === requirement);
    expect(found?.findings).toEqual([expect.objectContaining({ rule: requirement, path: expect.not.stringContaining('line'), line: 3 })]);
  });

  test('MAPPING-11: JSON with a member that a mapping has no room for', async () => {
    const rows = [{ kind: 'activity', activity: { code: 'T1' }, goal: 'https://doelen.voorbeeld/proef/een', coverage: 'full' }];
    expect(complaints(await run(JSON.stringify({ rows })))).toEqual([]);
    expect(complaints(await run(JSON.stringify({ rows, moeilijkheid: 3 })))).toEqual(['MAPPING-11 warning']);
  });

  test('is tried for every requirement that has a test', () => {
    const tried = new Set(['MAPPING-11', ...CASES.map(([requirement]) => requirement)]);
    expect(MAPPING_TESTS.filter(({ requirement }) => !tried.has(requirement))).toEqual([]);
  });
});

test('a mapping that keeps everything passes with what was looked at', async () => {
  const { tests } = await run(mapping(ROW, `T2,KLOK,Klokkijken,P1,${SET},partial`));
  expect(complaints({ tests })).toEqual([]);
  expect(tests.find(({ requirement }) => requirement === 'MAPPING-03')?.evidence).toEqual([
    { kind: 'file', text: 'kept by 2 goals that rows name of koppeling.csv' },
  ]);
});

test('without goal sets nothing is said of goals', async () => {
  const { tests } = await run(mapping(ROW), []);
  expect(tests.filter(({ verdict }) => verdict === 'skip').map(({ requirement }) => requirement)).toEqual([
    'MAPPING-03',
    'MAPPING-05',
    'MAPPING-06',
  ]);
});

describe('uwlr conform mapping', () => {
  let space: Workspace;
  beforeAll(async () => {
    space = await workspace();
  });
  afterAll(() => space.remove());

  test('tests a file against goal sets in files', async () => {
    const goals = new URL('../../fixtures/goals/voorbeeld-rekenen-meten.json', import.meta.url).pathname;
    const file = new URL('../../fixtures/goals/rekenen-op-maat.csv', import.meta.url).pathname;
    const { code, stdout } = await uwlr(['conform', 'mapping', file, '--goals', goals, '--json']);
    const report = JSON.parse(stdout) as Report;
    expect([code, report.role, complaints(report)]).toEqual([0, 'mapping', []]);
  });

  test('says of what is no goal set, or no file, that it could not be tested', async () => {
    writeFileSync(space.path('koppeling.csv'), mapping(ROW));
    writeFileSync(space.path('doelen.json'), '{}');
    for (const args of [[space.path('koppeling.csv'), '--goals', space.path('doelen.json')], [space.path('none.csv')]]) {
      const { code, stdout, stderr } = await uwlr(['conform', 'mapping', ...args]);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(ONE_LINE);
    }
  });

  test('names no flag that it does not have, and no file twice', async () => {
    writeFileSync(space.path('koppeling.csv'), mapping(ROW));
    writeFileSync(space.path('doelen.csv'), 'id,title\nP1,Klokkijken\n');
    const { code, stderr } = await uwlr(['conform', 'mapping', space.path('koppeling.csv'), '--goals', space.path('doelen.csv')]);
    const complaint = 'a CSV file does not say which set it is: here the file has to say it itself, as JSON does';
    expect([code, stderr]).toEqual([3, `uwlr: ${space.path('doelen.csv')}: ${complaint}\n`]);
  });
});
