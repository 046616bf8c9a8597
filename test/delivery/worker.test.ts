import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboxStore } from '../../src/store/outbox-store.js';
import { StoreError } from '../../src/store/store-error.js';
import { store as stored } from '../store/support/outbox.js';
import { OTHER_SCHOOL, SCHOOL } from '../store/support/records.js';
import { delivered, FakeSender, failed, hanging, refusing, resultsIn } from './support/fake-sender.js';
import { turn, WorkerSetup, withOutbox } from './support/worker-setup.js';

let setup: WorkerSetup;
beforeEach(async () => {
  setup = await WorkerSetup.make();
});
afterEach(() => setup.end());

const store = (ids: readonly string[], targets: readonly string[] = ['een'], school = SCHOOL) =>
  stored(setup.store, ids, targets, { school });
const many = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const all = (state: string) => (states: readonly string[]) => states.every((one) => one.endsWith(` ${state}`));

describe('what was queued', () => {
  test('goes to each target, in its order, and is delivered in our books', async () => {
    await store(['r1', 'r2'], ['een', 'twee']);
    await store(['r3'], ['een', 'twee']);
    const sender = new FakeSender();
    setup.work(sender);
    expect(await setup.settled()).toHaveLength(6);
    for (const target of ['een', 'twee']) {
      const ids = sender.shipments.filter(({ batch }) => batch.target === target).flatMap(resultsIn);
      expect(ids).toEqual(['r1', 'r2', 'r3']);
    }
    expect(all('delivered')(await setup.states())).toBe(true);
  });

  test('goes at once when the gateway is told of it, and within a second when another process queued it', async () => {
    const sender = new FakeSender();
    const worker = setup.work(sender);
    await turn();
    await store(['r1']);
    worker.poke();
    await sender.calls(1);
    await setup.settled();
    await store(['r2']);
    await setup.timeUntil(() => sender.shipments.length === 2);
    expect(await setup.settled()).toEqual(['r1 delivered', 'r2 delivered']);
  });

  test('goes in messages of the size that the target asks for', async () => {
    await setup.target('twee', { maxItems: 3 });
    await store(many('r', 8), ['twee']);
    const sender = new FakeSender();
    setup.work(sender);
    await setup.settled();
    expect(sender.messages.map(({ length }) => length)).toEqual([3, 3, 2]);
  });
});

describe('a batch that failed', () => {
  test('comes again as it was, later and with a later aanmaakdatum, before all that came after it', async () => {
    await store(['r1', 'r2']);
    const sender = new FakeSender(failed('timeout'));
    setup.work(sender);
    await sender.calls(1);
    await store(['r3']);
    await setup.timeUntil(() => sender.shipments.length === 3);
    sender.answer = delivered;
    await setup.timeUntil(async () => all('delivered')(await setup.states()));
    expect(sender.messages).toEqual([['r1', 'r2'], ['r1', 'r2'], ['r1', 'r2'], ['r1', 'r2'], ['r3']]);
    expect(new Set(sender.shipments.slice(0, 4).map(({ batch }) => batch.id)).size).toBe(1);
    const moments = sender.shipments.map(({ batch }) => batch.createdAt);
    expect(moments).toEqual([...new Set(moments)].toSorted());
  });

  test('keeps what is in it when a newer revision comes, which goes after it', async () => {
    await store(['r1']);
    const sender = new FakeSender(failed('connection'));
    setup.work(sender);
    await sender.calls(1);
    sender.answer = delivered;
    await store(['r1']);
    await setup.timeUntil(async () => all('delivered')(await setup.states()));
    expect(sender.shipments.map(({ items }) => items.map(({ content }) => content?.result.revision))).toEqual([[1], [1], [2]]);
  });

  test('for what is in it is halved until the culprit is alone: that is dead, and the others are delivered', async () => {
    await store(many('r', 16));
    const sender = new FakeSender(refusing('r5'));
    setup.work(sender);
    await setup.settled();
    const states = await setup.states();
    expect(states.filter((state) => !state.endsWith('delivered'))).toEqual(['r5 dead refused']);
    expect(sender.shipments).toHaveLength(9);
    expect(setup.toldOf('ended').map(([, , counts]) => counts)).toContainEqual({ refused: 1 });
  });

  test('by a mistake of ours is tried again, and it is told', async () => {
    await store(['r1']);
    const sender = new FakeSender(() => {
      throw new TypeError('a mistake');
    });
    setup.work(sender);
    await sender.calls(1);
    sender.answer = delivered;
    await setup.timeUntil(async () => all('delivered')(await setup.states()));
    expect(setup.toldOf('failed')).toHaveLength(1);
  });
});

