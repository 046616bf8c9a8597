import { NOT_CARRIED_OUT } from '../admin/rights/carry-out-marks.js';
import { OPERATIONS } from '../exchange/operations.js';
import { isDataClass } from '../privacy/data-class.js';
import { DOUBTS } from '../retention/purge-guard.js';
import { AUDIT_OUTCOMES } from '../store/audit.js';
import { ATTEMPT_OUTCOMES, HOLD_REASONS, TROUBLE_KINDS } from '../store/outbox-store.js';
import { REFUSAL_REASONS } from '../store/refusal-reason.js';
import { STORE_TROUBLES } from '../store/store-error.js';
import { REDACTED, readError } from './log-error.js';

type Shape = (value: unknown) => boolean;

const upTo =
  (most: number): Shape =>
  (value) =>
    typeof value === 'number' && value >= 0 && value <= most;
const text =
  (pattern: RegExp): Shape =>
  (value) =>
    typeof value === 'string' && value.length <= 100 && pattern.test(value);

const UUID = text(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
/** An id of an organisation. Nine digits alone could be a burgerservicenummer. */
const ORGANISATION = /^(?!\d{9}$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** One of the words of a list that stands where they have their meaning. */
function oneOf(...words: readonly string[]): Shape {
  const known = new Set<unknown>(words);
  return (value) => known.has(value);
}

/**
 * All that a log line may hold, and what each looks like. What is not in here, or looks otherwise, is not written:
 * nobody has to think of leaving out personal data, somebody has to think of letting something in.
 */
const SHAPES = {
  exchangeId: UUID,
  requestId: UUID,
  party: text(ORGANISATION),
  school: text(/^(?:\d{2}[A-Z]{2}(?:-\d{2})?|schoolkey:(?!\d{9}$)[A-Za-z0-9][A-Za-z0-9._-]{0,63})$/),
  operation: oneOf(...OPERATIONS, 'unknown'),
  outcome: oneOf(...AUDIT_OUTCOMES),
  faultCode: text(/^(?:Client|Server|VersionMismatch|MustUnderstand)(?:\.[A-Z][A-Za-z]{2,40}){0,2}$/),
  /** Of an autorisatiesleutel and of an agreement: their ids, as uwlr key list and uwlr agreement list show them. */
  keyId: UUID,
  agreement: UUID,
  /** Why a sender was not let in. */
  reason: oneOf(...Object.keys(REFUSAL_REASONS)),
  rule: text(/^[A-Z]{2,8}(?:-[A-Z]{2,8}){0,2}-\d{1,4}$/),
  policy: oneOf('strict', 'tolerant'),
  /** Of UWLR, or of a piece of software. */
  version: text(/^\d{1,4}\.\d{1,4}(?:\.\d{1,4}(?:-[a-z]{1,10}(?:\.\d{1,4})?)?)?$/),
  nodeVersion: text(/^v\d{1,3}\.\d{1,3}\.\d{1,3}$/),
  dataClass: (value) => typeof value === 'string' && isDataClass(value),
  /** Why a purge asks: `Doubt`. */
  doubt: oneOf(...DOUBTS),
  setting: text(/^UWLR_[A-Z_]{1,40}$/),
  method: oneOf('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
  /** The pattern of a route, never the path that was asked for. */
  route: text(/^(?:\/(?::?[a-z][a-zA-Z0-9-]{0,30}|\{[a-zA-Z]{1,30}\}|v\d)(?:\.json)?){1,8}\/?$|^\/$|^unknown$/),
  host: text(/^(?:[0-9.]{7,15}|[0-9a-f:]{2,39}|localhost)$/),
  /** Of results that go on to others. */
  target: text(/^(?!\d{9}$)[a-z0-9-]{1,64}$/),
  batch: UUID,
  /** From 1. */
  attempt: upTo(1e9),
  /** How it ended. */
  delivery: oneOf(...ATTEMPT_OUTCOMES),
  trouble: oneOf(...TROUBLE_KINDS),
  holdReason: oneOf(...HOLD_REASONS),
  channel: oneOf('webhook', 'mail'),
  waiting: upTo(1e9),
  dead: upTo(1e9),
  signal: text(/^SIG[A-Z]{2,8}$/),
  store: oneOf('sqlite', 'postgres'),
  /** Why nothing can be stored. */
  storeTrouble: oneOf(...STORE_TROUBLES),
  /** Why a mark of an erasure could not be carried out: `NotCarriedOut`. */
  markLeft: oneOf(...NOT_CARRIED_OUT),
  /** Hash of the last entry of the audit. */
  auditHead: text(/^[0-9a-f]{64}$/),
  status: upTo(999),
  port: upTo(65_535),
  pid: upTo(4_194_304),
  /** Of `uwlr serve --workers`, from 1. */
  worker: upTo(64),
  durationMs: upTo(1e9),
  bytes: upTo(1e12),
  wireBytes: upTo(1e12),
  decodedBytes: upTo(1e12),
  count: upTo(1e8),
  results: upTo(1e8),
  learners: upTo(1e8),
  groups: upTo(1e8),
  teachers: upTo(1e8),
  findings: upTo(1e8),
  workBytes: upTo(1e12),
  workMessages: upTo(1e8),
} as const satisfies Readonly<Record<string, Shape>>;

/** Fields of a log line. `error` may be anything that was thrown; of its message only our own words are kept. */
export type LogFields = { readonly [Name in keyof typeof SHAPES]?: string | number | undefined } & { readonly error?: unknown };

/** Those of these fields that may be written as they are, but for `error`. */
export function writable(fields: LogFields): readonly (readonly [string, string | number])[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if ((typeof value !== 'string' && typeof value !== 'number') || !Object.hasOwn(SHAPES, name)) return [];
    return SHAPES[name as keyof typeof SHAPES](value) ? [[name, value] as const] : [];
  });
}

/**
 * What of these fields may be written, as JSON behind the fields before it: `,"port":8080`. A field that may not has its value replaced; an unknown
 * name is not written either, and all of them come to one field `other`.
 */
export function fieldsText(fields: LogFields): string {
  let text = '';
  let others = '';
  for (const name in fields) {
    const value = fields[name as keyof LogFields];
    if (value === undefined) continue;
    if (name === 'error') text += `,"error":${JSON.stringify(readError(value))}`;
    else if (!Object.hasOwn(SHAPES, name)) others = `,"other":"${REDACTED}"`;
    else if (!SHAPES[name as keyof typeof SHAPES](value)) text += `,"${name}":"${REDACTED}"`;
    // No shape lets through what would have to be escaped.
    else text += typeof value === 'string' ? `,"${name}":"${value}"` : `,"${name}":${value}`;
  }
  return text + others;
}
