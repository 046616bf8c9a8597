import { supplied } from '../../core/supplied.js';
import type { RosterSummary } from '../roster/roster-summary.js';
import type { SyncLog } from './sync-log.js';
import { isFine, type SyncOutcome, type SyncReport } from './sync-report.js';

/** How a sync or import came to its end. */
export interface Ended {
  readonly outcome: SyncOutcome;
  readonly summary?: RosterSummary;
  readonly retryAfter?: number | undefined;
}

/** What there is to tell of a sync or import that has ended. */
export function reportOf(
  log: SyncLog,
  about: Pick<SyncReport, 'school' | 'schoolYear' | 'durationMs'>,
  { outcome, summary, retryAfter }: Ended,
): SyncReport {
  return {
    outcome,
    ok: isFine(outcome),
    exchange: log.id,
    ...about,
    ...(log.party === undefined ? {} : { party: log.party.klantcode }),
    ...supplied({ version: log.version, summary }),
    findings: log.findingsByWeight,
    findingCount: log.findings.count,
    strips: log.strips,
    ...supplied({ faultCode: log.faultCode, retryAfter }),
  };
}
