import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import type { ShownStatus } from '../../src/api/shapes/delivery-view.js';
import { nextSteps, stateText } from '../../src/cli/deliver/status-text.js';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/store.js';
import { type RestServer, startRest } from '../api/support/rest-server.js';
import { uuid } from '../api/support/school-data.js';
import { store as stored } from '../store/support/outbox.js';
import { addParties, OTHER_SCHOOL, SCHOOL } from '../store/support/records.js';
import { LAS, type Planted, plantDeliveries } from '../support/planted-deliveries.js';
import { json, ONE_LINE, type Outcome, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next?: string;
}

/** A target that is well. */
const NOTHING: ShownStatus = {
  target: 't',
  kind: 'las',
  party: 'P',
  counts: { waiting: 0, leased: 0, retrying: 0, held: 0, delivered: 3, dead: 0, task: 0, cancelled: 0 },
  failures: 0,
  pauses: [],
};

let space: Workspace;
let rest: RestServer;
/** In the store of `rest`; to work there over REST takes a tenth of the time of opening a store for each command. */
let planted: Planted;

beforeAll(async () => {
  space = await workspace();
  rest = await startRest();
  planted = await plantDeliveries(
    rest.store,
    Array.from({ length: 8 }, (_, index) => uuid(`r${index}`)),
  );
  for (const role of ['viewer', 'operator'])
    await writeFile(space.path(role), await rest.token({ client: 'iemand', role, scopes: [], school: undefined as never }));
});
afterAll(async () => {
  await rest.stop();
  await space.remove();
});

const as = (role: string, ...args: string[]): Promise<Outcome> =>
  uwlr(['deliver', ...args, '--remote', new URL('/', rest.url).href, '--token-file', space.path(role)]);
const deliver = (...args: string[]): Promise<Outcome> => as('operator', ...args);

async function shown<T = Listed>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await deliver(...args, '--json');
  expect([args, code, stderr]).toEqual([args, 0, '']);
  return JSON.parse(stdout) as T;
}

async function stateOf(id: string, store: Store = rest.store): Promise<unknown> {
  const { state, reason } = (await store.outbox.delivery(id)) ?? {};
  return reason === undefined ? state : `${state}: ${reason}`;
}

/** Everything that is stored about deliveries, and how much is in the audit. */
function tables(file = rest.file): unknown {
  const db = new Database(file, { readonly: true });
  const names = [
    'outbox',
    'delivery_lanes',
    'delivery_batches',
    'delivery_attempts',
    'delivery_pauses',
    'target_health',
    'target_troubles',
    'audit',
  ];
  const rows = names.map((name) => [name, db.prepare(`SELECT * FROM ${name}`).all()]);
  db.close();
  return rows;
}

describe('deliver status', () => {
  test('shows the state with each target, and what to do', async () => {
    const { stdout, code } = await deliver('status');
    const [head, ...lines] = stdout.trimEnd().split('\n');
    expect([code, head]).toEqual([
      0,
      expect.stringMatching(/^TARGET +WAITING +LEASED +RETRYING +HELD +DEAD +DELIVERED +CANCELLED +OLDEST/),
    ]);
    expect(lines.find((line) => /^hook +0 +0 +0 +3 +0 +0 +0 /.test(line))).toMatch(/held: authorisation since \S+$/);
    expect(lines.find((line) => /^las +2 +0 +2 +0 +2 +1 +1 /.test(line))).toMatch(/no answer 1 times$/);
    expect(stdout).toMatch(/^hook: the receiver denies access\. .*; then uwlr deliver resume --target hook$/m);
    expect(stdout).toContain('las: 2 dead: uwlr deliver list --target las --state dead');
  });

  test('has the same as JSON, also of one school', async () => {
    const { items } = await shown('status', '--school', OTHER_SCHOOL);
    expect(items).toMatchObject([
      { target: 'hook', kind: 'webhook', held: { reason: 'authorisation' }, counts: { held: 0 } },
      { target: 'las', kind: 'las', party: LAS, failures: 1, counts: { waiting: 1, dead: 0, delivered: 0 }, pauses: [] },
    ]);
  });
});

