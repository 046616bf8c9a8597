import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AlertChannel } from '../../src/delivery/alerts/alert-channel.js';
import { startAlerting } from '../../src/gateway/jobs/alerting.js';
import { runPurge } from '../../src/retention/run-purge.js';
import type { Done, DutyStore } from '../../src/store/duty-store.js';
import type { Store } from '../../src/store/store.js';
import { createLog } from '../../src/telemetry/log.js';
import { addTargets, settle, store as stored, take } from '../store/support/outbox.js';
import { allResults } from '../store/support/reading.js';
import { delivery, slice } from '../store/support/records.js';
import { dated, terms } from '../store/support/retention.js';
import { inlinePlace } from '../store/support/temporary.js';

/** What was sent over a channel, and by which node; `next` waits for another one. */
class Inbox {
  readonly sent: string[] = [];
  readonly #waiting: (() => void)[] = [];

  channel(node: string): AlertChannel {
    return {
      name: 'webhook',
      send: async () => {
        this.sent.push(node);
        for (const wake of this.#waiting.splice(0)) wake();
        return undefined;
      },
      close: async () => undefined,
    };
  }

  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/** A store that counts how often somebody else was at a duty. */
class Tries implements DutyStore {
  readonly outbox: Store['outbox'];
  #inVain = 0;
  #wake = () => {};

  constructor(private readonly store: Store) {
    this.outbox = store.outbox;
  }

  async alone<T>(duty: string, work: (lost: AbortSignal) => Promise<T>): Promise<Done<T> | undefined> {
    const done = await this.store.alone(duty, work);
    if (done === undefined) this.#inVain += 1;
    this.#wake();
    return done;
  }

  async inVain(times: number): Promise<void> {
    while (this.#inVain < times) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** A store that can lose a duty in the middle, as a connection to a database server can be lost. */
class Losing implements DutyStore {
  readonly outbox: Store['outbox'];
  readonly happened: string[] = [];
  #lost = new AbortController();
  #wake = () => {};

  constructor(private readonly store: Store) {
    this.outbox = store.outbox;
  }

  async alone<T>(duty: string, work: (lost: AbortSignal) => Promise<T>): Promise<Done<T> | undefined> {
    this.#lost = new AbortController();
    const { signal } = this.#lost;
    const done = await this.store.alone(duty, () => {
      this.#note('begun');
      return work(signal);
    });
    this.#note('over');
    return done;
  }

  lose(): void {
    this.#lost.abort();
  }

  async until(happened: readonly string[]): Promise<void> {
    while (this.happened.length < happened.length) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    expect(this.happened).toEqual(happened);
  }

  #note(what: string): void {
    this.happened.push(what);
    this.#wake();
  }
}

const NOW = new Date('2026-11-22T03:00:00.000Z');
const SILENT = createLog({ level: 'error', stream: new Writable({ write: (_chunk, _encoding, done) => done() }) });

describe('two nodes on one store', () => {
  let place: Awaited<ReturnType<typeof inlinePlace>>;
  let nodes: readonly [Store, Store];

  beforeEach(async () => {
    place = await inlinePlace();
    nodes = [await place.open(), await place.open()];
    await addTargets(nodes[0]);
  });
  afterEach(async () => {
    await Promise.all(nodes.map((store) => store.close()));
    await place.remove();
  });

  /** Trouble of a target that people are to be told of. */
  async function trouble(target: string): Promise<void> {
    const { outbox } = nodes[0];
    await stored(nodes[0], [`result for ${target}`], [target]);
    await settle(outbox, await take(outbox, { target }), { kind: 'hold', reason: 'authorisation' });
  }

  test('tell people of trouble once: one of them does, and when it ends the other one takes over', async () => {
    const inbox = new Inbox();
    await trouble('las');
    const first = inbox.next();
    const endFirst = startAlerting(nodes[0], [inbox.channel('first')], SILENT, 2);
    await first;
    const waiting = new Tries(nodes[1]);
    const endSecond = startAlerting(waiting, [inbox.channel('second')], SILENT, 2);
    // The first one leaves time between two messages; the other one would send this at once.
    await trouble('hook');
    await waiting.inVain(3);
    expect(inbox.sent).toEqual(['first']);
    const second = inbox.next();
    await endFirst();
    await second;
    await endSecond();
    expect(inbox.sent).toEqual(['first', 'second']);
  });

  test('stop telling when another one may have begun, and go on once it is theirs again', async () => {
    const inbox = new Inbox();
    const losing = new Losing(nodes[0]);
    await trouble('las');
    const first = inbox.next();
    const end = startAlerting(losing, [inbox.channel('first')], SILENT, 2);
    await first;
    losing.lose();
    await losing.until(['begun', 'over', 'begun']);
    await end();
    expect(inbox.sent).toEqual(['first']);
  });

  test('stop a purge in the middle when another one may have begun: the rest is for that one', async () => {
    const [store, other] = nodes;
    const rows = Array.from({ length: 1_500 }, (_, index) => dated(`r${index}`, '2001-05-01'));
    await store.commit(delivery('old', { slices: [slice(rows)] }));
    const lost = new AbortController();
    const startPurge = store.startPurge.bind(store);
    store.startPurge = async (at) => {
      const run = (await startPurge(at))!;
      let steps = 0;
      return {
        id: run.id,
        lost: lost.signal,
        purge: (scope, stopping) =>
          run.purge(scope, () => {
            // In the middle of the results.
            if (scope.class === 'results-leavers' && ++steps === 3) lost.abort();
            return stopping();
          }),
        shrink: (quiet) => run.shrink(quiet),
        finish: (how) => run.finish(how),
      };
    };
    expect(await runPurge(store, { terms: terms(), now: NOW })).toMatchObject({ outcome: 'stopped' });
    const left = (await allResults(store)).length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(1_500);
    expect(await runPurge(other, { terms: terms(), now: NOW })).toMatchObject({ outcome: 'done' });
    expect(await allResults(store)).toEqual([]);
  });
});
