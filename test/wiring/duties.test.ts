import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AlertChannel } from '../../src/delivery/alerts/alert-channel.js';
import { startAlerting } from '../../src/gateway/jobs/alerting.js';
import type { Done, DutyStore } from '../../src/store/duty-store.js';
import type { Store } from '../../src/store/store.js';
import { createLog } from '../../src/telemetry/log.js';
import { addTargets, settle, store as stored, take } from '../store/support/outbox.js';
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
    const log = createLog({ level: 'error', stream: new Writable({ write: (_chunk, _encoding, done) => done() }) });
    await trouble('las');
    const first = inbox.next();
    const endFirst = startAlerting(nodes[0], [inbox.channel('first')], log, 2);
    await first;
    const waiting = new Tries(nodes[1]);
    const endSecond = startAlerting(waiting, [inbox.channel('second')], log, 2);
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
});
