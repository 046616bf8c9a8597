import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboxStore, TakenBatch, Verdict } from '../../src/store/outbox-store.js';
import type { Store } from '../../src/store/store.js';
import { StoreError } from '../../src/store/store-error.js';
import { type FaultyKind, FaultyTargets, outcomesOf, SCHOOL } from './support/faulty-targets.js';

const KINDS: readonly FaultyKind[] = ['las', 'webhook', 'edu-v'];
/** So short that it is over when the next gateway looks. */
const LEASE_MS = 30;
const OTHER = 'een gateway die er niet meer is';

let targets: FaultyTargets;

/** What the receiver had before the test. */
let before: { readonly items: ReadonlyMap<string, string>; readonly messages: number };

beforeAll(async () => {
  targets = await FaultyTargets.start();
});

afterAll(async () => {
  await targets.close();
});

/** What it took in since. */
function taken(kind: FaultyKind): { readonly items: readonly (readonly [string, string])[]; readonly messages: number } {
  const { items, messages } = targets.held(kind);
  return { items: [...items].filter(([key]) => !before.items.has(key)), messages: messages - before.messages };
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

async function take(kind: FaultyKind): Promise<TakenBatch> {
  const request = { target: kind, owner: OTHER, at: inMs(0), until: inMs(LEASE_MS), limit: 100, busy: [] };
  // A moment that was written down may lie some milliseconds ahead.
  for (;;) {
    const batch = await targets.store.outbox.take(request);
    if (batch !== undefined) return batch;
    Object.assign(request, { at: inMs(0), until: inMs(LEASE_MS) });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const settle = ({ id, lease }: TakenBatch, outcome: 'server' | 'content', verdict: Verdict) =>
  targets.store.outbox.settle({ batch: id, lease, at: inMs(0), attempt: { outcome }, verdict });

/** The store, with an outbox of which some methods are these. */
function withOutbox(store: Store, methods: Partial<OutboxStore>): Store {
  const outbox = new Proxy(store.outbox, { get: (of, name) => Reflect.get(methods, name) ?? bound(of, name) });
  return new Proxy(store, { get: (of, name) => (name === 'outbox' ? outbox : bound(of, name)) });
}

/** What came of a batch is not written down: the gateway died just before. */
function dyingBeforeItSettles(store: Store): Store {
  return withOutbox(store, { settle: () => Promise.reject(new StoreError('closed', 'the gateway died')) });
}

/** The first writes of each kind fail. */
function failingAtFirst(code: 'full' | 'busy', times: number): (store: Store) => Store {
  return (store) => {
    const { outbox } = store;
    const failures = { take: times, settle: times };
    const orFail = (what: keyof typeof failures) => {
      failures[what] -= 1;
      if (failures[what] >= 0) throw new StoreError(code, `${what}: not now`);
    };
    return withOutbox(store, {
      take: async (request) => {
        orFail('take');
        return outbox.take(request);
      },
      settle: async (settlement) => {
        orFail('settle');
        return outbox.settle(settlement);
      },
    });
  };
}

function bound(of: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(of, name, of);
  return typeof value === 'function' ? value.bind(of) : value;
}

/** What a gateway may leave behind when it dies, from the first step of a delivery to the last. */
const LEFT: readonly { readonly what: string; readonly leave: (kind: FaultyKind) => Promise<unknown> }[] = [
  { what: 'what was queued and never taken', leave: async () => undefined },
  { what: 'a batch that was taken and not sent', leave: take },
  {
    what: 'a batch whose lease was renewed, and nothing more',
    leave: async (kind) => {
      const { id, lease } = await take(kind);
      return targets.store.outbox.renewLease(id, lease, inMs(LEASE_MS));
    },
  },
  {
    what: 'a batch that was taken three times and never sent',
    leave: async (kind) => {
      for (let times = 0; times < 3; times++) await take(kind);
    },
  },
  {
    what: 'a batch that waits for its next attempt',
    leave: async (kind) => settle(await take(kind), 'server', { kind: 'retry', at: inMs(LEASE_MS) }),
  },
  {
    what: 'an open circuit',
    leave: async (kind) => settle(await take(kind), 'server', { kind: 'retry', at: inMs(LEASE_MS), openUntil: inMs(LEASE_MS) }),
  },
  {
    what: 'a half-open circuit that somebody tried',
    leave: async (kind) => {
      await settle(await take(kind), 'server', { kind: 'retry', at: inMs(1), openUntil: inMs(1) });
      await take(kind);
    },
  },
  { what: 'the halves of a refused batch', leave: async (kind) => settle(await take(kind), 'content', { kind: 'split' }) },
  {
    what: 'the halves of a refused batch, the first of them taken',
    leave: async (kind) => {
      await settle(await take(kind), 'content', { kind: 'split' });
      await take(kind);
    },
  },
];

describe.each(KINDS)('at a target of kind %s, a gateway that starts', (kind) => {
  beforeEach(() => {
    before = targets.held(kind);
    targets.failures.length = 0;
  });

  afterEach(async () => {
    await targets.rest();
  });

  test.each(LEFT)('goes on with $what, and with what came after it, in order', async ({ leave }) => {
    const first = await targets.accept(kind);
    await leave(kind);
    const later = [await targets.accept(kind), await targets.accept(kind)];
    targets.work();
    const all = [first, ...later];
    for (const { exchange } of all) {
      for (const { attemptList } of await targets.reached(exchange, ['delivered'])) {
        expect(attemptList.every(({ endedAt }) => endedAt !== undefined)).toBe(true);
        expect(attemptList.at(-1)?.outcome).toBe('answered');
      }
    }
    const { items } = taken(kind);
    const wanted = all.flatMap((one) => one.items);
    expect(items).toHaveLength(wanted.length);
    // In the order in which they came in; a webhook names them by aliases, and there the number has to do.
    if (kind === 'las') expect(items).toEqual(wanted.map(({ key, digest }) => [key, digest]));
    const status = await targets.store.outbox.deliveryStatus(inMs(0), SCHOOL);
    expect(status.find(({ target }) => target === kind)).toMatchObject({
      counts: { waiting: 0, leased: 0, retrying: 0, held: 0, dead: 0, cancelled: 0 },
      failures: 0,
    });
  });

  test('sends again what arrived and was not written down: the receiver has it once', async () => {
    const { exchange, items } = await targets.accept(kind);
    const from = targets.attempts.length;
    targets.work(dyingBeforeItSettles);
    await targets.tried(kind, 1, from);
    await targets.rest();
    expect(taken(kind).items).toHaveLength(items.length);
    // The lease of the one that died is over by then.
    await targets.store.outbox.take({
      target: kind,
      owner: OTHER,
      at: inMs(120_000),
      until: inMs(120_000 + LEASE_MS),
      limit: 100,
      busy: [],
    });
    targets.work();
    for (const detail of await targets.reached(exchange, ['delivered'])) {
      expect(outcomesOf(detail)).toEqual(['interrupted', 'interrupted', 'answered']);
    }
    expect(taken(kind).items).toHaveLength(items.length);
    if (kind !== 'edu-v') expect(taken(kind).messages).toBe(kind === 'webhook' ? 1 : 2);
  });

  test.each(['full', 'busy'] as const)('waits while the store is %s, and sends once what it could not write down at once', async (code) => {
    const { exchange, items } = await targets.accept(kind);
    targets.work(failingAtFirst(code, 3));
    const details = await targets.reached(exchange, ['delivered']);
    expect(new Set(details.map(({ attempts }) => attempts))).toEqual(new Set([1]));
    expect(taken(kind).items).toHaveLength(items.length);
    if (kind !== 'edu-v') expect(taken(kind).messages).toBe(1);
    // Said, and not each time.
    expect(targets.failures).toHaveLength(1);
    expect(targets.failures[0]).toMatchObject({ code });
  });

  test('may find its clock an hour earlier than it was: nothing waits for that hour to pass', async () => {
    const hour = 3_600_000;
    const { exchange, items } = await targets.accept(kind);
    const batch = await targets.store.outbox.take({
      target: kind,
      owner: OTHER,
      at: inMs(hour),
      until: inMs(hour + 60_000),
      limit: 100,
      busy: [],
    });
    const later = await targets.accept(kind);
    targets.work();
    for (const one of [exchange, later.exchange]) await targets.reached(one, ['delivered']);
    expect(taken(kind).items).toHaveLength(items.length + later.items.length);
    // The aanmaakdatum of what went out before the clock was set back is not gone below.
    if (kind === 'las')
      expect(Date.parse(String(targets.las.ledger.entries[before.messages]?.message))).toBeGreaterThan(
        Date.parse(String(batch?.createdAt)),
      );
  });
});
