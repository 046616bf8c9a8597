import type { ExchangeRecord, Outcome } from '../../store/exchange-record.js';
import { ExchangeLog } from '../exchange-log.js';
import { isFine, type SyncOutcome } from './sync-report.js';

/** What becomes known of one sync or import; in the end, its exchange record. */
export class SyncLog extends ExchangeLog {
  /** The record went in together with the change of the roster. */
  committed = false;
  #record: ExchangeRecord | undefined;

  constructor(
    id: string,
    operation: string,
    received: Date,
    private readonly direction: ExchangeRecord['direction'],
  ) {
    super(id, operation, received);
  }

  override record(outcome: Outcome): ExchangeRecord {
    this.#record = { ...super.record(outcome), direction: this.direction };
    return this.#record;
  }

  /** The record as it was stored with the change, or as it has to be stored now. */
  finalRecord(outcome: SyncOutcome): ExchangeRecord {
    if (this.committed && this.#record !== undefined) return this.#record;
    return this.record(outcome === 'unchanged' ? 'repeated' : isFine(outcome) ? 'accepted' : 'refused');
  }
}
