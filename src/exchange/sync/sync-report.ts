import type { SoapClientErrorCode } from '../../soap/client/client-error.js';
import type { StripRecord } from '../../store/exchange-record.js';
import type { Finding, UwlrVersion } from '../../uwlr/finding.js';
import type { RosterSummary } from '../roster/roster-summary.js';

/** How a sync ended. Stable: operators, schedules and scripts go by it. */
export type SyncOutcome =
  /** The roster is now what the administration says. */
  | 'updated'
  /** It was so already, or the administration said that nothing has changed. */
  | 'unchanged'
  /** The administration has no pupils for this school year, and neither had we. */
  | 'no-data'
  /** A dry run: this is what a sync would do. */
  | 'would-change'
  | 'no-agreement'
  /** The school has stopped all exchange. */
  | 'paused'
  | 'shrink-refused'
  /** It was made before what is held. */
  | 'older-refused'
  /** The answer was read and is not valid, or holds what cannot be true. */
  | 'invalid-answer'
  /** The administration refused with a SOAP fault. */
  | 'fault'
  /** Another message than the one that goes with the question. */
  | 'wrong-answer'
  | 'wrong-school'
  | 'wrong-year'
  /** Somebody else changed the roster meanwhile. */
  | 'conflict'
  | SoapClientErrorCode;

/** What came of a sync. Counts, codes and places only: may be logged and shown to anybody who may know that the school syncs. */
export interface SyncReport {
  readonly outcome: SyncOutcome;
  /** Nothing for an operator to mend. */
  readonly ok: boolean;
  /** Id of the exchange record. */
  readonly exchange: string;
  readonly school: string;
  readonly schoolYear: string;
  /** Klantcode of the administration that was asked, or would have been. */
  readonly party?: string;
  readonly version?: UwlrVersion;
  /** What changed, or would change; absent when it did not come to that. */
  readonly summary?: RosterSummary;
  /** What ended it comes first, if anything did. `findingCount` counts those too that are not here. */
  readonly findings: readonly Finding[];
  readonly findingCount: number;
  /** What was left out of the answer, and why. */
  readonly strips: readonly StripRecord[];
  /** A code that the standard knows. What else a fault says stays where it came from. */
  readonly faultCode?: string;
  /** Seconds after which the administration wants to be asked again. */
  readonly retryAfter?: number;
  readonly durationMs: number;
}

const FINE: readonly SyncOutcome[] = ['updated', 'unchanged', 'no-data', 'would-change'];

export function isFine(outcome: SyncOutcome): boolean {
  return FINE.includes(outcome);
}
