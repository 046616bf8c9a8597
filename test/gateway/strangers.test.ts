import { readdirSync, statSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { openStore } from '../../src/store/open.js';
import type { ExchangeRecord } from '../../src/store/store.js';
import { uwlr } from '../cli/support/uwlr.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { autorisatie, message, NAMESPACES, soap, verzoek } from '../support/messages.js';

const MESSAGES = 3_000;
const AT_ONCE = 8;

let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

const WRONG_KEY = autorisatie({ sleutel: 'geraden' });

/** What strangers send: nothing of it is read to its end, and all of it would be refused at length. */
const GARBAGE = [
  'geen xml',
  message({ sleutel: 'geraden' }),
  message({ sleutel: 'geraden', klantcode: 'NIEMAND' }),
  soap('<x/>'.repeat(80), ''),
  soap(verzoek().replace('</school>', `${'<x/>'.repeat(60)}</school>`), WRONG_KEY),
  `<e:Envelope xmlns:e="${NAMESPACES.soap}">${'<a/>'.repeat(100)}</e:Envelope>`,
];

function bytesIn(directory: string): number {
  return readdirSync(directory).reduce((sum, file) => sum + statSync(path.join(directory, file)).size, 0);
}

async function flood(url: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const send = (body: string) =>
    new Promise<void>((resolve, reject) => {
      const headers = { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) };
      const outgoing = request(`${url}/soap/leerresultaten`, { agent, method: 'POST', headers }, (incoming) => {
        incoming.resume().on('end', () => (incoming.statusCode === 500 ? resolve() : reject(new Error(`answered ${incoming.statusCode}`))));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  let sent = 0;
  const one = async () => {
    while (sent < MESSAGES) await send(GARBAGE[sent++ % GARBAGE.length] as string);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  agent.destroy();
}

test('thousands of messages of strangers leave a few records and entries, and next to no bytes', async () => {
  // One gateway that no stranger knows, to compare with.
  running = await startTestGateway();
  await post(running.gateway, message());
  await running.gateway.stop();
  const before = bytesIn(running.directory);
  await running.stop();
  running = await startTestGateway();
  const { gateway, directory } = running;
  await post(gateway, message());
  const lines = running.log().length;
  await flood(gateway.url);
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  const logged = (running.log().length - lines) / MESSAGES;
  // The write-ahead log, which is used again and again, goes when the gateway stops.
  await gateway.stop();
  const bytes = (bytesIn(directory) - before) / MESSAGES;
  process.stdout.write(
    `a message of a stranger leaves ${bytes.toFixed(1)} bytes in the data directory, and ${logged.toFixed(1)} in the log\n`,
  );
  expect(bytes).toBeLessThan(200);
  expect(logged).toBeLessThan(50);
  const unrecorded = Number(/^uwlr_refusals_unrecorded_total (\d+)/m.exec(metrics)?.[1]);
  expect(unrecorded).toBeGreaterThan(MESSAGES / 2);
}, 180_000);

test('the first tries of a vendor can be looked up, each in a thousand bytes at most, and are counted in the audit', async () => {
  running = await startTestGateway();
  const { gateway, directory } = running;
  for (const body of GARBAGE) await post(gateway, body);
  const { items } = await gateway.store.exchanges({ outcome: 'refused', limit: 10 });
  expect(items.map(({ faultCode, party, findings }) => [faultCode, party, findings[0]?.rule]).reverse()).toEqual([
    ['Client.OngeldigBericht', undefined, 'UWLR-XML-001'],
    ['Client.AutorisatieOngeldig', 'TESTEA', 'UWLR-EX-002'],
    ['Client.OngeldigeKlantIdentificatie', undefined, 'UWLR-EX-001'],
    ['Client.OngeldigBericht', undefined, 'UWLR-SOAP-004'],
    ['Client.OngeldigBericht', 'TESTEA', 'UWLR-SCH-001'],
    ['Client.OngeldigBericht', undefined, 'UWLR-SOAP-005'],
  ]);
  const sizeOf = (record: ExchangeRecord) => JSON.stringify(record.findings).length;
  expect(Math.max(...items.map(sizeOf))).toBeLessThan(1000);
  const [, , , , guessed] = items;
  const { stdout } = await uwlr(['exchange', 'show', String(guessed?.id), '--data', directory]);
  expect(stdout).toContain('Refused before its sender had presented a valid key: the party is the one that the message names.\n');
  await gateway.stop();
  const store = await openStore({ dataDirectory: directory, shortLived: true });
  const { items: entries } = await store.audit({ operation: 'messages.refused', limit: 10 });
  await store.close();
  expect(entries).toMatchObject([{ actor: 'unknown', outcome: 'refused', counts: { BrengLeerresultaten: GARBAGE.length } }]);
});

test('requests over REST without a right token leave no record, no entry in the audit and no line in the log', async () => {
  running = await startTestGateway();
  const { gateway } = running;
  const kept = async () => {
    const [exchanges, audit] = [await gateway.store.exchanges({ limit: 100 }), await gateway.store.audit({ limit: 100 })];
    return [exchanges.items.length, audit.items.length, running?.log()];
  };
  const before = await kept();
  for (const authorization of ['', 'Bearer geraden', 'Basic Z2VyYWRlbjpnZXJhZGVu', 'x'.repeat(5000)]) {
    for (const [method, page] of [
      ['GET', 'learners'],
      ['POST', 'results'],
    ] as const) {
      const headers = authorization === '' ? {} : { authorization };
      const answer = await fetch(`${gateway.url}/api/v1/${page}?school=99XX`, { method, headers });
      expect([page, answer.status]).toEqual([page, 401]);
    }
  }
  expect(await kept()).toEqual(before);
});