describe('deliver list and show', () => {
  test.each([
    ['a target and a reason', 3, ['--target', 'hook', '--reason', 'target-held']],
    ['a school', 1, ['--school', OTHER_SCHOOL]],
    ['states', 3, ['--state', 'dead,delivered']],
    ['a time that is past', 0, ['--until', '2020-01-01']],
    ['several of those', 1, ['--since', '2020-01-01', '--target', 'las', '--state', 'cancelled', '--reason', 'superseded']],
  ])('keep to %s', async (_, length, args) => {
    expect((await shown('list', ...args)).items).toHaveLength(length);
  });

  test('keep to the message that brought the results', async () => {
    const { exchange } = await shown<{ exchange: string }>('show', planted.foreign);
    expect((await shown('list', '--exchange', exchange)).items).toMatchObject([{ id: planted.foreign, school: OTHER_SCHOOL }]);
  });

  test('go page by page', async () => {
    const seen: unknown[] = [];
    let page = await shown('list', '--limit', '6');
    for (; page.next !== undefined; page = await shown('list', '--limit', '6', '--cursor', page.next)) seen.push(...page.items);
    expect([...seen, ...page.items]).toEqual((await shown('list')).items);
    expect((await deliver('list', '--limit', '1')).stderr).toMatch(/^More: --cursor \S+\n$/);
  });

  test('say what became of one, with every attempt and what was lost', async () => {
    const delivered = await deliver('show', planted.delivered);
    expect(delivered.stdout).toMatch(/^state +delivered \(confirmed by the receiver\)$/m);
    expect(delivered.stdout).toMatch(/^STARTED +ENDED +BATCH +NO +SIZE +OUTCOME\n\S+ +\S+ +\S+ +1 +3 +answered: HTTP 200$/m);
    expect(delivered.stdout).toContain('The receiver could not be told:\n  result/goalLinks (not-in-version)\n');
    expect((await deliver('show', planted.dead)).stdout).toMatch(/^reason +refused \(the receiver refused the content\)$/m);
    expect((await deliver('show', planted.waiting)).stdout).toContain('Not tried yet.');
    expect(await shown('show', planted.retrying)).toMatchObject({
      state: 'retrying',
      attempts: 1,
      attemptList: [{ number: 1, outcome: 'server' }],
    });
    expect((await deliver('list', '--state', 'dead')).stdout).toMatch(/dead: refused +1 +\d{4}/);
  });
});

describe('what is refused', () => {
  test.each([
    ['to redrive whatever it may be', 2, ['redrive']],
    ['to cancel whatever it may be', 2, ['cancel', '--yes']],
    ['to pause whatever it may be', 2, ['pause']],
    ['all and something', 2, ['resume', '--all', '--target', 'las']],
    ['to force without saying what', 2, ['redrive', '--target', 'las', '--force']],
    ['a state that there is not', 2, ['list', '--state', 'sent']],
    ['a reason that there is not', 2, ['list', '--reason', 'because']],
    ['to pause a target that there is not', 1, ['pause', '--target', 'niets']],
    ['a delivery that there is not', 1, ['show', '4242']],
    ['an id that is none', 1, ['show', 'niets']],
    ['to redrive what was delivered', 1, ['redrive', () => planted.delivered]],
    ['to redrive what is superseded', 1, ['redrive', () => planted.cancelled]],
    ['a dry run of a pause', 2, ['pause', '--target', 'las', '--dry-run']],
    ['a cursor that is none', 2, ['list', '--cursor', 'niets']],
    ['results by a name of the store there', 2, ['redrive', '--result', 'r1']],
  ] as [string, number, (string | (() => string))[]][])('%s', async (_, expected, args) => {
    const before = tables();
    const { code, stderr } = await deliver(...args.map((arg) => (typeof arg === 'string' ? arg : arg())));
    expect([code, stderr]).toEqual([expected, expect.stringMatching(ONE_LINE)]);
    expect(tables()).toEqual(before);
  });
});

