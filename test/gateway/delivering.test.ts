import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type SimulatedWebhookReceiver, startWebhookReceiver } from '../../src/simulator/webhook-receiver.js';
import { agreement, party } from '../store/support/records.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';

const READER = 'verzonnen-lezer';
const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

let receiver: SimulatedWebhookReceiver;
let running: Running | undefined;

beforeAll(async () => {
  receiver = await startWebhookReceiver({ secrets: [SECRET] });
});
afterEach(() => running?.stop());
afterAll(() => receiver.close());

async function start(settings: Readonly<Record<string, string | number>> = {}): Promise<Running> {
  running = await startTestGateway({ settings: { allowTargets: '127.0.0.1', ...settings } });
  const { store, keyring } = running.gateway;
  await store.addParty(party(READER, { role: 'client' }));
  await store.addAgreements([agreement('lezen', { school: '99XX', party: READER })], undefined);
  const sealed = keyring.sealSecret(JSON.stringify({ url: receiver.url, secrets: [{ secret: SECRET }] }));
  await store.addTarget({ id: 'dashboard', party: READER, kind: 'webhook', settings: sealed, createdAt: '2026-01-01T00:00:00.000Z' });
  return running;
}

/** Until every delivery is in this state. */
async function until({ gateway }: Running, state: string): Promise<void> {
  for (;;) {
    const { items } = await gateway.store.outbox.deliveries({ limit: 100 });
    if (items.length > 0 && items.every((one) => one.state === state)) return;
    await setImmediate();
  }
}

async function figures({ gateway }: Running, name: string): Promise<readonly string[]> {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  return text.split('\n').filter((line) => line.startsWith(name));
}

test('a gateway sends on what a vendor delivers, and its figures and its log say so without anything of a pupil', async () => {
  const gateway = await start();
  const before = receiver.requests.length;
  const body = message({ afnames: afname('Verzonnenleerling-8812', resultaat('verzonnensleutel-1')) });
  expect((await post(gateway.gateway, body)).status).toBe(200);
  await until(gateway, 'delivered');
  expect(receiver.requests.slice(before)).toHaveLength(1);
  // What the store has is counted in the moment after.
  const delivered = 'uwlr_deliveries_total{target="dashboard",outcome="delivered"} 1';
  while (!(await figures(gateway, 'uwlr_deliveries_total')).includes(delivered)) await setImmediate();
  expect(await figures(gateway, 'uwlr_deliver')).toEqual(
    expect.arrayContaining([
      'uwlr_delivery_attempts_total{target="dashboard",outcome="answered"} 1',
      'uwlr_deliveries{target="dashboard",state="delivered"} 1',
      'uwlr_delivery_oldest_waiting_seconds{target="dashboard"} 0',
      'uwlr_delivery_seconds_count{target="dashboard"} 1',
    ]),
  );
  const lines = gateway.log().trim().split('\n');
  const attempts = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ event }) => event === 'delivery attempt');
  expect(attempts).toEqual([
    expect.objectContaining({
      level: 'info',
      target: 'dashboard',
      school: '99XX',
      count: 1,
      attempt: 1,
      delivery: 'answered',
      status: 204,
    }),
  ]);
  expect(gateway.log()).not.toMatch(/Verzonnenleerling-8812|verzonnensleutel-1|\[redacted\]/);
});

test('a gateway that is told not to send keeps what is to go on, for one that does', async () => {
  const gateway = await start({ delivery: 'off' });
  const before = receiver.requests.length;
  expect((await post(gateway.gateway, message())).status).toBe(200);
  await until(gateway, 'waiting');
  expect(await figures(gateway, 'uwlr_deliveries{')).toContain('uwlr_deliveries{target="dashboard",state="waiting"} 1');
  await gateway.gateway.stop();
  expect(receiver.requests).toHaveLength(before);
});
