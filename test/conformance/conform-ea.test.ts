import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { CouldNotTest } from '../../src/conformance/could-not-test.js';
import { runEa } from '../../src/conformance/ea/run-ea.js';
import { EA_CONFIG, runEaAgainst } from './support/ea-run.js';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const only =
  (...ids: readonly string[]) =>
  (asked: readonly string[]) =>
    ids.some((id) => asked.includes(id));

describe('a run with a client', () => {
  test('that never connects says nothing of it', async () => {
    const run = runEa({ level: 'connect', config: { ...EA_CONFIG, patienceMs: 50 } });
    await expect(run).rejects.toThrow(CouldNotTest);
  });

  test('cannot begin on a port that is in use', async () => {
    const other = createServer().listen(0, 'localhost');
    await once(other, 'listening');
    closing.push(() => other.close());
    const { port } = other.address() as AddressInfo;
    await expect(runEa({ level: 'connect', config: { ...EA_CONFIG, port } })).rejects.toThrow(/in use/);
  });

  test('that is interrupted judges what was done, and says so of the rest', async () => {
    const stop = new AbortController();
    const { ended, tests } = await runEaAgainst(
      {},
      { level: 'standard', signal: stop.signal, events: { reached: ({ id }) => id === 'results/first' && stop.abort() } },
    );
    expect(ended).toBe('interrupted');
    expect(tests.find(({ id }) => id === 'ea/message/header')).toMatchObject({ verdict: 'pass' });
    expect(tests.find(({ id }) => id === 'ea/changes/none-asks-again')).toMatchObject({
      verdict: 'skip',
      reason: expect.stringContaining('interrupted'),
    });
  });

  test('that could not be heard while the suite was busy is waited for', async () => {
    const [config, begun] = [{ patienceMs: 400 }, performance.now()];
    const waiting = () => {
      while (performance.now() - begun < 1200);
    };
    const { tests } = await runEaAgainst({}, { level: 'connect', config, events: { waiting } });
    expect(tests.find(({ id }) => id === 'ea/message/header')).toMatchObject({ verdict: 'pass' });
  });

  test('that meets a mistake of the suite gets no verdict', async () => {
    const reached = ({ id }: { readonly id: string }) => {
      if (id !== 'pupils/first') throw new TypeError('a mistake of the suite');
    };
    await expect(runEaAgainst({}, { level: 'standard', events: { reached } })).rejects.toThrow('a mistake of the suite');
  });

  test('that only asks is not held to what it does not do', async () => {
    const { ended, tests } = await runEaAgainst({ perRound: 0 }, { config: { patienceMs: 300 }, only: only('EA-ASK-10', 'EA-RESULTS-01') });
    expect(ended).toBeUndefined();
    expect(tests.find(({ id }) => id === 'ea/questions/schema')).toMatchObject({ verdict: 'pass' });
    expect(tests.find(({ id }) => id === 'ea/results/schema')).toMatchObject({ verdict: 'skip' });
  });

  test('that speaks another version, in steps where that exists, raises no false alarm', async () => {
    const runs = (['2.2', '2.1', '1.0'] as const).map(async (version) => {
      const { tests, learned } = await runEaAgainst({ version, inSteps: version !== '1.0' }, { level: 'standard' });
      expect(learned.versions).toEqual([version]);
      const odd = tests.filter(({ verdict }) => ['fail', 'warning', 'review', 'error'].includes(verdict));
      return odd
        .filter(({ requirement }) => !requirement.startsWith('EA-USEFUL'))
        .map(({ id, actual, reason }) => ({ id, actual, reason }));
    });
    expect((await Promise.all(runs)).flat()).toEqual([]);
  }, 30_000);

  test('learns which fields it sends, and which it cannot do without', async () => {
    const { learned } = await runEaAgainst(
      { perRound: 20, defects: [{ name: 'x', breaks: 'EA-USEFUL-09', does: 'x', habits: { needsField: 'roepnaam' } }] },
      { config: { needs: ['leerling/@eckid'] }, only: only('EA-USEFUL-09') },
    );
    expect(learned.needs).toEqual({ 'leerling/@eckid': 'declared', 'leerling/roepnaam': 'observed' });
    expect(learned.fields?.['toetsafname/leerlingid']?.in).toBeGreaterThan(0);
  });

  test('that has results of few pupils is not said to need the fields of the others', async () => {
    const { learned, tests } = await runEaAgainst({ perRound: 3 }, { only: only('EA-USEFUL-09') });
    expect(learned.needs).toEqual({});
    expect(tests.find(({ id }) => id === 'ea/useful/needs')).toMatchObject({ verdict: 'pass' });
  });
});