describe('a dry run', () => {
  test.each([
    ['redrive', ['redrive', '--target', 'las'], { action: 'redrive', dryRun: true, changed: 2, skipped: {}, byTarget: { las: 2 } }],
    ['redrive of what was delivered', ['redrive', '--state', 'delivered', '--force', '--all'], { changed: 1, byTarget: { las: 1 } }],
    ['cancel', ['cancel', '--target', 'las', '--school', SCHOOL], { changed: 5, skipped: { 'already-so': 1, delivered: 1 } }],
    ['hold', ['pause', '--state', 'retrying', '--all'], { action: 'hold', changed: 2 }],
    ['release', ['resume', '--state', 'retrying', '--all'], { action: 'release', changed: 0, skipped: { 'already-so': 2 } }],
  ])('of %s says what would be done, and does nothing', async (_, args, expected) => {
    const before = tables();
    expect(await shown(...args, '--dry-run')).toMatchObject(expected);
    expect(tables()).toEqual(before);
  });
});

// From here on deliveries change.

describe('deliver pause and resume', () => {
  test.each([
    ['a target', ['--target', 'las'], 'to las', '--target las'],
    ['a school', ['--school', SCHOOL], `of school ${SCHOOL}`, `--school ${SCHOOL}`],
    ['a school at a target', ['--school', SCHOOL, '--target', 'las'], `of school ${SCHOOL} to las`, `--target las --school ${SCHOOL}`],
    ['everything', ['--all'], 'to anybody', '--all'],
  ])('are of %s, and status says how to go on', async (_, scope, words, flags) => {
    const go = `To resume: uwlr deliver resume ${flags}`;
    expect((await deliver('pause', ...scope)).stdout).toBe(`Paused: deliveries ${words}. ${go}\n`);
    expect(await stateOf(planted.waiting)).toBe('held: paused');
    expect((await deliver('pause', ...scope)).stdout).toBe(`Already paused: deliveries ${words}. ${go}\n`);
    expect((await deliver('status')).stdout).toMatch(new RegExp(`^las: paused .*: uwlr deliver resume ${flags}$`, 'm'));
    expect(await shown('resume', ...scope)).toMatchObject({ paused: false, changed: true });
  });

  test('say what else keeps a target waiting', async () => {
    await deliver('pause', '--all');
    await deliver('pause', '--target', 'las');
    const { stdout, stderr } = await deliver('resume', '--target', 'las');
    expect(stdout).toBe('Resumed: deliveries to las; they were paused.\n');
    expect(stderr).toBe('Note: las still waits, because deliveries to anybody are paused: uwlr deliver resume --all\n');
    await deliver('resume', '--all');
    expect(await stateOf(planted.waiting)).toBe('waiting');
    expect((await deliver('resume', '--all')).stdout).toBe('No deliveries to anybody were paused.\n');
  });

  test('hold and release single deliveries', async () => {
    expect((await deliver('pause', planted.waiting)).stdout).toBe('Held: 1 (las 1)\n');
    expect(await stateOf(planted.waiting)).toBe('held: paused');
    expect((await deliver('status')).stdout).toContain('las: 1 held: uwlr deliver list --target las --state held');
    expect((await deliver('resume', '--state', 'held', '--target', 'las')).stdout).toBe('Released: 1 (las 1)\n');
    expect(await stateOf(planted.waiting)).toBe('waiting');
  });

  test('let a target that was held go on', async () => {
    expect(await stateOf(planted.held)).toBe('held: target-held');
    expect((await deliver('resume', '--target', 'hook')).stdout).toBe('Resumed: deliveries to hook; they were held.\n');
    expect(await stateOf(planted.held)).toBe('retrying');
  });
});

