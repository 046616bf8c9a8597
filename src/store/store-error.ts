export type StoreErrorCode = 'duplicate' | 'unknown' | 'closed' | 'busy' | 'full' | 'corrupt' | 'destroyed' | 'held' | 'secret' | 'failed';

/** Anything that goes wrong in a store. The message names tables and ids of organisations, never a learner. */
export class StoreError extends Error {
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'StoreError';
  }
}
