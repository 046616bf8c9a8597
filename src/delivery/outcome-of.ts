import { supplied } from '../core/supplied.js';
import { ConnectionError } from '../exchange/partner/connection-error.js';
import { SoapClientError, type SoapClientErrorCode } from '../soap/client/client-error.js';
import type { AttemptRecord } from '../store/outbox-store.js';
import type { Sent } from './shipment.js';
import { SettingsError } from './targets/settings-error.js';

type Outcome = AttemptRecord['outcome'];
export type FailedOutcome = Exclude<Outcome, 'answered'>;
export type Failed = Extract<Sent, { readonly kind: 'failed' }>;

/** What says something else than its class. Most of 4xx is about what was sent: the batch is taken apart until the culprit is alone. */
const STATUSES: ReadonlyMap<number, FailedOutcome> = new Map([
  [401, 'authorisation'],
  [403, 'authorisation'],
  [407, 'authorisation'],
  // About the address, or about us: every delivery would be answered so.
  [404, 'configuration'],
  [405, 'configuration'],
  [406, 'configuration'],
  [410, 'configuration'],
  [415, 'configuration'],
  [408, 'timeout'],
  [425, 'busy'],
  [429, 'busy'],
  [503, 'busy'],
  [504, 'timeout'],
]);

const CODES: Readonly<Record<SoapClientErrorCode, FailedOutcome>> = {
  unreachable: 'connection',
  tls: 'configuration',
  timeout: 'timeout',
  'too-large': 'server',
  'not-soap': 'server',
  empty: 'server',
  http: 'server',
  broken: 'connection',
  redirect: 'configuration',
  'refused-target': 'configuration',
  'bad-configuration': 'configuration',
};

/** A handshake that was cut off may well succeed the next time; one that ended in a verdict does not. */
const CUT_OFF: readonly (string | undefined)[] = ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET'];

/** What an HTTP status says of an attempt. */
export function outcomeOfStatus(status: number): Outcome {
  const special = STATUSES.get(status);
  if (special !== undefined) return special;
  if (status >= 200 && status < 300) return 'answered';
  if (status >= 300 && status < 400) return 'configuration';
  return status >= 400 && status < 500 ? 'content' : 'server';
}

/** What a call that failed says of an attempt: its status, when that is an error, else what went wrong on the way. */
export function outcomeOfError({ code, status, reason }: SoapClientError): FailedOutcome {
  // Its status says nothing more: some servers put a matter of certificates under 400.
  const said = status === undefined || status < 400 || code === 'tls' ? 'answered' : outcomeOfStatus(status);
  if (said !== 'answered') return said;
  return code === 'tls' && CUT_OFF.includes(reason) ? 'connection' : CODES[code];
}

/** A status that is no success, as what a sender gives back. The words are ours. */
export function failedByStatus({ status, retryAfter }: { readonly status: number; readonly retryAfter?: number | undefined }): Failed {
  const outcome = outcomeOfStatus(status);
  if (outcome === 'answered') throw new RangeError(`HTTP ${status} is no failure`);
  return failed({ outcome, status, words: `the receiver answers HTTP ${status}` }, retryAfter);
}

/**
 * A page for people under a status of success: something stands in between. It is tried again, as with other servers that are out of order:
 * whoever put it there may take it away.
 */
export function failedByPage(status: number): Failed {
  return failed({ outcome: 'server', status, words: 'the receiver answers with a page for people, such as one to log in' }, undefined);
}

/** A call that failed, as what a sender gives back. The words are those of the error: they hold nothing of the answer. */
export function failedByError(error: SoapClientError): Failed {
  const { code, message, status, retryAfter } = error;
  const words = code === 'refused-target' ? `the address is not public, and nobody allowed it: ${message}` : message;
  return failed({ outcome: outcomeOfError(error), ...supplied({ status }), code, words }, retryAfter);
}

/** Whatever a sender may meet, as what it gives back: a call that failed, or settings that cannot be used. Throws what is neither. */
export function failedBy(error: unknown): Failed {
  if (error instanceof SoapClientError) return failedByError(error);
  if (error instanceof SettingsError || error instanceof ConnectionError)
    return failed({ outcome: 'configuration', words: error.message }, undefined);
  throw error;
}

function failed(attempt: Failed['attempt'], retryAfter: number | undefined): Failed {
  return { kind: 'failed', attempt, ...supplied({ retryAfter }) };
}
