import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sender } from '../../src/delivery/shipment.js';
import { makeWebhookSender } from '../../src/delivery/webhook/webhook-sender.js';
import { resultId } from '../../src/model/ids.js';
import { Keyring } from '../../src/privacy/keys/keyring.js';
import { store as storeResults } from '../store/support/outbox.js';
import { PARTY, SCHOOL } from '../store/support/records.js';
import { type Behaviour, type MisbehavingServer, startMisbehavingServer } from '../support/misbehaving-las.js';
import { FakeSender, failed } from './support/fake-sender.js';
import { READER, WorkerSetup } from './support/worker-setup.js';

const keyring = Keyring.fromSecret('an invented secret of more than thirty-two bytes');

const RESULT = resultId(SCHOOL, PARTY, 'r-1');

let setup: WorkerSetup;
let sender: Sender | undefined;
let server: MisbehavingServer | undefined;

beforeEach(async () => {
  setup = await WorkerSetup.make();
});
afterEach(async () => {
  await setup.end();
  await sender?.close();
  await server?.close();
  [sender, server] = [undefined, undefined];
});

/** Who is on record as a receiver of data of the school, and how sure that is. */
async function onRecord(): Promise<readonly (readonly unknown[])[]> {
  const rows = await setup.store.rights.disclosureActivity(SCHOOL);
  return rows.map(({ receiver, agreement, departure, count }) => [receiver, agreement, departure, count]);
}

/** Sends a result to this address over HTTP, once, and gives what was told of the attempt. */
async function tryOnce(url: string): Promise<unknown> {
  await setup.target('een', { url });
  sender = makeWebhookSender({ store: setup.store, keyring, allowTargets: ['127.0.0.1', 'localhost'] });
  await storeResults(setup.store, [RESULT], ['een']);
  setup.work(sender);
  await setup.timeUntil(() => setup.toldOf('attempt').length > 0, 1);
  await setup.timeUntil(async () => (await setup.states()).every((state) => !state.includes('leased')), 1);
  return setup.toldOf('attempt')[0]?.at(-1);
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as { port: number };
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

describe('a delivery is a disclosure when it left the gateway', () => {
  const left = [[READER, `${READER} ${SCHOOL}`, 'left', 1]];

  test.each<[string, Behaviour, string]>([
    ['answered with a yes', { does: 'raw', body: '', status: 204 }, 'answered'],
    ['answered with a fault', { does: 'fault', code: 's:Server', status: 500 }, 'server'],
    ['refused for what is in it', { does: 'json', status: 422 }, 'content'],
    ['read, and the connection reset', { does: 'reset' }, 'connection'],
    ['answered with the beginning of an answer', { does: 'cut-mid-body' }, 'connection'],
  ])('%s: it left', async (_, behaviour, outcome) => {
    server = await startMisbehavingServer(behaviour);
    expect(await tryOnce(server.url)).toBe(outcome);
    expect(server.requests).not.toEqual([]);
    expect(await onRecord()).toEqual(left);
  });

  test('nobody listens: nothing left, and nothing is on record', async () => {
    expect(await tryOnce(`http://127.0.0.1:${await closedPort()}/`)).toBe('connection');
    expect(await onRecord()).toEqual([]);
  });

  test('no TLS where TLS is wanted: nothing left, and nothing is on record', async () => {
    server = await startMisbehavingServer({ does: 'hang' });
    await tryOnce(server.url.replace('http:', 'https:'));
    expect(server.requests).toEqual([]);
    expect(await onRecord()).toEqual([]);
  });

  test('an address that nobody allowed: nothing left, and nothing is on record', async () => {
    expect(await tryOnce('http://10.255.255.1/')).toBe('configuration');
    expect(await onRecord()).toEqual([]);
  });

  test('a sender that cannot tell: it may have left', async () => {
    await storeResults(setup.store, [RESULT], ['een']);
    setup.work(new FakeSender(failed('connection')));
    await setup.timeUntil(() => setup.toldOf('attempt').length > 0, 1);
    expect(await onRecord()).toEqual([[READER, `${READER} ${SCHOOL}`, 'unknown', 1]]);
  });
});
