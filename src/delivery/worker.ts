import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Directory } from '../directory/directory.js';
import type { Keyring } from '../privacy/keys/keyring.js';
import type { OutboxStore, TakenBatch, Verdict } from '../store/outbox-store.js';
import { SchoolKeys } from '../store/school-keys.js';
import type { Store } from '../store/store.js';
import { deliverBatch } from './deliver-batch.js';
import type { DeliveryObserver } from './delivery-observer.js';
import { Lease } from './lease.js';
import type { PrepareStore } from './prepare.js';
import { StoreTrouble } from './store-trouble.js';
import { type PlaceLimits, Places } from './targets/places.js';
import type { Senders } from './targets/senders.js';
import { SettingsError } from './targets/settings-error.js';
import { settingsOf } from './targets/settings-of.js';
import type { CommonSettings } from './targets/target-settings.js';
import { SYSTEM_TIMERS, type Timers, Wakeable } from './timers.js';

export interface WorkerParts extends PlaceLimits {
  readonly store: PrepareStore &
    Pick<Store, 'schoolKey'> & {
      readonly outbox: Pick<OutboxStore, 'dueTargets' | 'take' | 'renewLease' | 'settle'>;
    };
  readonly keyring: Keyring;
  readonly senders: Senders;
  readonly observer: DeliveryObserver;
  readonly leaseSeconds: number;
  /** How long `stop` waits for what is on its way. */
  readonly graceSeconds: number;
  readonly now?: () => Date;
  readonly random?: () => number;
  readonly timers?: Timers;
}

/** Deliveries in one message, unless the target's settings say otherwise. */
const MAX_ITEMS = 250;

/** Other processes queue deliveries too, and end pauses. */
const LOOK_MS = 1_000;

/** How long a sender has to give up once it is told to. */
const GIVE_UP_MS = 5_000;

/**
 * Takes what is due and sends it, lane by lane, for as long as the gateway runs. It holds nothing that the store does not have: whatever
 * happens to it, another one, or the next, goes on where it was.
 */
export class DeliveryWorker {
  readonly #parts: Required<WorkerParts>;
  readonly #owner = randomUUID();
  readonly #places: Places;
  readonly #schoolKeys: SchoolKeys;
  readonly #trouble: StoreTrouble;
  readonly #sleep: Wakeable;
  readonly #stop = new AbortController();
  /** What is in work, and by what right. */
  readonly #running = new Map<Promise<void>, Lease>();
  /** Targets that had nothing to take, by when they were asked: a take is a write. */
  readonly #nothing = new Map<string, number>();
  /** Circuits that opened, by whether something was taken since: what was on its way before closes none. */
  readonly #openCircuits = new Map<string, 'untried' | 'tried'>();
  /** Targets that were held since a batch of theirs was taken: there may be more of them on their way. */
  readonly #held = new Set<string>();
  #last = '';
  #ending: Promise<void> | undefined;
  readonly #loop: Promise<void>;

