import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Guard, type GuardOptions } from '../../src/exchange/limits/guard.js';
import { CountSharer } from '../../src/exchange/limits/share-counts.js';
import { Keyring } from '../../src/privacy/keys/keyring.js';
import type { CountStore } from '../../src/store/count-store.js';
import { openPool, type Pool } from '../../src/store/postgres/connection/pool.js';
import { tripsMade } from '../../src/store/postgres/connection/trip.js';
import { PostgresCounts } from '../../src/store/postgres/counts/postgres-counts.js';
import { describePostgres, emptyDatabase, onDatabase, type TestDatabase } from '../support/postgres.js';

const MINUTE = 60_000;
const HERE = { address: '192.0.2.1' };
const ELSEWHERE = { address: '198.51.100.7' };

let clock: number;
let told: string[];

beforeEach(() => {
  clock = 1_000_000;
  told = [];
});

interface TestNode {
  readonly guard: Guard;
  readonly sharer: CountSharer;
}

/** A node of this name that counts in `store`. */
function node(name: string, store: CountStore, options: Partial<GuardOptions> = {}): TestNode {
  const guard = new Guard({
    requestsPerAddress: 0,
    requestsPerParty: 0,
    failures: 0,
    lockOutSeconds: 300,
    now: () => clock,
    lockedOut: (klantcode) => told.push(`${name} locks ${klantcode}`),
    underAttack: (klantcode) => told.push(`${name} alarms ${klantcode}`),
    ...options,
  });
  const sharer = new CountSharer({
    store,
    guard,
    hash: (text) => Buffer.from(text).toString('base64url'),
    alone: () => told.push(`${name} is alone`),
    again: () => told.push(`${name} is not alone`),
    now: () => clock,
  });
  return { guard, sharer };
}

/** How many requests of a caller are let through. */
function ask({ guard }: TestNode, times: number, caller = HERE): number {
  let through = 0;
  for (let time = 0; time < times; time++) if (guard.arrives(caller) === undefined) through += 1;
  return through;
}

function fail({ guard }: TestNode, times: number, caller = HERE, klantcode: string | undefined = 'REKENEN'): void {
  for (let time = 0; time < times; time++) guard.failed(caller, klantcode);
}

/** A store that does not answer. */
const GONE: CountStore = {
  tellCounts: () => Promise.reject(new Error('gone')),
  forgetCounts: () => Promise.reject(new Error('gone')),
};

test('a node that cannot tell others counts by itself, and says so once', async () => {
  const one = node('one', GONE, { requestsPerAddress: 60, failures: 3 });
  expect(ask(one, 60)).toBe(60);
  await one.sharer.turn();
  fail(one, 2);
  await one.sharer.turn();
  fail(one, 1);
  expect(one.guard.claims(HERE, 'REKENEN')).toEqual({ by: 'failures', seconds: 300 });
  expect([ask(one, 1), ask(one, 1, ELSEWHERE)]).toEqual([0, 1]);
  expect(told).toEqual(['one is alone', 'one locks REKENEN']);
});

