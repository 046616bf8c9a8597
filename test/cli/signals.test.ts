import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStore } from '../../src/store/open.js';
import { plantSignals } from '../api/support/planted-signals.js';
import { type RestServer, startRest } from '../api/support/rest-server.js';
import { addParties, PARTY, SCHOOL } from '../store/support/records.js';
import { signalIntake, signalRow } from '../store/support/signals.js';
import { ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
let rest: RestServer;

beforeAll(async () => {
  space = await workspace();
  const store = await openStore({ dataDirectory: space.path('data'), actor: 'cli:test' });
  await addParties(store);
  const past = signalRow('s3', { validUntil: '2026-11-03T00:00:00.000Z' });
  await store.goals.signals.takeSignals(signalIntake([signalRow('s1'), signalRow('s2', { kind: 'FAST', learner: 'alias-2' }), past]));
  await store.close();
  rest = await startRest();
  await rest.token();
  await plantSignals(rest, { s1: 'alias-1' });
  await writeFile(space.path('school'), await rest.token({ client: 'iemand', role: 'school', scopes: [] }));
});
afterAll(async () => {
  await rest.stop();
  await space.remove();
});

const signals = (...args: readonly string[]) => uwlr(['signals', ...args, '--school', SCHOOL, '--data', space.path('data')]);
const there = (...args: readonly string[]) =>
  uwlr(['signals', ...args, '--school', SCHOOL, '--remote', new URL('/', rest.url).href, '--token-file', space.path('school')]);
const kinds = async (...args: readonly string[]) =>
  JSON.parse((await signals('list', '--json', ...args)).stdout).items.map(({ kind }: { kind: string }) => kind);
const STUCK = ['--party', PARTY, '--kind', 'STUCK'];

describe('uwlr signals', () => {
  test('lists the signals that hold now, for people and for programs, page by page', async () => {
    const { code, stdout } = await signals('list');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^RAISED +KIND +LEARNER +GOAL +PARTY +VALID UNTIL +STATUS +REV$/);
    expect(stdout).toContain('STUCK  alias-1  KL-1');
    expect(await kinds()).toEqual(['STUCK', 'FAST']);
    expect(await kinds('--all')).toEqual(['STUCK', 'FAST', 'STUCK']);
    expect(await kinds('--learner', 'alias-2')).toEqual(['FAST']);
    const { next } = JSON.parse((await signals('list', '--json', '--limit', '1')).stdout);
    expect(await kinds('--cursor', next)).toEqual(['FAST']);
  });

  test('mutes a kind of a vendor: not listed, but counted, until it is shown again', async () => {
    expect(await signals('mute', ...STUCK)).toMatchObject({ code: 0, stdout: expect.stringContaining('stored and counted, not shown') });
    expect((await signals('mute', ...STUCK)).stdout).toContain('already');
    expect(await kinds()).toEqual(['FAST']);
    expect(await kinds('--muted')).toEqual(['STUCK', 'FAST']);
    expect((await signals('list', '--muted')).stdout).toContain('raised (muted)');
    expect(JSON.parse((await signals('mutes', '--json')).stdout).items).toEqual([
      { party: PARTY, kind: 'FAST', signals: 1 },
      { party: PARTY, kind: 'STUCK', signals: 2, mutedAt: expect.any(String) },
    ]);
    expect((await signals('unmute', ...STUCK)).stdout).toContain('is shown again');
    expect((await signals('unmute', ...STUCK)).stdout).toContain('was not muted');
    expect(await kinds()).toEqual(['STUCK', 'FAST']);
  });

  test('does the same at a gateway elsewhere', async () => {
    expect(JSON.parse((await there('list', '--json')).stdout).items).toHaveLength(1);
    expect((await there('mute', ...STUCK)).stdout).toContain('is muted');
    expect((await there('list')).stdout).toBe(
      'No signals that hold now: --all adds signals that are over, --muted those that the school muted.\n',
    );
    expect((await there('mutes')).stdout).toMatch(/STUCK +1 /);
    expect((await there('unmute', ...STUCK)).code).toBe(0);
  });

  test.each([
    [['list', '--cursor', 'nonsense'], 1],
    [['list', '--kind', 'SLOW'], 2],
    [['mute', '--party', 'niemand', '--kind', 'STUCK'], 1],
    [['mute', '--party', PARTY], 2],
  ])('%s is refused in one line', async (args, code) => {
    const outcome = await signals(...args);
    expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringMatching(ONE_LINE)]);
  });
});
