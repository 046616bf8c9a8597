import type { DeliveryObserver } from '../../../src/delivery/delivery-observer.js';
import type { Sender } from '../../../src/delivery/shipment.js';
import { type SenderKinds, Senders } from '../../../src/delivery/targets/senders.js';
import { DeliveryWorker, type WorkerParts } from '../../../src/delivery/worker.js';
import { Keyring } from '../../../src/privacy/keys/keyring.js';
import { eraseLearner } from '../../../src/rights/erase-learner.js';
import type { DeliveryView, OutboxStore } from '../../../src/store/outbox-store.js';
import { SchoolKeys } from '../../../src/store/school-keys.js';
import type { Store } from '../../../src/store/store.js';
import { addParties, agreement, OTHER_SCHOOL, party, SCHOOL } from '../../store/support/records.js';
import { inlinePlace } from '../../store/support/temporary.js';
import { ManualTime } from './manual-time.js';

export const READER = 'verzonnen-lezer';
export const OTHER_READER = 'andere-lezer';

const keyring = Keyring.fromSecret('an invented secret of more than thirty-two bytes');

/** What the worker told: a word each, and of what. */
export type Told = readonly [what: string, ...about: unknown[]];

/** A store with two receivers, `een` and `twee`, that may have the results of two schools; a clock; and workers on it. */
export class WorkerSetup {
  readonly time = new ManualTime();
  readonly told: Told[] = [];
  readonly #workers: DeliveryWorker[] = [];
  #over = false;

  private constructor(
    readonly store: Store,
    private readonly place: Awaited<ReturnType<typeof inlinePlace>>,
  ) {}

  static async make(): Promise<WorkerSetup> {
    const place = await inlinePlace();
    const store = await place.open();
    // Together: they share a commit, in this order.
    const writes = [addParties(store)];
    for (const [id, receiver] of [
      ['een', READER],
      ['twee', OTHER_READER],
    ] as const) {
      const agreements = [SCHOOL, OTHER_SCHOOL].map((school) => agreement(`${receiver} ${school}`, { school, party: receiver }));
      writes.push(
        store.addParty(party(receiver, { role: 'client' })),
        store.addTarget({ id, party: receiver, kind: 'webhook', settings: sealed({}), createdAt: '2026-01-01T00:00:00.000Z' }),
        store.addAgreements(agreements, undefined),
      );
    }
    await Promise.all(writes);
    return new WorkerSetup(store, place);
  }

  /** A worker that sends by `sender`, poked already. `parts` take the place of those that it gets otherwise. */
  work(sender: Sender, parts: Partial<WorkerParts> = {}): DeliveryWorker {
    const senders = this.senders({ webhook: async () => () => sender });
    const { now, timers } = this.time;
    const worker = new DeliveryWorker({
      store: this.store,
      keyring,
      senders,
      observer: this.#observer(),
      concurrency: 8,
      perTarget: 4,
      leaseSeconds: 60,
      graceSeconds: 10,
      now,
      timers,
      random: () => 0.5,
      ...parts,
    });
    this.#workers.push(worker);
    return worker;
  }

  get schoolKeys(): SchoolKeys {
    return new SchoolKeys(this.store, keyring);
  }

  /** Erases the pupil of the first school with these names. */
  async erase(names: readonly string[]): Promise<void> {
    const schoolKey = await this.schoolKeys.of(SCHOOL);
    const { kind } = await eraseLearner({
      store: this.store,
      school: SCHOOL,
      schoolKey,
      person: { names },
      now: new Date(),
      dryRun: false,
    });
    if (kind !== 'erased') throw new Error(kind);
  }

  senders(kinds: SenderKinds): Senders {
    return new Senders({ store: this.store, keyring, allowTargets: [] }, kinds);
  }

  /** Tells a target other things than before. */
  async target(id: string, settings: object): Promise<void> {
    await this.store.setTarget(id, sealed(settings));
  }

  /** All deliveries, in the order in which they were queued. */
  async deliveries(): Promise<readonly DeliveryView[]> {
    const { items } = await this.store.outbox.deliveries({ limit: 1_000 });
    return items.toReversed();
  }

  /** `<result> <state> <reason>` of each. */
  async states(): Promise<readonly string[]> {
    const views = await this.deliveries();
    return views.map(({ result, state, reason }) => [result, state, ...(reason === undefined ? [] : [reason])].join(' '));
  }

  /** Until the deliveries are so. */
  async until(fits: (states: readonly string[]) => boolean): Promise<readonly string[]> {
    for (;;) {
      const states = await this.states();
      if (fits(states)) return states;
      await this.#turn();
    }
  }

  /** Until nothing is under way, or waits to be: each is delivered, dead, cancelled or held. */
  async settled(): Promise<readonly string[]> {
    return this.until((states) => states.every((state) => / (?:delivered|dead|cancelled|held)/.test(state)));
  }

  /** Moves the clock on until this holds, step by step. */
  async timeUntil(holds: () => boolean | Promise<boolean>, stepMs = 1_000): Promise<void> {
    while (!(await holds())) {
      this.time.advance(stepMs);
      for (let turns = 0; turns < 20; turns++) await this.#turn();
    }
  }

  /** Moves the clock on until this is done. */
  async timeUntilDone<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const ended = () => {
      done = true;
    };
    work.then(ended, ended);
    await this.timeUntil(() => done);
    return work;
  }

  /** A test that waits for what does not come is over when its time is. */
  async #turn(): Promise<void> {
    if (this.#over) throw new Error('what was waited for did not come');
    await turn();
  }

  /** Words that were told of this kind. */
  toldOf(what: string): readonly Told[] {
    return this.told.filter(([word]) => word === what);
  }

  async end(): Promise<void> {
    await this.timeUntilDone(Promise.all(this.#workers.map((worker) => worker.stop())));
    this.#over = true;
    await this.store.close();
    await this.place.remove();
  }

  #observer(): DeliveryObserver {
    const tell =
      (what: string) =>
      (...about: unknown[]) =>
        void this.told.push([what, ...about]);
    return {
      attemptEnded: ({ batch, size, attempt }) => void this.told.push(['attempt', batch.target, batch.school, size, attempt.outcome]),
      deliveriesEnded: ({ target, counts }) => {
        if (counts.size > 0) this.told.push(['ended', target, Object.fromEntries(counts)]);
      },
      targetHeld: tell('held'),
      circuitOpened: (target) => void this.told.push(['opened', target]),
      circuitClosed: tell('closed'),
      leaseLost: ({ target, school }) => void this.told.push(['lost', target, school]),
      failed: tell('failed'),
    };
  }
}

function sealed(settings: object): Uint8Array {
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  return keyring.sealSecret(JSON.stringify({ url: 'https://lezer.example/in', secrets: [{ secret }], ...settings }));
}

/** A store that does otherwise in its outbox. */
export function withOutbox(store: Store, otherwise: Partial<OutboxStore>): Store {
  const outbox = Object.assign(Object.create(store.outbox) as OutboxStore, otherwise);
  return Object.create(store, { outbox: { value: outbox } }) as Store;
}

/** Lets everything that can go on go on. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
