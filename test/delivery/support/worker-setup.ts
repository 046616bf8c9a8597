import SqliteDatabase from 'better-sqlite3';
import type { DeliveryObserver } from '../../../src/delivery/delivery-observer.js';
import { Senders } from '../../../src/delivery/senders.js';
import type { Sender } from '../../../src/delivery/shipment.js';
import { DeliveryWorker, type WorkerParts } from '../../../src/delivery/worker.js';
import { Keyring } from '../../../src/privacy/keyring.js';
import type { DeliveryView, OutboxStore } from '../../../src/store/outbox-store.js';
import type { Store } from '../../../src/store/store.js';
import { addParties, agreement, OTHER_SCHOOL, party, SCHOOL } from '../../store/support/records.js';
import { sqlitePlace } from '../../store/support/temporary.js';
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

  private constructor(
    readonly store: Store,
    private readonly place: Awaited<ReturnType<typeof sqlitePlace>>,
  ) {}

  static async make(): Promise<WorkerSetup> {
    const place = await sqlitePlace();
    const store = await place.open();
    await addParties(store);
    for (const [target, receiver] of [
      ['een', READER],
      ['twee', OTHER_READER],
    ] as const) {
      await store.addParty(party(receiver, { role: 'client' }));
      await addTarget(store, target, receiver);
      await store.addAgreements(
        [SCHOOL, OTHER_SCHOOL].map((school) => agreement(`${receiver} ${school}`, { school, party: receiver })),
        undefined,
      );
    }
    return new WorkerSetup(store, place);
  }

  /** A worker that sends by `sender`, poked already. `parts` take the place of those that it gets otherwise. */
  work(sender: Sender, parts: Partial<WorkerParts> = {}): DeliveryWorker {
    const senders = new Senders({ store: this.store, keyring, allowTargets: [] }, { webhook: async () => () => sender });
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
      await turn();
    }
  }

  /** Until nothing is under way, or waits to be: each is delivered, dead, cancelled or held. */
  async settled(): Promise<readonly string[]> {
    return this.until((states) => states.every((state) => / (?:delivered|dead|cancelled|held)/.test(state)));
  }

  /** Moves the clock on until this holds, a second at a time. */
  async timeUntil(holds: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await holds())) {
      this.time.advance(1_000);
      for (let turns = 0; turns < 20; turns++) await turn();
    }
  }

  /** Words that were told of this kind. */
  toldOf(what: string): readonly Told[] {
    return this.told.filter(([word]) => word === what);
  }

  sql(): InstanceType<typeof SqliteDatabase> {
    return new SqliteDatabase(this.place.file);
  }

  open(): Promise<Store> {
    return this.place.open();
  }

  async end(): Promise<void> {
    const stopping = this.#workers.map((worker) => worker.stop());
    this.time.advance(60_000);
    await Promise.all(stopping);
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

export async function addTarget(store: Store, id: string, receiver: string, settings: object = {}): Promise<void> {
  const whole = { url: 'https://lezer.example/in', secrets: [{ secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}` }], ...settings };
  const sealed = keyring.sealSecret(JSON.stringify(whole));
  await store.addTarget({ id, party: receiver, kind: 'webhook', settings: sealed, createdAt: '2026-01-01T00:00:00.000Z' });
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
