import { setTimeout } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { Committed } from '../../store.js';
import { isTrouble, StoreError } from '../../store-error.js';
import { isGivenUp, isLocked } from '../connection/failure.js';
import type { Pool } from '../connection/pool.js';
import { acceptTogether, type WholeMessage } from './accept-together.js';

/** Messages of one transaction, and cells of their results, at most: enough to share a sync, not so much that the first waits for the last. */
const MOST_MESSAGES = 8;
const MOST_CELLS = 10_000;
/** Transactions at a time: others of the process need connections too. */
const MOST_AT_ONCE = 4;
/** How often a transaction that the database gave up is run again, and how long at most is waited before, in ms. */
const RETRIES = 8;
const LONGEST_PAUSE_MS = 40;

interface Waiting {
  readonly school: string;
  /** What goes with others in one transaction, or has one for itself. */
  readonly work: { readonly message: WholeMessage } | { readonly alone: () => Promise<Committed> };
  readonly cells: number;
  /** It goes with no others: it was among some of which one had to wait for its school. */
  readonly isSingle?: true;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Messages that wait for a transaction, first come, first served within a school. While as many transactions as may be are under way, those that
 * come share the next one: one of each school, as a school has one writer. None waits for another in the database that this process
 * could have waited for.
 */
export class AcceptQueue {
  private readonly waiting: Waiting[] = [];
  private readonly busy = new Set<string>();
  private underWay = 0;

  constructor(private readonly pool: Pool) {}

  /** Rejects with `StoreError`: then it is not stored, unless the connection went away during the commit. */
  accept(message: WholeMessage): Promise<Committed> {
    const { head, rows } = message;
    // Signals take trips of their own.
    if (head.signals !== undefined) return this.alone(head.school, async () => (await this.store([message]))![0]!);
    return this.enqueue(head.school, { message }, rows.results.length);
  }

  /** Carries out what stores a message of a school in a transaction of its own, when its turn comes. */
  alone(school: string, store: () => Promise<Committed>): Promise<Committed> {
    return this.enqueue(school, { alone: store }, 0);
  }

  private enqueue(school: string, work: Waiting['work'], cells: number): Promise<Committed> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ school, work, cells, resolve, reject });
      this.begin();
    });
  }

  private begin(): void {
    while (this.underWay < MOST_AT_ONCE) {
      const group = this.take();
      if (group.length === 0) return;
      this.underWay += 1;
      void this.carryOut(group);
    }
  }

  private take(): readonly Waiting[] {
    const passed = new Set(this.busy);
    const group: Waiting[] = [];
    let cells = 0;
    for (const one of this.waiting) {
      const isAlone = 'alone' in one.work || one.isSingle === true;
      const fits = group.length === 0 || (!isAlone && cells + one.cells <= MOST_CELLS);
      if (!passed.has(one.school) && fits) {
        group.push(one);
        cells += one.cells;
        if (isAlone || group.length === MOST_MESSAGES) break;
      }
      // Whoever comes after one of its school does not overtake it.
      passed.add(one.school);
    }
    for (const one of group) {
      this.waiting.splice(this.waiting.indexOf(one), 1);
      this.busy.add(one.school);
    }
    return group;
  }

  private async carryOut(group: readonly Waiting[]): Promise<void> {
    try {
      await this.settle(group);
    } finally {
      for (const { school } of group) this.busy.delete(school);
      this.underWay -= 1;
      this.begin();
    }
  }

  /** Where one of several cannot be stored, each has a transaction of its own; where one has to wait for its school, the others do not. */
  private async settle(group: readonly Waiting[]): Promise<void> {
    try {
      const committed = await this.storeAll(group.map(({ work }) => work));
      if (committed === undefined) {
        this.waiting.unshift(...group.map((one) => ({ ...one, isSingle: true as const })));
        return;
      }
      group.forEach(({ resolve }, at) => {
        resolve(committed[at]!);
      });
    } catch (error) {
      const isOfOne = group.length > 1 && !(error instanceof StoreError && isTrouble(error.code));
      if (isOfOne) for (const one of group) await this.settle([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  private async storeAll(works: readonly Waiting['work'][]): Promise<readonly Committed[] | undefined> {
    const [first] = works;
    if (first !== undefined && 'alone' in first) return [await first.alone()];
    return this.store(works.flatMap((work) => ('message' in work ? [work.message] : [])));
  }

  /** Undefined: the school of one of several is locked. */
  private store(messages: readonly WholeMessage[]): Promise<readonly Committed[] | undefined> {
    return this.pool.with('delivery', (client) => again(client, messages));
  }
}

async function again(client: ClientBase, messages: readonly WholeMessage[]): Promise<readonly Committed[] | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await acceptTogether(client, messages);
    } catch (error) {
      if (messages.length > 1 && isLocked(error)) return undefined;
      if (attempt > RETRIES || !isGivenUp(error)) throw error;
      // Not all at the same time, so that they do not meet again.
      await setTimeout(Math.random() * LONGEST_PAUSE_MS);
    }
  }
}
