import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { schoolYearAt } from '../../src/model/school-year.js';
import { startSimulatedLas } from '../../src/simulator/las.js';
import { syntheticSchool } from '../../src/synthetic/school/synthetic-school.js';
import { afname, message, resultaat } from '../support/messages.js';
import { edexml } from './support/roster-text.js';
import { firstLine, json, ONE_LINE, start, uwlr, type Workspace, workspace } from './support/uwlr.js';

/** The one that runs: it must not be purged. */
const YEAR = schoolYearAt(new Date());
const NAMES = /Nepachternaam|nep-\d/;
const PSEUDONYM = /^[\w-]{27}$/;
let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  await json(['school', 'add', '--brin', '99XX', '--name', 'De Proef', '--data', data]);
});
afterAll(() => space.remove());

const roster = (...args: string[]) => uwlr(['roster', ...args, '--data', data]);
const asJson = <T>(...args: string[]) => json<T>(['roster', ...args, '--data', data]);

async function file(name: string, options: Parameters<typeof edexml>[1]): Promise<string> {
  await writeFile(space.path(name), edexml('2.1', { schoolYear: YEAR, ...options }));
  return space.path(name);
}

/** Results of pupils with these ids, delivered to a gateway that runs just for that. */
async function deliver(...pupils: readonly string[]): Promise<void> {
  await json(['party', 'add', '--klantcode', 'TESTEA', '--klantnaam', 'Testleverancier', '--role', 'ea', '--data', data]);
  const agreement = [
    '--school',
    '99XX',
    '--party',
    'TESTEA',
    '--exchange',
    'leerresultaten',
    '--purpose',
    'Proef',
    '--key',
    'verzonnen-sleutel-77',
  ];
  await json(['agreement', 'add', ...agreement, '--data', data]);
  const gateway = start(['serve', '--json', '--port', '0', '--data', data]);
  const { url } = JSON.parse(await firstLine(gateway)) as { url: string };
  const afnames = pupils.map((pupil, at) => afname(pupil, resultaat(`r-${at}`))).join('');
  const body = message({ sleutel: 'verzonnen-sleutel-77', afnames });
  const headers = { 'content-type': 'text/xml; charset=utf-8' };
  const { status } = await fetch(`${url}/soap/leerresultaten`, { method: 'POST', headers, body });
  gateway.kill('SIGTERM');
  await once(gateway, 'close');
  expect(status).toBe(200);
}

