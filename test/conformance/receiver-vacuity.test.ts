import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from '@jest/globals';
import { CouldNotTest } from '../../src/conformance/could-not-test.js';
import { type ReceiverRun, runReceiver } from '../../src/conformance/receiver/run-receiver.js';
import { DUMMIES } from './support/dummies.js';
import { SECRET } from './support/simulated-receiver.js';

const lines: string[] = [];
afterAll(() => console.info(['What the suite says of what is no receiver:', ...lines].join('\n')));

/** Says yes to everything, as these do: what they pass is that they take what is good. */
const YES_MEN = ['a 200 without content', 'an empty Body', 'a confirmation of everything', 'the question itself'];

test.each(Object.keys(DUMMIES))('%s gets no verdict, or passes only what was seen', async (name) => {
  const dummy = await (DUMMIES[name] as (typeof DUMMIES)[string])();
  let run: ReceiverRun;
  try {
    const config = { url: dummy.url, secret: SECRET, school: '99XX', safe: false, patienceMs: 400, seed: 1 };
    run = await runReceiver({ config, level: 'full' });
  } catch (error) {
    if (!(error instanceof CouldNotTest)) throw error;
    lines.push(`  ${name}: ${error.message.slice(error.message.indexOf(' ') + 1)}`);
    return;
  } finally {
    await dummy.close();
  }
  const passes = run.tests.filter(({ verdict }) => verdict === 'pass');
  const counts = new Map<string, number>();
  for (const { verdict } of run.tests) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  lines.push(`  ${name}: ${[...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ')}`);
  const exchanges = new Map(run.traffic.all.map((exchange) => [exchange.number, exchange]));
  const unseen = passes.filter(({ evidence }) => !evidence.some(({ exchange }) => exchanges.get(exchange ?? 0)?.answer !== undefined));
  expect(unseen.map(({ id }) => id)).toEqual([]);
  expect(run.tests.filter(({ verdict }) => verdict === 'error')).toEqual([]);
  const failed = run.tests.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
  if (YES_MEN.includes(name)) expect(failed.filter((id) => id.startsWith('receiver/signature/')).length).toBeGreaterThan(4);
  // That it sends nobody elsewhere is true of it.
  else expect(passes.map(({ id }) => id)).toEqual(['receiver/answers/address']);
});

test('a page in the place of the receiver, in the middle of a run, is no verdict on what comes after it', async () => {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      count += 1;
      if (count < 6) response.writeHead(204).end();
      else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Onderhoud</h1>');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const config = { url, secret: SECRET, school: '99XX', safe: false, patienceMs: 400, seed: 1 };
  const { ended, tests } = await runReceiver({ config, level: 'standard' });
  server.close();
  server.closeAllConnections();
  expect(ended).toBe('not-reached');
  expect(tests.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
});
