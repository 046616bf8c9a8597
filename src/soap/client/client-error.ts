import { OwnError } from '../../core/own-error.js';

/** Why a call got no SOAP answer. Stable: operators, retry policies and scripts go by it. */
export type SoapClientErrorCode =
  /** No such host, refused, reset before an answer. */
  | 'unreachable'
  /** A certificate that is not trusted or not accepted, a handshake that failed, key material that cannot be read. */
  | 'tls'
  /** Connecting, the first byte, the next piece or the whole took too long. */
  | 'timeout'
  /** More than was allowed, decoded; or a compressed answer that expands too much. */
  | 'too-large'
  /** Something that is not a SOAP 1.1 envelope, whatever the status. */
  | 'not-soap'
  /** A status that promises an answer, and nothing in it. */
  | 'empty'
  /** A status of 4xx or 5xx with nothing in it. */
  | 'http'
  /** An answer that breaks off, or cannot be read as XML. */
  | 'broken'
  /** A status of 3xx: the message is not sent to a place that nobody configured. */
  | 'redirect'
  /** An address of this machine or of a private network that nobody allowed: no connection was made. */
  | 'refused-target'
  /** What was asked for cannot be done: nothing has been sent. */
  | 'bad-configuration';

export interface SoapClientErrorDetails {
  /** HTTP status, when there was one. */
  readonly status?: number | undefined;
  /** Seconds, from the Retry-After header. */
  readonly retryAfter?: number | undefined;
  /** Where in the decoded answer, from 1: where it cannot be read, or the last element that came before it broke off. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Code that Node, OpenSSL or undici gave: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
  readonly reason?: string | undefined;
}

/**
 * A call that failed. The message is in our own words and holds nothing of the answer, no header value, no passphrase and no
 * URL. There is no `cause` on purpose: errors of the HTTP parser carry pieces of the answer.
 */
export class SoapClientError extends OwnError<SoapClientErrorCode> {
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly reason: string | undefined;
  readonly #words: string;

  constructor(code: SoapClientErrorCode, words: string, details: SoapClientErrorDetails = {}) {
    super(code, details.reason === undefined ? words : `${words} (${details.reason})`);
    this.#words = words;
    this.status = details.status;
    this.retryAfter = details.retryAfter;
    this.line = details.line;
    this.column = details.column;
    this.reason = details.reason;
  }

  /** The same failure, with what is known of the answer. */
  about(details: SoapClientErrorDetails): SoapClientError {
    return new SoapClientError(this.code, this.#words, { reason: this.reason, ...details });
  }
}

export function badConfiguration(message: string): SoapClientError {
  return new SoapClientError('bad-configuration', message);
}
