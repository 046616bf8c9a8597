import type { ExchangeRecord, Outcome } from '../../store/exchange-record.js';
import type { Finding } from '../../uwlr/finding.js';
import { ExchangeLog } from '../exchange-log.js';
import { isFine, type SyncOutcome } from './sync-report.js';

/** How many findings are kept with the exchange record. */
const KEPT = 100;

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

  /** What ended it comes first, then what else is wrong: of a long list only the beginning is kept. */
  get findingsByWeight(): readonly Finding[] {
    return [...this.findings.list].sort((one, other) => weightOf(one) - weightOf(other));
  }

  override record(outcome: Outcome): ExchangeRecord {
    const findings = this.findingsByWeight.slice(0, KEPT);
    this.#record = { ...super.record(outcome), direction: this.direction, findings };
    return this.#record;
  }

  /** The record as it was stored with the change, or as it has to be stored now. */
  finalRecord(outcome: SyncOutcome): ExchangeRecord {
    if (this.committed && this.#record !== undefined) return this.#record;
    return this.record(outcome === 'unchanged' ? 'repeated' : isFine(outcome) ? 'accepted' : 'refused');
  }
}

/** What is about the whole goes before what is about one of many pupils. */
function weightOf({ severity, rule }: Finding): number {
  const isPart = rule.startsWith('UWLR-SY-') ? 0 : 1;
  return ['error', 'warning', 'info'].indexOf(severity) * 2 + isPart;
}
