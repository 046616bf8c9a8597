import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { syntheticSchool } from '../../src/synthetic/school/synthetic-school.js';
import { contentsOf } from './support/data-directory.js';
import { firstLine, json, ONE_LINE, start, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Report {
  readonly outcome: string;
  readonly ok: boolean;
  readonly school: string;
  readonly schoolYear: string;
  readonly summary?: { readonly learners: Record<string, number> };
}

const YEAR = '2026-2027';
let space: Workspace;
let data: string;
let las: SimulatedLas;

beforeAll(async () => {
  las = await startSimulatedLas({ school: syntheticSchool({ brin: '99XX', learners: 12, schoolYear: YEAR }) });
});
afterAll(() => las.close());

async function freshGateway(): Promise<void> {
  space = await workspace();
  data = space.path('data');
  await furnish('99XX', 'LAS1', las.endpoint, las.caller.autorisatiesleutel);
}

async function furnish(school: string, party: string, endpoint: string, key: string): Promise<void> {
  const { klantcode, klantnaam } = las.caller;
  const connection = [
    '--as-klantcode',
    klantcode,
    '--as-klantnaam',
    klantnaam,
    '--header',
    'X-Nep: verzonnen-kopwaarde',
    '--timeout',
    '20',
  ];
  const one = ['--klantcode', party, '--klantnaam', 'Verzonnen LAS', '--role', 'las', '--endpoint', endpoint, ...connection];
  const exchange = ['--exchange', 'leerlinggegevens', '--profile', 'smalle-set', '--purpose', 'Proef', '--key', key];
  await json(['school', 'add', '--brin', school, '--name', 'De Proef', '--data', data]);
  await json(['party', 'add', ...one, '--data', data, '--allow-targets', 'localhost']);
  await json(['agreement', 'add', '--school', school, '--party', party, ...exchange, '--data', data]);
}

const sync = (...args: string[]) => uwlr(['sync', '--data', data, '--school-year', YEAR, '--allow-targets', 'localhost', ...args]);
/** For syncs that do not end with 0. */
const report = async (...args: string[]): Promise<Report & { readonly code: number | null }> => {
  const { code, stdout } = await sync(...args, '--json');
  return { ...(JSON.parse(stdout) as Report), code };
};

describe('a sync', () => {
  beforeEach(freshGateway);
  afterEach(() => space.remove());

  test('brings in the pupils once, and says how many; nothing of what is secret or of anybody is printed or lies open', async () => {
    const { code, stdout, stderr } = await sync('--school', '99XX');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^99XX 2026-2027: updated \(LAS1, 2\.2\)\n {2}pupils {2}12 added, 0 changed, 0 left: 12 in all\n/);
    expect(await report('--school', '99XX')).toMatchObject({ code: 0, outcome: 'unchanged', school: '99XX', schoolYear: YEAR });
    const listed = await uwlr(['exchange', 'list', '--data', data]);
    const [learner] = las.school.roster.learners;
    const texts = [stdout, listed.stdout, await contentsOf(data)];
    for (const secret of [las.caller.autorisatiesleutel, 'verzonnen-kopwaarde', learner?.key, learner?.birthDate] as string[])
      for (const text of texts) expect(text).not.toContain(secret);
  });

  test('that is a dry run says what would change, and changes nothing', async () => {
    expect(await report('--school', '99XX', '--dry-run')).toMatchObject({
      code: 0,
      outcome: 'would-change',
      summary: { learners: { added: 12 } },
    });
    expect(await json(['roster', 'show', '--school', '99XX', '--data', data])).toMatchObject({ items: [] });
  });

  test('stops when too many pupils would leave, until that is accepted', async () => {
    await sync('--school', '99XX');
    const whole = las.school.roster;
    las.change((roster) => ({ ...roster, learners: roster.learners.slice(0, 6) }));
    const refused = await sync('--school', '99XX');
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/shrink-refused[\s\S]*UWLR-SY-018 error .*\(6 of 12\)[\s\S]*--accept-shrink/);
    expect(await report('--school', '99XX', '--shrink-limit', '0.5', '--dry-run')).toMatchObject({ code: 0, outcome: 'would-change' });
    expect(await report('--school', '99XX', '--accept-shrink')).toMatchObject({
      code: 0,
      outcome: 'updated',
      summary: { learners: { left: 6 } },
    });
    las.change(() => whole);
  });

  test('of several schools goes on after one that fails, and ends with the worst of their exit codes', async () => {
    await furnish('99AB', 'LAS2', 'http://localhost:1/uwlr', 'verzonnen-sleutel-0002');
    await furnish('99AC', 'LAS3', las.endpoint, 'verzonnen-verkeerd-0003');
    const { code, stdout } = await sync('--all', '--json');
    const reports = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Report);
    expect(reports.map(({ school, outcome, ok }) => [school, outcome, ok])).toEqual([
      ['99AB', 'unreachable', false],
      ['99AC', 'fault', false],
      ['99XX', 'updated', true],
    ]);
    expect(code).toBe(3);
    expect((await sync('--school', '99XX,99AC')).code).toBe(1);
  });

  test('without an agreement is refused', async () => {
    await json(['school', 'add', '--brin', '99AD', '--name', 'Nog een', '--data', data]);
    expect(await report('--school', '99AD')).toMatchObject({ code: 1, outcome: 'no-agreement' });
  });
});

