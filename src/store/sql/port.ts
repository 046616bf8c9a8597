import type { Operation } from '../tables/operation.js';
import type { Script } from './script.js';

/** How the parts of a store get at their data, whichever database that is in. Errors: `StoreError`. `what` names the work in hand, for the error. */
export interface StorePort {
  /** Who writes, as the audit says it. */
  readonly actor: string;
  /** Runs a script that only reads, and asks once. */
  ask<T>(what: string, script: Script<T>): Promise<T>;
  /** Runs one that reads more than once: as of one moment. */
  askAtOnce<T>(what: string, script: Script<T>): Promise<T>;
  /** Runs one that reads much: as of one moment, with turns for the event loop while it streams. */
  askWhole<T>(what: string, script: Script<T>): Promise<T>;
  /** Reads pairs that go with keys, some keys at a time. */
  askMany<T>(
    what: string,
    keys: readonly string[],
    script: (some: readonly string[]) => Script<readonly (readonly [string, T])[]>,
  ): Promise<ReadonlyMap<string, T>>;
  /** Resolves with the operation's value once it is durable. `characters`: the rough size of the operation. */
  write(operation: Operation, characters?: number): Promise<unknown>;
  /**
   * Takes what was deleted out of what the database keeps beside its tables too, where that can be done. False: it is still there, as somebody
   * else is reading.
   */
  emptyLog(): Promise<boolean>;
}