describe('deliver redrive', () => {
  test('does again what is dead, and leaves what somebody cancelled', async () => {
    const { stdout } = await deliver('redrive', '--target', 'las');
    expect(stdout).toBe('Redriven: 2 (las 2)\n');
    const { redrivenBy, state } = await shown<{ redrivenBy: string[]; state: string }>('show', planted.dead);
    expect([state, redrivenBy.length]).toEqual(['dead', 1]);
    expect(await shown('show', redrivenBy[0] as string)).toMatchObject({ redrives: planted.dead, state: 'waiting' });
    expect((await deliver('redrive', '--target', 'las')).stdout).toBe(
      'Redriven: 0\n  2 unchanged: another delivery of the result is waiting\n',
    );
  });

  test('sends what was delivered once more only with force', async () => {
    expect((await deliver('redrive', '--state', 'delivered', '--all')).stdout).toBe(
      'Redriven: 0\n  1 unchanged: delivered; --force sends them again\n',
    );
    expect(await shown('redrive', planted.delivered, '--force')).toMatchObject({ changed: 1, byTarget: { las: 1 } });
  });
});

describe('deliver cancel', () => {
  test('is final for what is chosen, and for nothing else', async () => {
    expect((await deliver('cancel', planted.foreign)).stdout).toBe('Cancelled: 1 (las 1)\n');
    expect(await stateOf(planted.foreign)).toBe('cancelled: by-hand');
    expect(await stateOf(planted.waiting)).toBe('waiting');
    expect((await shown('redrive', '--school', OTHER_SCHOOL)) as object).toMatchObject({ changed: 0 });
  });

  test('says why something stays, that there is nothing, or what else to say', async () => {
    expect(await deliver('cancel', planted.delivered)).toEqual({
      code: 1,
      stdout: 'Cancelled: 0\n  1 unchanged: delivered already\n',
      stderr: `uwlr: delivery ${planted.delivered} was not changed\n`,
    });
    expect((await deliver('cancel', '4242')).stderr).toBe('uwlr: there is no delivery 4242 that fits\n');
    expect((await deliver('redrive', '--all', '--reason', 'by-hand')).stderr).toBe(
      'Note: by-hand is a reason for cancelled deliveries, not for dead ones: give --state cancelled to select those\n',
    );
  });
});

test('more than a hundred are changed only when it is said twice', async () => {
  await stored(
    rest.store,
    Array.from({ length: 101 }, (_, at) => uuid(`many ${at}`)),
  );
  const before = tables();
  const { code, stderr } = await deliver('cancel', '--target', 'las', '--state', 'waiting');
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^uwlr: that would cancel 1\d\d deliveries: check them with --dry-run, and confirm with --yes/),
  ]);
  expect(tables()).toEqual(before);
  expect((await shown<{ changed: number }>('cancel', '--target', 'las', '--state', 'waiting', '--yes')).changed).toBeGreaterThan(100);
});

test.each([
  ['authorisation', 'las', /uwlr key rotate --party P --key-file FILE; then uwlr deliver resume --target t$/],
  ['authorisation', 'webhook', /uwlr deliver target rotate-secret t, or uwlr deliver target set t; then uwlr deliver resume --target t$/],
  ['configuration', 'files', /uwlr deliver show ID, .* Correct the settings: uwlr deliver target set t; then/],
  ['all-refused', 'edu-v', /uwlr deliver list --target t --reason refused; then/],
] as const)('a target that is held for %s (%s) is told what to do', (reason, kind, expected) => {
  expect(nextSteps({ ...NOTHING, kind, held: { reason, since: 'T' } })).toEqual([expect.stringMatching(expected)]);
});

test('a target without an answer is left alone, and one that nothing was queued for is looked after', () => {
  const silent = { ...NOTHING, failures: 5, openUntil: 'T2' };
  expect([stateText(silent), nextSteps(silent)]).toEqual([
    'no answer, waits until T2',
    [expect.stringContaining('next attempt comes after T2')],
  ]);
  const counts = { ...NOTHING.counts, delivered: 0 };
  expect(nextSteps({ ...NOTHING, counts })).toEqual([expect.stringContaining('uwlr deliver target list')]);
  expect(nextSteps({ ...NOTHING, counts, endedAt: 'T3' })).toEqual([]);
  expect([stateText(NOTHING), nextSteps(NOTHING)]).toEqual(['goes', []]);
});