describe('what cannot be synced', () => {
  beforeAll(freshGateway);
  afterAll(() => space.remove());

  test.each([
    ['a school that is not known', 1, ['--school', '99ZZ']],
    ['a party that is no las', 1, ['--school', '99XX', '--party', 'NIEMAND']],
    ['no school', 2, []],
    ['a school and all of them', 2, ['--school', '99XX', '--all']],
    ['a year that is none', 2, ['--school', '99XX', '--school-year', '2026-2028']],
    ['a share that is none', 2, ['--school', '99XX', '--shrink-limit', '20%']],
    ['a schedule that is none', 2, ['--school', '99XX', '--schedule', 'elke dag']],
    ['a schedule that never comes', 2, ['--school', '99XX', '--schedule', '0 0 30 2 *']],
    ['a schedule that is a day', 2, ['--school', '99XX', '--schedule', '2030-01-01T00:00:00']],
    ['jitter without a schedule', 2, ['--school', '99XX', '--jitter', '10m']],
    ['jitter that is no time', 2, ['--school', '99XX', '--schedule', '* * * * *', '--jitter', 'even']],
  ])('is %s: exit code %d, said in one line', async (_what, expected, args) => {
    const { code, stdout, stderr } = await sync(...args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(ONE_LINE);
  });
});

describe('syncs on a schedule', () => {
  beforeEach(freshGateway);
  afterEach(() => space.remove());

  test('follow each other, a line each, until it is told to stop', async () => {
    const args = [
      'sync',
      '--school',
      '99XX',
      '--school-year',
      YEAR,
      '--schedule',
      '* * * * * *',
      '--jitter',
      '0s',
      '--json',
      '--allow-targets',
      'localhost',
      '--data',
      data,
    ];
    const child = start(args);
    const ended = once(child, 'close');
    let [seen, notes] = ['', ''];
    child.stderr?.on('data', (chunk) => {
      notes += String(chunk);
    });
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      seen += String(chunk);
      if (seen.split('\n').length > 2) break;
    }
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    const outcomes = seen
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as Report).outcome);
    expect(outcomes.slice(0, 2)).toEqual(['updated', 'unchanged']);
    expect(notes).toMatch(/^(Next run: \S+\n)+$/);
  });

  test('end at once when nothing is under way', async () => {
    const child = start([
      'sync',
      '--school',
      '99XX',
      '--schedule',
      '0 3 1 1 *',
      '--jitter',
      '1h',
      '--data',
      data,
      '--allow-targets',
      'localhost',
    ]);
    const ended = once(child, 'close');
    // The note goes to standard error: it is waiting by then.
    expect(await firstLine({ stdout: child.stderr } as typeof child)).toMatch(/^Next run: /);
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  });
});