describe('a target', () => {
  test('that hangs keeps neither its other schools nor other targets waiting', async () => {
    const { answer, open } = hanging();
    const isStuck = ({ batch }: { batch: { target: string; school: string } }) => batch.target === 'een' && batch.school === SCHOOL;
    const sender = new FakeSender((shipment) => (isStuck(shipment) ? answer(shipment) : delivered(shipment)));
    // The target is known to answer by then: it has more than one place.
    await store(['r0'], ['een'], OTHER_SCHOOL);
    const worker = setup.work(sender);
    await setup.settled();
    await store(['r1'], ['een', 'twee']);
    await store(['r2'], ['een', 'twee'], OTHER_SCHOOL);
    worker.poke();
    const rest = (states: readonly string[]) => states.filter((state) => state.endsWith('delivered')).length === 4;
    await setup.until(rest);
    expect((await setup.states()).filter((state) => !state.endsWith('delivered'))).toEqual(['r1 leased']);
    open();
    await setup.until(all('delivered'));
  });

  test('that refuses us is held with all that waits for it, and told once; others go on', async () => {
    const sender = new FakeSender((shipment) =>
      shipment.batch.target === 'een' ? failed('authorisation')(shipment) : delivered(shipment),
    );
    await store(['r1'], ['een', 'twee']);
    await store(['r2'], ['een', 'twee'], OTHER_SCHOOL);
    setup.work(sender);
    await setup.until((states) => states.filter((state) => state.endsWith('delivered')).length === 2);
    await setup.until((states) => states.filter((state) => state.endsWith('held target-held')).length === 2);
    setup.time.advance(3_600_000);
    await turn();
    expect(sender.shipments.filter(({ batch }) => batch.target === 'een')).toHaveLength(1);
    expect(setup.toldOf('held')).toEqual([['held', 'een', 'authorisation']]);
    await setup.store.outbox.resumeTarget('een', setup.time.now().toISOString());
    sender.answer = delivered;
    await setup.timeUntil(async () => all('delivered')(await setup.states()));
  });

  test('of which nothing is known how to send there is held', async () => {
    await store(['r1']);
    setup.work(new FakeSender(), { senders: setup.senders({}) });
    await setup.timeUntil(() => setup.toldOf('held').length > 0);
    expect(setup.toldOf('held')).toEqual([['held', 'een', 'configuration']]);
    expect(await setup.states()).toEqual(['r1 held target-held']);
  });

  test('that stays away is tried by one school at a time, each in its turn, until it is back', async () => {
    await store(['r1']);
    await store(['r2'], ['een'], OTHER_SCHOOL);
    const sender = new FakeSender(failed('connection'));
    setup.work(sender);
    await setup.timeUntil(() => setup.toldOf('opened').length === 1);
    const before = sender.shipments.length;
    const since = setup.time.now().getTime();
    await setup.timeUntil(() => sender.shipments.length === before + 4, 10_000);
    const tried = sender.shipments.slice(before);
    expect(new Set(tried.map(({ batch }) => batch.school)).size).toBe(2);
    // With 0.5 for chance: 32 seconds after the sixth failure, 64 after the seventh, and so on.
    expect(setup.time.now().getTime() - since).toBeGreaterThan(60_000);
    expect(setup.toldOf('opened')).toHaveLength(1);
    sender.answer = delivered;
    await setup.timeUntil(async () => all('delivered')(await setup.states()), 10_000);
    expect(setup.toldOf('closed')).toEqual([['closed', 'een']]);
  });
});

describe('a lease', () => {
  test('that is kept for as long as a message is on its way', async () => {
    const { answer, open } = hanging();
    await store(['r1']);
    const sender = new FakeSender(answer);
    let renewed = 0;
    const renewLease: typeof setup.store.outbox.renewLease = async (...lease) => {
      const held = await setup.store.outbox.renewLease(...lease);
      renewed += 1;
      return held;
    };
    const watched = withOutbox(setup.store, { renewLease });
    for (let workers = 0; workers < 2; workers++) setup.work(sender, { store: watched });
    await sender.calls(1);
    for (let thirds = 1; thirds <= 12; thirds++) {
      setup.time.advance(20_000);
      while (renewed < thirds) await turn();
    }
    expect(sender.shipments).toHaveLength(1);
    open();
    expect(await setup.settled()).toEqual(['r1 delivered']);
  });

  test('that was lost makes what comes of the message count for nothing', async () => {
    const { answer } = hanging();
    await store(['r1']);
    const slow = new FakeSender(answer);
    setup.work(slow, { store: withOutbox(setup.store, { renewLease: async () => false }) });
    await slow.calls(1);
    // What it did not renew, another one takes.
    const other = new FakeSender();
    const { now, timers } = setup.time;
    const late = { now: () => new Date(now().getTime() + 120_000), timers };
    setup.work(other, late);
    await other.calls(1);
    expect(await setup.settled()).toEqual(['r1 delivered']);
    await setup.timeUntil(() => setup.toldOf('lost').length === 1);
    expect(slow.shipments[0]?.signal.aborted).toBe(true);
    const [view] = await setup.deliveries();
    const detail = await setup.store.outbox.delivery(view!.id);
    expect(detail?.attemptList.map(({ outcome }) => outcome)).toEqual(['interrupted', 'answered']);
  });
});

