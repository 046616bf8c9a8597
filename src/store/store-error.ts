import { OwnError } from '../core/own-error.js';

/**
 * Why nothing at all can be stored, whatever it is: `busy` another process keeps the database locked; `full` the disk is; `io` the disk
 * does not read or write; `moved` the database file was removed or replaced; `corrupt` it is damaged; `schema` another version of the
 * gateway brought it up to date; `gone` what writes to it ended. Of PostgreSQL: `busy` also when all connections are in use, `io` when it can
 * only be read, `gone` when it does not answer.
 */
export const STORE_TROUBLES = ['busy', 'full', 'io', 'moved', 'corrupt', 'schema', 'gone'] as const;
export type StoreTrouble = (typeof STORE_TROUBLES)[number];

/**
 * `restored`: it is not the database whose audit was sealed last. `in-use`: the data directory belongs to another process. `conflict`: it
 * does not go together with what is there. The others say what was wrong with what was asked.
 */
export type StoreErrorCode =
  | StoreTrouble
  | 'restored'
  | 'in-use'
  | 'duplicate'
  | 'unknown'
  | 'conflict'
  | 'closed'
  | 'destroyed'
  | 'held'
  | 'secret'
  | 'failed';

/** Anything that goes wrong in a store. The message names tables and ids of organisations, never a learner. */
export class StoreError extends OwnError<StoreErrorCode> {}

const TROUBLES: ReadonlySet<StoreErrorCode> = new Set(STORE_TROUBLES);

export function isTrouble(code: StoreErrorCode): code is StoreTrouble {
  return TROUBLES.has(code);
}

/** Whether it has nothing to do with what was asked: the same may be asked again later, if only once somebody saw to the gateway. */
export function isPassing(error: unknown): error is StoreError {
  return error instanceof StoreError && (isTrouble(error.code) || error.code === 'closed' || error.code === 'secret');
}
