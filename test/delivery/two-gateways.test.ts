import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DeliveryObserver } from '../../src/delivery/delivery-observer.js';
import { Senders } from '../../src/delivery/targets/senders.js';
import type { WebhookMessage } from '../../src/delivery/webhook/webhook-message.js';
import { DeliveryWorker } from '../../src/delivery/worker.js';
import { nameUuid } from '../../src/model/ids.js';
import { Keyring } from '../../src/privacy/keys/keyring.js';
import type { Store } from '../../src/store/store.js';
import { addParties, agreement, delivery, PARTY, party, resultRow, school, slice } from '../store/support/records.js';
import { type SqlitePlace, sqlitePlace } from '../store/support/temporary.js';

const SCHOOLS = ['99S1', '99S2', '99S3', '99S4'];
const READER = 'verzonnen-lezer';
const ROUNDS = 6;
const RESULTS = 6;
const keyring = Keyring.fromSecret('an invented secret of more than thirty-two bytes');

/** Takes in what it gets, late; loses some of its answers, and refuses to listen now and then. */
class SlowReceiver {
  readonly server = createServer((request, response) => void this.#answer(request, response));
  /** `<school> <result>.<revision>` by how often it came, in a message that was not there yet. */
  readonly taken = new Map<string, number>();
  /** Revisions that came after a later one of the same result. */
  readonly backwards: string[] = [];
  /** Schools of which two messages were on their way at once. */
  readonly together: string[] = [];
  readonly #last = new Map<string, number>();
  readonly #batches = new Set<string>();
  readonly #inWork = new Set<string>();
  #requests = 0;

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#requests += 1;
    const how = this.#requests % 7;
    const message = JSON.parse(Buffer.concat(await request.toArray()).toString()) as WebhookMessage;
    if (this.#inWork.has(message.school)) this.together.push(message.school);
    this.#inWork.add(message.school);
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.#inWork.delete(message.school);
    if (how === 5) response.writeHead(503).end();
    else {
      this.#take(message);
      if (how === 3) response.destroy();
      else response.writeHead(204).end();
    }
  }

  #take({ batch, school: of, items }: WebhookMessage): void {
    if (this.#batches.has(batch)) return;
    this.#batches.add(batch);
    for (const item of items) {
      if (item.kind !== 'result') continue;
      const [result, revision] = item.result.values[0]!.value.split('.') as [string, string];
      const place = `${of} ${result}`;
      if (Number(revision) <= (this.#last.get(place) ?? 0)) this.backwards.push(`${place}.${revision}`);
      this.#last.set(place, Number(revision));
      this.taken.set(`${place}.${revision}`, (this.taken.get(`${place}.${revision}`) ?? 0) + 1);
    }
  }
}

let place: SqlitePlace;
let stores: Store[];
let workers: DeliveryWorker[];
let receiver: SlowReceiver;
const failures: unknown[] = [];

beforeEach(async () => {
  receiver = new SlowReceiver();
  receiver.server.listen(0, '127.0.0.1');
  await once(receiver.server, 'listening');
  const { port } = receiver.server.address() as AddressInfo;
  place = await sqlitePlace();
  stores = [await place.open()];
  await furnish(stores[0]!, `http://127.0.0.1:${port}/in`);
  stores.push(await place.open());
  workers = stores.map(gateway);
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await Promise.all(stores.map((store) => store.close()));
  await place.remove();
  receiver.server.closeAllConnections();
  receiver.server.close();
});

async function furnish(store: Store, url: string): Promise<void> {
  await addParties(store);
  for (const id of SCHOOLS) await store.addSchool(school(id));
  await store.addParty(party(READER, { role: 'client' }));
  await store.addAgreements(
    SCHOOLS.map((id) => agreement(`${READER} ${id}`, { school: id, party: READER })),
    undefined,
  );
  const secrets = [{ secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}` }];
  const settings = keyring.sealSecret(JSON.stringify({ url, secrets, maxItems: 4 }));
  await store.addTarget({ id: 'lezer', party: READER, kind: 'webhook', settings, createdAt: '2026-01-01T00:00:00.000Z' });
}

function gateway(store: Store): DeliveryWorker {
  const nothing = () => undefined;
  const told: Omit<DeliveryObserver, 'failed'> = {
    attemptEnded: nothing,
    deliveriesEnded: nothing,
    targetHeld: nothing,
    circuitOpened: nothing,
    circuitClosed: nothing,
    leaseLost: nothing,
  };
  return new DeliveryWorker({
    store,
    keyring,
    senders: new Senders({ store, keyring, allowTargets: ['127.0.0.0/8'] }),
    observer: { ...told, failed: (error) => failures.push(error) },
    concurrency: 4,
    // Fewer than there are schools: there is always something for the other one.
    perTarget: 2,
    leaseSeconds: 60,
    graceSeconds: 5,
    // Tries again at once.
    random: () => 0,
  });
}

function idOf(of: string, result: number): string {
  return nameUuid('two gateways', of, String(result));
}

/** Results of one school, each in its next revision, through one of the gateways or the other. */
async function bring(of: string, round: number): Promise<void> {
  const rows = Array.from({ length: RESULTS }, (_, result) =>
    resultRow(idOf(of, result), { school: of, score: `${result}.${round}`, learner: `leerling ${result}` }),
  );
  const from = round % 2;
  await stores[from]!.commit(delivery(`${of} ${round}`, { school: of, party: PARTY, targets: ['lezer'], slices: [slice(rows)] }));
  workers[from]!.poke();
}

/** What is delivered in our books, as the receiver writes it down. Undefined: something is still to go. */
async function delivered(): Promise<readonly string[] | undefined> {
  const all: string[] = [];
  for (const of of SCHOOLS) {
    const { items } = await stores[0]!.outbox.deliveries({ school: of, limit: 500 });
    if (items.some(({ state }) => state !== 'delivered' && state !== 'cancelled')) return undefined;
    const going = items.filter(({ state }) => state === 'delivered');
    const ids = Array.from({ length: RESULTS }, (_, result) => idOf(of, result));
    all.push(...going.map(({ result = '', revision }) => `${of} ${ids.indexOf(result)}.${revision}`));
  }
  return all;
}

test('two gateways on one store and a slow receiver: what it has is what we have, each revision once and in order', async () => {
  for (let round = 1; round <= ROUNDS; round++) await Promise.all(SCHOOLS.map((of) => bring(of, round)));
  let books = await delivered();
  while (books === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    books = await delivered();
  }
  expect([...receiver.taken.keys()].toSorted()).toEqual(books.toSorted());
  expect([...receiver.taken.values()].every((times) => times === 1)).toBe(true);
  expect(receiver.backwards).toEqual([]);
  expect(receiver.together).toEqual([]);
  expect(failures).toEqual([]);
  // The last revision of each came through.
  for (const of of SCHOOLS) expect(books).toContain(`${of} 0.${ROUNDS}`);
});
