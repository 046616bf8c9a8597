import type { ExchangeRecord, Store } from '../../store/store.js';

export interface UnprovenRefusalsOptions {
  readonly store: Pick<Store, 'record' | 'appendAudit'>;
  /** Told once a minute, after minutes with such refusals: how many there were. */
  readonly summary?: (refused: number) => void;
  readonly onError?: (error: unknown) => void;
}

/** Of a vendor that makes its first tries there is a record; of a flood there is a sample. */
export const RECORDS_PER_MINUTE = 60;
const MINUTE_MS = 60_000;

/** As the audit calls a minute's worth of them. */
const OPERATION = 'messages.refused';

/**
 * What is kept of messages that were refused before their sender had proved who it is: short records (see `ExchangeRecord.brief`), some a
 * minute, and one entry in the audit for all of a minute. However much strangers send, it leaves no more than that.
 */
export class UnprovenRefusals {
  #counts = new Map<string, number>();
  #refused = 0;
  #timer: NodeJS.Timeout | undefined;
  #ending: Promise<void> = Promise.resolve();

  constructor(private readonly options: UnprovenRefusalsOptions) {}

  /** True: its record is kept, durably. False: it is only counted. Throws `StoreError`. */
  async add(record: ExchangeRecord): Promise<boolean> {
    this.#timer ??= setTimeout(() => this.endMinute(), MINUTE_MS).unref();
    this.#counts.set(record.operation, (this.#counts.get(record.operation) ?? 0) + 1);
    this.#refused += 1;
    if (this.#refused > RECORDS_PER_MINUTE) return false;
    await this.options.store.record(record);
    return true;
  }

  /** Writes down what the minute came to, if anything. The next refusal begins another. */
  endMinute(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#refused === 0) return;
    const { store, summary, onError } = this.options;
    const counts = Object.fromEntries(this.#counts);
    summary?.(this.#refused);
    this.#counts = new Map();
    this.#refused = 0;
    const entry = { at: new Date().toISOString(), actor: 'unknown', operation: OPERATION, outcome: 'refused', counts } as const;
    this.#ending = this.#ending.then(() => store.appendAudit([entry])).catch((error: unknown) => onError?.(error));
  }

  /** Resolves once all of it is written. */
  end(): Promise<void> {
    this.endMinute();
    return this.#ending;
  }
}
