import { expect, test } from '@jest/globals';
import { CouldNotTest } from '../../src/conformance/could-not-test.js';
import { runEa } from '../../src/conformance/ea/run-ea.js';
import { EA_CONFIG } from './support/ea-run.js';

test('without a client there is no verdict, but a line that says so', async () => {
  const run = runEa({ config: { ...EA_CONFIG, patienceMs: 50 }, level: 'full' });
  await expect(run).rejects.toThrow(/no client connected/);
  await expect(run).rejects.toBeInstanceOf(CouldNotTest);
});

test('a client that sends no UWLR passes nothing', async () => {
  const { tests } = await runEa({
    config: { ...EA_CONFIG, patienceMs: 500 },
    level: 'full',
    onListening: ({ endpoint }) => {
      for (const body of ['', '<h1>Welkom</h1>', '{"vraag":"leerlingen"}'])
        void fetch(endpoint, { method: 'POST', body: Buffer.from(body) }).catch(() => undefined);
    },
  });
  expect(tests.filter(({ verdict }) => verdict === 'pass').map(({ id, evidence }) => `${id}: ${evidence[0]?.text}`)).toEqual([]);
});