await describePostgres('nodes that count together', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeEach(async () => {
    database = await emptyDatabase();
    pool = openPool(database.url);
  });

  afterEach(async () => {
    await pool.close();
    await database.remove();
  });

  /** Nodes of these names on the database of the test. */
  const nodes = (names: string, options: Partial<GuardOptions>): readonly TestNode[] => {
    return names.split(' ').map((name) => node(name, new PostgresCounts(pool, { clock: () => clock }), options));
  };
  const turns = async (all: readonly TestNode[]) => {
    for (const { sharer } of all) await sharer.turn();
  };
  const rowsOf = (sql: string) => onDatabase(database.url, async (client) => (await client.query({ text: sql, rowMode: 'array' })).rows);

  test('let a caller through about as often as one of them would, whichever it asks', async () => {
    const all = nodes('one two three', { requestsPerAddress: 600 });
    let through = 0;
    // In half a second each of them lets through what is left and the refill of that time: that has to be made up for.
    for (let turn = 0; turn < 20 * 120; turn++) {
      clock += 50;
      for (const one of all) through += ask(one, 3);
      if (turn % 10 === 9) await turns(all);
    }
    // The bucket of each at first, then 600 a minute for two minutes, less what two buckets were too many.
    expect(through).toBeGreaterThanOrEqual(600 + 2 * 600 - 60);
    expect(through).toBeLessThanOrEqual(600 + 2 * 600 + 600);
    expect(ask(all[0]!, 1, ELSEWHERE)).toBe(1);
  });

  test('know what another let through, and what time has given back since', async () => {
    const [one, two] = nodes('one two', { requestsPerAddress: 60 }) as [TestNode, TestNode];
    expect(ask(one, 60)).toBe(60);
    await one.sharer.turn();
    expect(ask(two, 1)).toBe(1);
    await two.sharer.turn();
    expect(ask(two, 1)).toBe(0);
    clock += 11_000;
    expect(ask(two, 20)).toBe(10);
    await two.sharer.turn();
    clock += 10 * MINUTE;
    expect([ask(one, 100), ask(two, 100)]).toEqual([60, 60]);
  });

  test('count requests of one party together, and of two apart', async () => {
    const [one, two] = nodes('one two', { requestsPerParty: 2 }) as [TestNode, TestNode];
    one.guard.proved(HERE, 'REKENEN');
    one.guard.proved(HERE, 'REKENEN');
    await one.sharer.turn();
    expect(two.guard.proved(HERE, 'REKENEN')).toBeUndefined();
    await two.sharer.turn();
    expect([two.guard.proved(HERE, 'REKENEN'), two.guard.proved(HERE, 'TAAL')]).toEqual([{ by: 'party', seconds: 60 }, undefined]);
  });

  test('hold a lock-out of one of them, also those that never saw the caller, and the next one that starts', async () => {
    const all = nodes('one two three', { failures: 3 }) as [TestNode, TestNode, TestNode];
    const [one, two, three] = all;
    await turns(all);
    fail(one, 3);
    expect(two.guard.claims(HERE, 'REKENEN')).toBeUndefined();
    await turns(all);
    const [later] = nodes('later', { failures: 3 }) as [TestNode];
    await later.sharer.turn();
    for (const { guard } of [one, two, three, later]) {
      expect(guard.claims(HERE, 'REKENEN')).toEqual({ by: 'failures', seconds: 300 });
      expect([guard.claims(ELSEWHERE, 'REKENEN'), guard.claims(HERE, 'TAAL')]).toEqual([undefined, undefined]);
    }
    clock += 299_000;
    expect(two.guard.claims(HERE, 'REKENEN')).toEqual({ by: 'failures', seconds: 1 });
    clock += 1_000;
    await turns(all);
    for (const { guard } of all) expect(guard.claims(HERE, 'REKENEN')).toBeUndefined();
    expect(told).toEqual(['one locks REKENEN']);
  });

  test('lock out who fails a little at each of them, once, and say so once', async () => {
    const all = nodes('one two three', { failures: 5 }) as [TestNode, TestNode, TestNode];
    for (const one of all) fail(one, 2);
    await turns(all);
    await turns(all);
    for (const { guard } of all) expect(guard.claims(HERE, 'REKENEN')).toEqual({ by: 'failures', seconds: 300 });
    expect(told).toEqual(['three locks REKENEN']);
    // Not for longer, as it goes on trying.
    clock += 100_000;
    fail(all[1], 3);
    await turns(all);
    for (const { guard } of all) expect(guard.claims(HERE, 'REKENEN')).toEqual({ by: 'failures', seconds: 200 });
    expect(told).toHaveLength(1);
  });

  test('know of failures elsewhere when the next one comes', async () => {
    const [one, two] = nodes('one two', { failures: 5 }) as [TestNode, TestNode];
    fail(one, 2);
    await one.sharer.turn();
    fail(two, 2);
    await two.sharer.turn();
    fail(two, 1);
    expect(two.guard.claims(HERE, 'REKENEN')).toEqual({ by: 'failures', seconds: 300 });
    await two.sharer.turn();
    expect(two.guard.claims(HERE, 'REKENEN')).toEqual({ by: 'failures', seconds: 300 });
    expect(told).toEqual(['two locks REKENEN']);
  });

  test('begin anew when failures count no longer', async () => {
    const [one, two] = nodes('one two', { failures: 3 }) as [TestNode, TestNode];
    fail(one, 2);
    await one.sharer.turn();
    clock += 300_000;
    fail(two, 2);
    await two.sharer.turn();
    expect(two.guard.claims(HERE, 'REKENEN')).toBeUndefined();
    fail(two, 1);
    expect(two.guard.claims(HERE, 'REKENEN')).toBeDefined();
  });

  test('lock an address out, and raise one alarm, for what came to all of them', async () => {
    const [one, two] = nodes('one two', { failures: 2 }) as [TestNode, TestNode];
    for (let n = 0; n < 5; n++) {
      one.guard.failed(HERE, `A${n}`);
      two.guard.failed(HERE);
    }
    await turns([one, two]);
    await turns([one, two]);
    expect([one.guard.arrives(HERE), two.guard.arrives(HERE)]).toEqual(Array(2).fill({ by: 'failures', seconds: 300 }));
    expect(told.splice(0)).toEqual(['two locks undefined']);
    for (let n = 0; n < 100; n++) (n % 2 === 0 ? one : two).guard.failed({ address: `203.0.113.${n}` }, 'TAAL');
    await turns([one, two]);
    await turns([one, two]);
    expect(told).toEqual(['two alarms TAAL']);
  });

  test('are told later of failures that they could not be told of, and not of requests', async () => {
    const store = new PostgresCounts(pool, { clock: () => clock });
    const line = { isCut: true };
    const faulty: CountStore = {
      tellCounts: (counts) => (line.isCut ? GONE : store).tellCounts(counts),
      forgetCounts: () => store.forgetCounts(),
    };
    const bounds = { requestsPerAddress: 60, failures: 3 };
    const one = node('one', faulty, bounds);
    const two = node('two', store, bounds);
    ask(one, 60);
    fail(one, 2);
    await one.sharer.turn();
    line.isCut = false;
    await one.sharer.turn();
    fail(two, 1);
    await two.sharer.turn();
    expect(two.guard.claims(HERE, 'REKENEN')).toBeDefined();
    expect(ask(two, 1)).toBe(1);
    expect(told).toEqual(['one is alone', 'one is not alone', 'two locks REKENEN']);
  });

  test('ask in one trip, and write nothing when there was nothing', async () => {
    const [one] = nodes('one', { requestsPerAddress: 60, failures: 3 }) as [TestNode];
    const before = tripsMade();
    await one.sharer.turn();
    ask(one, 5);
    fail(one, 1);
    await one.sharer.turn();
    await one.sharer.turn();
    expect(tripsMade() - before).toBe(3);
    expect(await rowsOf('SELECT count(*)::int FROM shared_rates')).toEqual([[1]]);
    expect(await rowsOf('SELECT count(*)::int FROM shared_failures')).toEqual([[3]]);
  });

  test('write neither addresses nor klantcodes as they are', async () => {
    const keyring = Keyring.fromSecret('a secret of more than thirty-two bytes');
    const guard = new Guard({ requestsPerAddress: 10, requestsPerParty: 10, failures: 3, lockOutSeconds: 300 });
    const sharer = new CountSharer({ store: new PostgresCounts(pool), guard, hash: (text) => keyring.hashCaller(text) });
    guard.arrives(HERE);
    guard.proved(HERE, 'REKENEN');
    guard.failed(HERE, 'REKENEN');
    await sharer.turn();
    const keys = (await rowsOf('SELECT key FROM shared_rates UNION ALL SELECT key FROM shared_failures')).flat();
    expect(new Set(keys).size).toBe(5);
    for (const key of keys) expect(key).toMatch(/^[\w-]{22}$/);
  });

  test('tell at once of what is left when they stop', async () => {
    const [one, two] = nodes('one two', { failures: 3 }) as [TestNode, TestNode];
    fail(one, 3);
    await one.sharer.stop();
    await two.sharer.turn();
    expect(two.guard.claims(HERE, 'REKENEN')).toBeDefined();
  });

  test('keep what counts, and no more rows than are meant to be', async () => {
    const store = new PostgresCounts(pool, { clock: () => clock, mostKeys: 10 });
    const keys = (from: number, length: number) => Array.from({ length }, (_, n) => `k${from + n}`);
    const tell = (from: number, length: number) =>
      store.tellCounts({
        spent: keys(from, length).map((key) => ({ key, count: 1, perMinute: 60 })),
        failed: keys(from, length).map((key, n) => ({ key, count: n === 0 ? 9 : 1, most: 5, windowMs: 300_000 })),
        since: 0,
      });
    await tell(0, 8);
    clock += 1_000;
    await tell(8, 8);
    await store.forgetCounts();
    const counts = 'SELECT (SELECT count(*) FROM shared_rates)::int, (SELECT count(*) FROM shared_failures)::int';
    expect(await rowsOf(counts)).toEqual([[10, 10]]);
    expect(await rowsOf('SELECT key FROM shared_failures WHERE locked_at IS NOT NULL ORDER BY key')).toEqual([['k0'], ['k8']]);
    clock += 2 * MINUTE;
    await store.forgetCounts();
    expect(await rowsOf(counts)).toEqual([[0, 10]]);
    clock += 3 * MINUTE;
    await store.forgetCounts();
    expect(await rowsOf(counts)).toEqual([[0, 0]]);
  });

  test('write at the same time without standing in each other’s way', async () => {
    const all = nodes('one two three four', { requestsPerAddress: 10_000, failures: 1_000 });
    const callers = Array.from({ length: 50 }, (_, n) => ({ address: `203.0.113.${n}` }));
    for (let round = 0; round < 10; round++) {
      all.forEach((one, at) => {
        for (const caller of at % 2 === 0 ? callers : [...callers].reverse()) {
          ask(one, 1, caller);
          fail(one, 1, caller);
        }
      });
      await Promise.all(all.map(({ sharer }) => sharer.turn()));
    }
    expect(told).toEqual([]);
    expect(await rowsOf('SELECT DISTINCT "left" FROM shared_rates')).toEqual([[10_000 - 40]]);
    expect(await rowsOf('SELECT failed::int, count(*)::int FROM shared_failures GROUP BY failed ORDER BY failed')).toEqual([
      [40, 100],
      [2000, 1],
    ]);
  });
});
