import { isRefusalReason } from '../../refusal-reason.js';
import type { ExchangeRecord, StoredExchange, StripRecord } from '../../store.js';
import { fieldsText } from '../audit/audit-fields.js';

/** An exchange record as the columns of its row. `findings` is JSON: it is written and read back, never queried. */
export interface ExchangeColumns {
  readonly id: string;
  readonly direction: string;
  readonly operation: string;
  readonly agreement: string | null;
  readonly party: string | null;
  readonly school: string | null;
  readonly version: string | null;
  readonly policy: string | null;
  readonly received_at: string;
  readonly duration_ms: number;
  readonly wire_bytes: number;
  readonly decoded_bytes: number;
  readonly digest: string | null;
  readonly created_at_ns: bigint | null;
  readonly outcome: string;
  readonly fault_code: string | null;
  readonly findings: string;
  readonly finding_count: number;
  readonly result_count: number;
  readonly learner_count: number;
  readonly repeats: string | null;
  readonly brief: 0 | 1;
  readonly credential: string | null;
  readonly reason: string | null;
}

/** Its columns by name, in the order in which they are passed on. */
export const EXCHANGE_COLUMNS = [
  'id',
  'direction',
  'operation',
  'agreement',
  'party',
  'school',
  'version',
  'policy',
  'received_at',
  'duration_ms',
  'wire_bytes',
  'decoded_bytes',
  'digest',
  'created_at_ns',
  'outcome',
  'fault_code',
  'findings',
  'finding_count',
  'result_count',
  'learner_count',
  'repeats',
  'brief',
  'credential',
  'reason',
] as const satisfies readonly (keyof ExchangeColumns)[];

/** A record as it crosses to the writer, when it goes without a delivery. */
export interface WholeExchange {
  readonly exchange: ExchangeColumns;
  readonly strips: readonly StripRecord[];
  /** See `fieldsText`. */
  readonly fields: string | undefined;
}

export function wholeExchange(record: ExchangeRecord): WholeExchange {
  return { exchange: exchangeColumns(record), strips: record.strips ?? [], fields: fieldsText(record.fields) };
}

export function exchangeColumns(record: ExchangeRecord): ExchangeColumns {
  return {
    id: record.id,
    direction: record.direction,
    operation: record.operation,
    agreement: record.agreement ?? null,
    party: record.party ?? null,
    school: record.school ?? null,
    version: record.version ?? null,
    policy: record.policy ?? null,
    received_at: record.receivedAt,
    duration_ms: record.durationMs,
    wire_bytes: record.wireBytes,
    decoded_bytes: record.decodedBytes,
    digest: record.digest ?? null,
    created_at_ns: record.createdAtNs ?? null,
    outcome: record.outcome,
    fault_code: record.faultCode ?? null,
    findings: JSON.stringify(record.findings),
    finding_count: record.findingCount,
    result_count: record.resultCount,
    learner_count: record.learnerCount,
    repeats: record.repeats ?? null,
    brief: record.brief ? 1 : 0,
    credential: record.credential ?? null,
    reason: record.reason ?? null,
  };
}

/** What was left out of a message, as columns of its exchange: path, rule and count of each, as JSON. Null: nothing was. */
export function stripColumns(strips: readonly StripRecord[]): { readonly strips: string | null; readonly strip_count: number } {
  if (strips.length === 0) return { strips: null, strip_count: 0 };
  return { strips: JSON.stringify(strips.map(({ path, rule, count }) => [path, rule, count])), strip_count: strips.length };
}

function stripsOf(text: string | null): readonly StripRecord[] {
  if (text === null) return [];
  const rows = JSON.parse(text) as readonly (readonly [path: string, rule: string, count: number])[];
  return rows.map(([path, rule, count]) => ({ path, rule: rule as StripRecord['rule'], count }));
}

/** The row back as a record. Absent stays absent: no key holds undefined. */
export function storedExchange(row: ExchangeColumns & { readonly strips: string | null }): StoredExchange {
  return {
    id: row.id,
    direction: row.direction as ExchangeRecord['direction'],
    operation: row.operation,
    ...(row.agreement !== null && { agreement: row.agreement }),
    ...(row.party !== null && { party: row.party }),
    ...(row.school !== null && { school: row.school }),
    ...(row.version !== null && { version: row.version as NonNullable<ExchangeRecord['version']> }),
    ...(row.policy !== null && { policy: row.policy as NonNullable<ExchangeRecord['policy']> }),
    receivedAt: row.received_at,
    durationMs: row.duration_ms,
    wireBytes: row.wire_bytes,
    decodedBytes: row.decoded_bytes,
    ...(row.digest !== null && { digest: row.digest }),
    ...(row.created_at_ns !== null && { createdAtNs: row.created_at_ns }),
    outcome: row.outcome as ExchangeRecord['outcome'],
    ...(row.fault_code !== null && { faultCode: row.fault_code }),
    findings: JSON.parse(row.findings) as ExchangeRecord['findings'],
    findingCount: row.finding_count,
    resultCount: row.result_count,
    learnerCount: row.learner_count,
    ...(row.repeats !== null && { repeats: row.repeats }),
    ...(row.brief === 1 && { brief: true as const }),
    ...(row.credential !== null && { credential: row.credential }),
    ...(isRefusalReason(row.reason) && { reason: row.reason }),
    strips: stripsOf(row.strips),
  };
}