test('who may only look changes nothing, and what results are called is for the school', async () => {
  const listed = (await as('viewer', 'list', '--state', 'dead,delivered', '--json')).stdout;
  expect([JSON.parse(listed).items.length > 0, listed.includes('"result":')]).toEqual([true, false]);
  expect(JSON.parse((await as('viewer', 'target', 'list', '--json')).stdout).items).toHaveLength(2);
  expect(await as('viewer', 'cancel', '--target', 'las')).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(ONE_LINE) });
});

describe('on the store of this machine', () => {
  let data: string;
  let own: Planted;
  const here = (...args: string[]): Promise<Outcome> => uwlr(['deliver', ...args, '--data', data]);
  const shownHere = <T = Listed>(...args: string[]): Promise<T> => json<T>(['deliver', ...args, '--data', data]);

  beforeAll(async () => {
    data = space.path('data');
    own = await inStore(async (store) => {
      await addParties(store);
      return plantDeliveries(store);
    });
  });

  async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore({ dataDirectory: data });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  test('all of it is the same, with what results are called here', async () => {
    expect((await here('status')).stdout).toMatch(/^las +2 +0 +2 +0 +2 +1 +1 /m);
    expect((await shownHere('list', '--result', 'r1')).items).toMatchObject([{ result: 'r1' }, { id: own.delivered, result: 'r1' }]);
    expect(await shownHere('show', own.dead)).toMatchObject({ result: 'r2', state: 'dead', reason: 'refused', revision: 1 });
    expect((await here('resume', '--target', 'las')).stdout).toBe('Resumed: deliveries to las; they were waiting for the next attempt.\n');
    expect(await shownHere('pause', '--target', 'las')).toEqual({ target: 'las', paused: true, changed: true });
    expect(await shownHere('resume', '--target', 'las')).toEqual({
      target: 'las',
      paused: false,
      changed: true,
      released: false,
      retried: false,
    });
    expect(await shownHere('redrive', '--target', 'las')).toMatchObject({ action: 'redrive', dryRun: false, changed: 2 });
    expect(await shownHere('cancel', own.foreign)).toMatchObject({ action: 'cancel', changed: 1, byTarget: { las: 1 } });
    expect(await inStore((store) => stateOf(own.foreign, store))).toBe('cancelled: by-hand');
  });

  test.each([
    ['a target that there is not', 1, ['list', '--target', 'niets']],
    ['a school that there is not', 1, ['cancel', '--school', '99ZZ']],
    ['a delivery that there is not', 1, ['show', '4242']],
    ['a cursor that is none', 1, ['list', '--cursor', 'niets']],
    ['to send without a school', 2, ['send', '--target', 'las']],
    ['to send to nobody', 1, ['send', '--target', 'niets', '--all']],
  ])('refuses %s', async (_, expected, args) => {
    const { code, stdout, stderr } = await here(...args);
    expect([code, stdout, stderr]).toEqual([expected, '', expect.stringMatching(ONE_LINE)]);
  });

  test('send queues what is stored and never went there, once', async () => {
    const before = tables(`${data}/uwlr.db`);
    expect(await shownHere('send', '--target', 'hook', '--all', '--dry-run')).toEqual({
      target: 'hook',
      dryRun: true,
      schools: [
        { school: SCHOOL, queued: 3 },
        { school: OTHER_SCHOOL, queued: 1 },
      ],
    });
    expect(tables(`${data}/uwlr.db`)).toEqual(before);
    expect((await here('send', '--target', 'hook', '--school', SCHOOL)).stdout).toBe(`${SCHOOL}: 3 results queued for hook\n`);
    expect((await here('send', '--target', 'hook', '--all')).stdout).toBe(
      `${SCHOOL}: 0 results queued for hook\n${OTHER_SCHOOL}: 1 result queued for hook\n`,
    );
  });

  test('send asks for an agreement, as everything would be cancelled without', async () => {
    await inStore((store) => store.endAgreement(`${LAS} ${OTHER_SCHOOL}`, new Date().toISOString()));
    const { code, stderr } = await here('send', '--target', 'las', '--school', OTHER_SCHOOL);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`no agreement for leerresultaten with ${OTHER_SCHOOL}`)]);
  });
});
