import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { openLedger } from '../../src/simulator/ledger.js';
import { type SimulatedWebhookReceiver, startWebhookReceiver } from '../../src/simulator/webhook-receiver.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const ITEM = {
  kind: 'withdrawal',
  withdrawn: { result: '4b7a5c80-0d83-5c1e-8d0e-5f0d8a9b7c66', revision: 1, at: '2026-01-15T08:00:00.000Z', why: 'erased' },
};

let directory: string;
let receiver: SimulatedWebhookReceiver;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'uwlr-ledger-'));
  receiver = await startWebhookReceiver({ secrets: [SECRET] });
});
afterEach(async () => {
  await receiver.close();
  await rm(directory, { recursive: true });
});

interface Posting {
  readonly id?: string;
  readonly at?: Date;
  /** What is sent, when that is not what was signed. */
  readonly body?: string;
  readonly secret?: string;
}

async function post({ id = 'batch-1', at = new Date(), body, secret = SECRET }: Posting = {}): Promise<number> {
  const text = JSON.stringify({ type: 'results.stored', batch: id, school: '99XX', items: [ITEM] });
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, text),
  };
  return (await fetch(receiver.url, { method: 'POST', headers, body: body ?? text })).status;
}

test('what is not signed, was changed, or is old is refused, and nothing of it is taken in', async () => {
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  expect(await post({ secret: other })).toBe(401);
  expect(await post({ body: '{"type":"results.stored","batch":"batch-1","school":"99XX","items":[]}' })).toBe(401);
  expect(await post({ at: new Date(Date.now() - 600_000) })).toBe(401);
  expect((await fetch(receiver.url, { method: 'POST', body: '{}' })).status).toBe(401);
  expect((await fetch(receiver.url)).status).toBe(405);
  expect(receiver.ledger.entries).toEqual([]);
});

test('a message is taken in once, also when it comes twice at a time, or again after a restart', async () => {
  const file = path.join(directory, 'ledger.ndjson');
  await receiver.close();
  const ledger = await openLedger(file);
  receiver = await startWebhookReceiver({ secrets: [SECRET], ledger });
  expect(await Promise.all([post(), post(), post({ id: 'batch-2' })])).toEqual([204, 204, 204]);
  await receiver.close();
  await ledger.close();
  const again = await openLedger(file);
  receiver = await startWebhookReceiver({ secrets: [SECRET], ledger: again });
  expect(await post()).toBe(204);
  expect(again.entries.map(({ message }) => message).sort()).toEqual(['batch-1', 'batch-2']);
  expect(again.entries[0]?.items).toEqual([
    { key: ITEM.withdrawn.result, revision: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/), withdrawn: true },
  ]);
  await again.close();
});

test('a message with a result that it was told to refuse is refused as a whole', async () => {
  receiver.behave({ does: 'refuse', results: [ITEM.withdrawn.result] });
  expect(await post()).toBe(422);
  receiver.behave({ does: 'refuse', results: [] });
  expect(await post()).toBe(204);
});
