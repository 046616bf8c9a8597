import { OwnError } from '../../core/own-error.js';
import type { SoapClientErrorCode } from '../../soap/client/client-error.js';
import type { RuleId } from '../../uwlr/rules.js';
import type { SyncOutcome } from './sync-report.js';

/** Ends a sync before anything was changed. Why stands in the findings by then. */
export class SyncStop extends OwnError {
  constructor(
    readonly outcome: SyncOutcome,
    /** Seconds, as the administration asked for. */
    readonly retryAfter?: number,
  ) {
    super(outcome, `the sync ends: ${outcome}`);
  }
}

/** The rule that goes with each way in which a call gets no SOAP answer. */
export const CALL_RULES: Readonly<Record<SoapClientErrorCode, RuleId>> = {
  unreachable: 'UWLR-SY-001',
  tls: 'UWLR-SY-002',
  timeout: 'UWLR-SY-003',
  'too-large': 'UWLR-SY-004',
  'not-soap': 'UWLR-SY-005',
  empty: 'UWLR-SY-006',
  http: 'UWLR-SY-007',
  broken: 'UWLR-SY-008',
  redirect: 'UWLR-SY-009',
  'refused-target': 'UWLR-SY-023',
  'bad-configuration': 'UWLR-SY-010',
};