describe('roster show and unmatched', () => {
  test('say that there is nothing yet', async () => {
    expect(await roster('show', '--school', '99XX')).toEqual({ code: 0, stdout: 'No roster yet.\n', stderr: '' });
    expect(await roster('unmatched', '--school', '99XX')).toMatchObject({
      code: 0,
      stdout: 'All pupils with results are in the roster.\n',
    });
  });

  test('count what there is, and list by pseudonym who has results but is not in it', async () => {
    await deliver('nep-1', 'nep-98', 'nep-99');
    await asJson('import', await file('school.xml', {}));
    const { items } = await asJson<{ items: { learner: string; results: number }[] }>('unmatched', '--school', '99XX');
    expect(items).toEqual(Array(2).fill({ learner: expect.stringMatching(PSEUDONYM), results: 1 }));
    const page = await asJson<{ items: unknown[]; next: string }>('unmatched', '--school', '99XX', '--limit', '1');
    expect(await asJson('unmatched', '--school', '99XX', '--cursor', page.next)).toEqual({ items: items.slice(1) });
    expect(await asJson('show', '--school', '99XX')).toEqual({
      items: [expect.objectContaining({ schoolYear: YEAR, revision: 1, version: '2.2', groups: 1, learners: 10, teachers: 1 })],
      unmatchedLearners: 2,
    });
    const { stdout } = await roster('show', '--school', '99XX', '--school-year', YEAR);
    expect(stdout).toMatch(/^SCHOOL YEAR .*\n\d{4}-\d{4} +1 .* file +2\.2 +1 +10 +1\n/);
    expect(stdout).toContain('who are not in the roster: 2');
    expect(stdout).not.toMatch(NAMES);
  });

  test.each([
    ['show', '--school', '99ZZ'],
    ['show', '--school', '99XX', '--school-year', '2024-2025'],
    ['unmatched', '--school', '99ZZ'],
    ['diff', '--school', '99ZZ'],
    ['purge', '--school', '99ZZ'],
  ])('say no to what is not there: %s %s %s', async (...args) => {
    const { code, stdout, stderr } = await roster(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(ONE_LINE);
  });
});

describe('roster diff', () => {
  test('of a file says how many would change, and with --names which pseudonyms; nothing changes, nobody is named', async () => {
    const other = await file('other.xml', { from: 2 });
    const { code, stdout } = await roster('diff', other, '--school', '99XX', '--names');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^99XX \d{4}-\d{4}: would-change\n {2}pupils {2}1 added, 0 changed, 1 left: 10 in all$/m);
    expect(stdout).toMatch(/^ {2}added {4}learner {2}[\w-]{27}\n {2}left {5}learner {2}[\w-]{27}\n$/m);
    expect(stdout).not.toMatch(NAMES);
    const { names } = await asJson<{ names: { change: string; kind: string; id: string }[] }>('diff', other, '--school', '99XX', '--names');
    expect(names.map(({ change, kind }) => `${change} ${kind}`)).toEqual(['added learner', 'left learner']);
    expect(await asJson('show', '--school', '99XX')).toMatchObject({ items: [{ revision: 1 }] });
    const { items } = await json<{ items: { operation: string }[] }>(['exchange', 'list', '--data', data]);
    expect(items.filter(({ operation }) => operation === 'ImportRoster')).toHaveLength(1);
  });

  test('of a file that is not valid says what is wrong', async () => {
    const { code, stdout } = await roster('diff', await file('wrong.xml', { group: 'weg' }), '--school', '99XX');
    expect(code).toBe(1);
    expect(stdout).toMatch(/INVALID[\s\S]*UWLR-ID-004/);
  });

  test('without a file asks the administration', async () => {
    const las = await startSimulatedLas({ school: syntheticSchool({ brin: '99XX', learners: 12, schoolYear: YEAR }) });
    try {
      const { klantcode, klantnaam, autorisatiesleutel } = las.caller;
      const party = ['--klantcode', klantcode, '--klantnaam', klantnaam, '--role', 'las', '--endpoint', las.endpoint];
      await json(['party', 'add', ...party, '--data', data]);
      const agreement = ['--school', '99XX', '--party', klantcode, '--exchange', 'leerlinggegevens', '--profile', 'smalle-set'];
      await json(['agreement', 'add', ...agreement, '--purpose', 'Proef', '--key', autorisatiesleutel, '--data', data]);
      const { code, stdout } = await roster(
        'diff',
        '--school',
        '99XX',
        '--school-year',
        YEAR,
        '--shrink-limit',
        '1',
        '--names',
        '--allow-targets',
        'localhost',
      );
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^99XX \d{4}-\d{4}: would-change \(VERZONNEN, 2\.2\)\n {2}pupils {2}12 added, 0 changed, 10 left: 12 in all\n/,
      );
      expect(stdout.match(/^ {2}left +learner /gm)).toHaveLength(10);
      expect(await asJson('show', '--school', '99XX')).toMatchObject({ items: [{ revision: 1, learners: 10 }] });
    } finally {
      await las.close();
    }
  });
});

describe('roster purge', () => {
  test('removes who left only when they have been gone for as long as they may stay', async () => {
    await asJson('import', await file('later.xml', { from: 2, pupils: 9 }));
    expect(await asJson('purge', '--school', '99XX')).toMatchObject({ learners: 0, groups: 0, teachers: 0 });
    expect(await asJson('purge', '--days', '0')).toMatchObject({ learners: 1, groups: 0, teachers: 0 });
    const again = await uwlr(['roster', 'purge', '--data', data], { env: { UWLR_RETAIN_LEAVERS_DAYS: '0' } });
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Removed people who left before \S+: pupils 0, groups 0, staff 0\n$/),
    });
    expect(await asJson('show', '--school', '99XX')).toMatchObject({ items: [{ learners: 9 }] });
  });

  test('removes a school year that was over by then, unless it was given since', async () => {
    await asJson('import', await file('old.xml', { schoolYear: '2019-2020' }));
    expect(await asJson('show', '--school', '99XX')).toMatchObject({ items: [{ schoolYear: YEAR }, { schoolYear: '2019-2020' }] });
    expect(await asJson('purge')).toMatchObject({ learners: 0 });
    expect(await asJson('purge', '--days', '0')).toMatchObject({ learners: 10, groups: 1, teachers: 1 });
    expect(await asJson('show', '--school', '99XX')).toMatchObject({ items: [{ schoolYear: YEAR, learners: 9 }] });
  });

  test('of a number of days that is none is wrong usage', async () => {
    const { code, stderr } = await roster('purge', '--days', '-1');
    expect(code).toBe(2);
    expect(stderr).toMatch(ONE_LINE);
  });
});