  constructor(parts: WorkerParts) {
    this.#parts = { now: () => new Date(), random: Math.random, timers: SYSTEM_TIMERS, ...parts };
    const { store, keyring, observer, now, random, timers } = this.#parts;
    this.#places = new Places(parts);
    this.#schoolKeys = new SchoolKeys(store, keyring);
    this.#trouble = new StoreTrouble((error) => observer.failed(error), now, random);
    this.#sleep = new Wakeable(timers);
    // One listener for each batch in work.
    setMaxListeners(0, this.#stop.signal);
    this.#loop = this.#run();
  }

  /** Says that something may be due by now. */
  poke(): void {
    this.#nothing.clear();
    this.#sleep.wake();
  }

  /**
   * Takes nothing new and waits for what is on its way, for the seconds of grace at most: then it is cut off, and goes again when somebody
   * starts. Calls share one stop.
   */
  stop(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    this.#sleep.end();
    await this.#loop;
    const { timers, graceSeconds, senders } = this.#parts;
    const cancel = timers.after(graceSeconds * 1000, () => this.#stop.abort(new Error('the gateway stops')));
    await this.#allDone(graceSeconds * 1000 + GIVE_UP_MS);
    cancel();
    this.#stop.abort(new Error('the gateway stops'));
    for (const lease of this.#running.values()) lease.end();
    await senders.close();
  }

  /** Waits for what is in work; at most so many milliseconds: what is left then is taken up again once its lease is over. */
  async #allDone(ms: number): Promise<void> {
    let cancel = () => {};
    const late = new Promise<void>((resolve) => {
      cancel = this.#parts.timers.after(ms, resolve);
    });
    await Promise.race([Promise.all(this.#running.keys()), late]);
    cancel();
  }

  async #run(): Promise<void> {
    while (!this.#sleep.ended) {
      try {
        await this.#sleep.for(await this.#look());
      } catch (error) {
        await this.#sleep.through(this.#trouble.failed(error));
      }
    }
  }

  /** Starts what may go now. Gives the milliseconds until the next look. */
  async #look(): Promise<number> {
    const { store, now } = this.#parts;
    const at = now();
    const directory = await store.directory();
    // Where nothing goes on to anybody, each message that comes in would be a question to the database.
    if (directory.targets.size === 0) return LOOK_MS;
    const due = await store.outbox.dueTargets(at.toISOString());
    const moments = due.map(({ target, dueAt }) => ({ target, inMs: Date.parse(dueAt) - at.getTime() }));
    const ready = moments.flatMap(({ target, inMs }) => (inMs <= 0 && this.#mayAsk(target, at) ? [target] : []));
    if (ready.length > 0) await this.#takeInTurns(ready, directory);
    return Math.min(LOOK_MS, ...moments.flatMap(({ inMs }) => (inMs > 0 ? [inMs] : [])));
  }

  /** A clock that was set back, or on, is no reason to wait. */
  #mayAsk(target: string, at: Date): boolean {
    const asked = this.#nothing.get(target);
    return asked === undefined || Math.abs(at.getTime() - asked) >= LOOK_MS;
  }

  /** A batch of each target after the other, from where it was left, until there is no room or nothing more. */
  async #takeInTurns(ready: readonly string[], directory: Directory): Promise<void> {
    const sorted = ready.toSorted();
    const turns = [...sorted.filter((target) => target > this.#last), ...sorted.filter((target) => target <= this.#last)];
    for (let target = turns.shift(); target !== undefined && !this.#sleep.ended; target = turns.shift()) {
      if (!this.#places.hasRoom(target)) continue;
      const settings = this.#settingsOf(directory, target);
      const batch = await this.#take(target, settings);
      if (batch === undefined) {
        this.#nothing.set(target, this.#parts.now().getTime());
        continue;
      }
      this.#last = target;
      this.#start(batch, settings);
      turns.push(target);
    }
  }

  async #take(target: string, { maxItems = MAX_ITEMS }: CommonSettings): Promise<TakenBatch | undefined> {
    const { store, leaseSeconds, now } = this.#parts;
    const at = now();
    const until = new Date(at.getTime() + leaseSeconds * 1000);
    const busy = this.#places.busy(target);
    return store.outbox.take({ target, owner: this.#owner, at: at.toISOString(), until: until.toISOString(), limit: maxItems, busy });
  }

  /** Of settings that cannot be used: none. What is wrong with them comes out when something is sent. */
  #settingsOf({ targets }: Directory, id: string): CommonSettings {
    const target = targets.get(id);
    if (target === undefined) return {};
    try {
      return settingsOf(target, target.kind, this.#parts.keyring);
    } catch (error) {
      if (error instanceof SettingsError) return {};
      throw error;
    }
  }

  #start(batch: TakenBatch, { maxAgeHours }: CommonSettings): void {
    const { store, senders, observer, now, random, timers, leaseSeconds } = this.#parts;
    const trouble = this.#trouble;
    const failed = (error: unknown) => void trouble.failed(error);
    const lease = new Lease({ outbox: store.outbox, leaseMs: leaseSeconds * 1000, now, timers, failed }, batch);
    const parts = { store, schoolKeys: this.#schoolKeys, senders, observer, trouble, now, random, timers };
    // Nothing is taken of a target that is held.
    this.#held.delete(batch.target);
    if (this.#openCircuits.has(batch.target)) this.#openCircuits.set(batch.target, 'tried');
    const giveBack = this.#places.take(batch.target, batch.school);
    const work = deliverBatch(parts, { batch, lease, maxAgeHours, stop: this.#stop.signal }).then((tried) => {
      giveBack(tried && tried.kind !== 'retry');
      if (tried !== undefined) this.#tell(batch, tried);
      if (lease.lost.aborted) observer.leaseLost(batch);
      this.#running.delete(work);
      this.#nothing.delete(batch.target);
      this.#sleep.wake();
    });
    this.#running.set(work, lease);
  }

  /** What is new of a target after an attempt. */
  #tell({ target }: TakenBatch, verdict: Verdict): void {
    const { observer } = this.#parts;
    if (verdict.kind === 'hold') {
      if (!this.#held.has(target)) observer.targetHeld(target, verdict.reason);
      this.#held.add(target);
    } else if (verdict.kind !== 'retry') {
      if (this.#openCircuits.get(target) === 'tried') {
        this.#openCircuits.delete(target);
        observer.circuitClosed(target);
      }
    } else if (verdict.openUntil !== undefined) {
      if (!this.#openCircuits.has(target)) observer.circuitOpened(target, verdict.openUntil);
      this.#openCircuits.set(target, 'untried');
    }
  }
}
