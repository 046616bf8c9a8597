import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openStore } from '../../src/store/open.js';
import type { StoredResult } from '../../src/store/store.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { KEY } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { startProcess, uwlr } from '../support/process-gateway.js';
import { SEED } from '../support/seed.js';
import { share } from '../support/thorough.js';

const KILLS = share(30);
const SENDERS = 6;
const PER_MESSAGE = 5;
const SCHOOLS = Array.from({ length: SENDERS }, (_, at) => `99C${String.fromCharCode(65 + at)}`);

let data: string;

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'uwlr-crash-'));
  for (const brin of SCHOOLS) await uwlr(['school', 'add', '--brin', brin, '--name', `School ${brin}`, '--data', data]);
  await uwlr(['party', 'add', '--klantcode', 'TESTEA', '--klantnaam', 'Testleverancier', '--role', 'ea', '--data', data]);
  const agreement = ['--school', SCHOOLS.join(','), '--party', 'TESTEA', '--exchange', 'leerresultaten', '--profile', 'resultaten'];
  await uwlr(['agreement', 'add', ...agreement, '--purpose', 'Testen', '--key', KEY, '--data', data]);
});

afterAll(async () => {
  await rm(data, { recursive: true, force: true });
});

/** One vendor per school, sending one message after the other, and sending again, byte for byte, what was not confirmed. */
class Sender {
  readonly confirmed: number[] = [];
  #number = 0;
  #pending: string | undefined;

  constructor(private readonly school: string) {}

  #next(): string {
    this.#number += 1;
    const at = new Date(Date.UTC(2026, 3, 1) + this.#number * 1000).toISOString();
    const results = Array.from({ length: PER_MESSAGE }, (_, part) => resultaat(`${this.school}-${this.#number}-${part}`));
    return message({ brin: this.school, aanmaakdatum: at, afnames: afname(`leerling-${this.#number % 7}`, results.join('')) });
  }

  /** Sends until the connection breaks. */
  async sendTo(url: string): Promise<void> {
    for (;;) {
      this.#pending ??= this.#next();
      try {
        const response = await fetch(`${url}/soap/leerresultaten`, {
          method: 'POST',
          headers: { 'content-type': 'text/xml' },
          body: this.#pending,
        });
        const text = await response.text();
        if (response.status !== 200) throw new Error(`refused: ${text}`);
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('refused')) throw error;
        return;
      }
      this.confirmed.push(this.#number);
      this.#pending = undefined;
    }
  }
}

async function everyResult(school: string): Promise<StoredResult[]> {
  const store = await openStore({ dataDirectory: data });
  const items: StoredResult[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.results({ school, limit: 1000, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  await store.close();
  return items;
}

test(`killed ${KILLS} times under load, the gateway has all that it confirmed, nothing twice and nothing half`, async () => {
  const senders = SCHOOLS.map((school) => new Sender(school));
  const random = new Random(SEED);
  for (let round = 0; round < KILLS; round++) {
    const gateway = await startProcess(data);
    const sending = Promise.all(senders.map((sender) => sender.sendTo(gateway.url)));
    const goal = senders.reduce((sum, { confirmed }) => sum + confirmed.length, 0) + 1 + random.below(60);
    while (senders.reduce((sum, { confirmed }) => sum + confirmed.length, 0) < goal) await new Promise((resolve) => setImmediate(resolve));
    await gateway.kill();
    await sending;
  }
  let total = 0;
  for (const [at, school] of SCHOOLS.entries()) {
    const results = await everyResult(school);
    const confirmed = (senders[at] as Sender).confirmed.length;
    total += confirmed;
    // What was stored but not confirmed before the kill is one message at most, and it is whole.
    const messages = results.length / PER_MESSAGE;
    expect([confirmed, confirmed + 1]).toContain(messages);
    expect(new Set(results.map(({ id }) => id)).size).toBe(results.length);
    expect(results.every(({ revision }) => revision === 1)).toBe(true);
  }
  const store = await openStore({ dataDirectory: data });
  expect((await store.diagnose()).filter(({ ok }) => !ok)).toEqual([]);
  await store.close();
  console.log(`${KILLS} kills, ${total} messages confirmed, ${total * PER_MESSAGE} results: all there, each once`);
}, 300_000);
