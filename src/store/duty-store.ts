import { StoreError } from './store-error.js';

/** What came of work that was done. */
export interface Done<T> {
  readonly value: T;
}

/** Lower-case letters, digits and hyphens: it is the name of a lock, and on SQLite of a file. */
const DUTY = /^[a-z][a-z0-9-]{0,63}$/;

/** Work that one process does for all that are on the same data, on whatever machine. */
export interface DutyStore {
  /**
   * Does work unless somebody else is at the duty of this name: then undefined, at once. Nobody waits for a turn: what goes by a schedule
   * passes by, as the other one does the same, and a command says that somebody is at it. The name is free again once `work` has settled,
   * or its process has ended, however that is. Rejects as `work` does. Not to be nested under one name.
   *
   * `lost` is aborted when the name is no longer held though `work` goes on, as when the connection to a database server is lost: it has
   * to stop then, since somebody else may begin. On SQLite it never is: the lock is one of the system, for as long as the process lives.
   * What `work` writes has to bear that the other one has begun already: `lost` may come late.
   *
   * ```ts
   * const done = await store.alone('seal', () => store.sealAudit());
   * if (done === undefined) return; // Another node is sealing.
   * ```
   */
  alone<T>(duty: string, work: (lost: AbortSignal) => Promise<T>): Promise<Done<T> | undefined>;
}

/** Throws `StoreError('failed')` for a name that is none. */
export function checkDuty(duty: string): void {
  if (!DUTY.test(duty)) throw new StoreError('failed', 'duty: it is named by lower-case letters, digits and hyphens');
}
