import type { Outcome } from '../../exchange-record.js';
import { isRefusalReason } from '../../refusal-reason.js';
import type { ExchangeRecord, StoredExchange, StripRecord } from '../../store.js';
import { fieldsText } from '../audit/audit-entry.js';

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

/** Its columns by name, in the order in which `exchangeCells` has them, but for what was left out of the message. */
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
  'strips',
  'strip_count',
] as const satisfies readonly (keyof ExchangeColumns | keyof StripColumns)[];

/** Place of each column in `ExchangeCells`. */
export const EXCHANGE_CELL = Object.fromEntries(EXCHANGE_COLUMNS.map((name, place) => [name, place])) as Readonly<
  Record<(typeof EXCHANGE_COLUMNS)[number], number>
>;

/**
 * An exchange record as it crosses to the writer: a value per column. A list crosses, and is bound, in a fraction of the time of an object
 * with two dozen names.
 */
export type ExchangeCells = readonly (string | number | bigint | null)[];

/** What was left out of a message, as columns of its exchange: path, rule and count of each, as JSON. Null: nothing was. */
export interface StripColumns {
  readonly strips: string | null;
  readonly strip_count: number;
}

/** A record that stands by itself, as it crosses to the writer. */
export interface WholeExchange {
  readonly exchange: ExchangeCells;
  /** See `fieldsText`. */
  readonly fields: string | undefined;
}

export function wholeExchange(record: ExchangeRecord): WholeExchange {
  return { exchange: exchangeCells(record), fields: fieldsText(record.fields) };
}

/** `strips`: of a delivery, which says itself what was left out. */
export function exchangeCells(record: ExchangeRecord, strips: readonly StripRecord[] = record.strips ?? []): ExchangeCells {
  const left = stripColumns(strips);
  return [
    record.id,
    record.direction,
    record.operation,
    record.agreement ?? null,
    record.party ?? null,
    record.school ?? null,
    record.version ?? null,
    record.policy ?? null,
    record.receivedAt,
    record.durationMs,
    record.wireBytes,
    record.decodedBytes,
    record.digest ?? null,
    record.createdAtNs ?? null,
    record.outcome,
    record.faultCode ?? null,
    record.findings.length === 0 ? NO_FINDINGS : JSON.stringify(record.findings),
    record.findingCount,
    record.resultCount,
    record.learnerCount,
    record.repeats ?? null,
    record.brief ? 1 : 0,
    record.credential ?? null,
    record.reason ?? null,
    left.strips,
    left.strip_count,
  ];
}

/** The same message, of which nothing is stored: that came before, with exchange `repeats`. */
export function repeatedCells(cells: ExchangeCells, repeats: string): ExchangeCells {
  const repeated = [...cells];
  repeated[EXCHANGE_CELL.outcome] = 'repeated' satisfies Outcome;
  repeated[EXCHANGE_CELL.repeats] = repeats;
  repeated[EXCHANGE_CELL.strips] = null;
  repeated[EXCHANGE_CELL.strip_count] = 0;
  return repeated;
}

const NO_FINDINGS = '[]';

export function stripColumns(strips: readonly StripRecord[]): StripColumns {
  if (strips.length === 0) return { strips: null, strip_count: 0 };
  return { strips: JSON.stringify(strips.map(({ path, rule, count }) => [path, rule, count])), strip_count: strips.length };
}

function stripsOf(text: string | null): readonly StripRecord[] {
  if (text === null) return [];
  const rows = JSON.parse(text) as readonly (readonly [path: string, rule: string, count: number])[];
  return rows.map(([path, rule, count]) => ({ path, rule: rule as StripRecord['rule'], count }));
}

/** The row back as a record. Absent stays absent: no key holds undefined. */
export function storedExchange(row: ExchangeColumns & Pick<StripColumns, 'strips'>): StoredExchange {
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