describe('a store that fails', () => {
  const full = () => Promise.reject(new StoreError('full', 'the disk is full'));

  test('while something is on its way has it in the end, once, and says so once', async () => {
    await store(['r1']);
    let failures = 0;
    const settle: typeof setup.store.outbox.settle = (settlement) => {
      failures += 1;
      return failures < 20 ? full() : setup.store.outbox.settle(settlement);
    };
    const sender = new FakeSender();
    setup.work(sender, { store: withOutbox(setup.store, { settle }) });
    await setup.timeUntil(async () => all('delivered')(await setup.states()));
    expect([sender.shipments.length, failures]).toEqual([1, 20]);
    expect(setup.toldOf('failed').length).toBeLessThanOrEqual(2);
  });

  test.each(['dueTargets', 'take', 'batchItems', 'renewLease'] as const)('in %s ends nothing', async (method) => {
    let failures = 0;
    const broken = (...parameters: never[]) => {
      failures += 1;
      return failures < 5 ? full() : (setup.store.outbox[method] as (...all: never[]) => Promise<never>)(...parameters);
    };
    await store(['r1']);
    const { answer, open } = hanging();
    const sender = new FakeSender(answer);
    setup.work(sender, { store: withOutbox(setup.store, { [method]: broken }) });
    await setup.timeUntil(() => failures > 4);
    open();
    await setup.timeUntil(async () => all('delivered')(await setup.states()));
    expect(setup.toldOf('failed').length).toBeGreaterThan(0);
    expect(sender.shipments).toHaveLength(1);
  });
});

describe('a stop', () => {
  test('waits for what is on its way, and takes nothing new', async () => {
    const { answer, open } = hanging();
    await setup.target('twee', { maxItems: 1 });
    await store(['r1', 'r2'], ['twee']);
    const sender = new FakeSender(answer);
    const worker = setup.work(sender);
    await sender.calls(1);
    const stopped = Promise.all([worker.stop(), worker.stop()]);
    open();
    await stopped;
    expect(await setup.states()).toEqual(['r1 delivered', 'r2 waiting']);
    expect([sender.shipments.length, sender.closed]).toEqual([1, true]);
  });

  test('cuts it off when the time of grace is over, and the next one goes on at once', async () => {
    await store(['r1']);
    const sender = new FakeSender(hanging().answer);
    const worker = setup.work(sender);
    await sender.calls(1);
    const stopped = worker.stop();
    await setup.timeUntil(() => sender.shipments[0]?.signal.aborted === true);
    await setup.until((states) => states[0] === 'r1 retrying');
    await setup.timeUntilDone(stopped);
    const next = new FakeSender();
    setup.work(next);
    await next.calls(1);
    expect(next.shipments[0]?.batch).toMatchObject({ id: sender.shipments[0]?.batch.id, attempt: 2 });
    expect(await setup.settled()).toEqual(['r1 delivered']);
  });

  test('does not wait for a sender that never gives up: what it had is taken up when the lease is over', async () => {
    await store(['r1']);
    const sender = new FakeSender(() => new Promise(() => undefined));
    let renewals = 0;
    const renewLease: OutboxStore['renewLease'] = (...lease) => {
      renewals += 1;
      return setup.store.outbox.renewLease(...lease);
    };
    const worker = setup.work(sender, { store: withOutbox(setup.store, { renewLease }) });
    await sender.calls(1);
    await setup.timeUntilDone(worker.stop());
    renewals = 0;
    for (let seconds = 0; seconds < 60; seconds += 20) setup.time.advance(20_000);
    expect(renewals).toBe(0);
    const next = new FakeSender();
    setup.work(next);
    await setup.timeUntil(() => next.shipments.length === 1);
    expect(await setup.settled()).toEqual(['r1 delivered']);
  });
});

test('a clock that is set back an hour keeps nobody from looking again at a target that had nothing to take', async () => {
  let [looks, asked, setBack] = [0, 0, 0];
  const dueTargets: OutboxStore['dueTargets'] = (at) => {
    looks += 1;
    return setup.store.outbox.dueTargets(at);
  };
  // Another process was quicker.
  const take: OutboxStore['take'] = async () => {
    asked += 1;
    return undefined;
  };
  await store(['r1']);
  const now = () => new Date(setup.time.now().getTime() - setBack);
  setup.work(new FakeSender(), { store: withOutbox(setup.store, { dueTargets, take }), now });
  while (asked === 0) await turn();
  setBack = 3_600_000;
  looks = 0;
  await setup.timeUntil(() => looks > 1);
  expect(asked).toBeGreaterThan(1);
});

test('a clock that is set back an hour stops nothing', async () => {
  await store(['r1']);
  const sender = new FakeSender(failed('connection'));
  setup.work(sender);
  await sender.calls(1);
  setup.time.set(-3_600_000);
  sender.answer = delivered;
  await store(['r2']);
  await setup.timeUntil(async () => all('delivered')(await setup.states()));
  expect(sender.messages.at(-1)).toEqual(['r2']);
});
