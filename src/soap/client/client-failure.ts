import { errors } from 'undici';
import { codeOf } from '../endpoint/body.js';
import { SoapClientError } from './client-error.js';

const TIMEOUTS: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'the server could not be reached in time',
  UND_ERR_HEADERS_TIMEOUT: 'the server gave no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the rest of the answer did not come in time',
  ETIMEDOUT: 'the server could not be reached in time',
};
/** OpenSSL's verdicts on a chain (X509_V_ERR_*), as Node names them, and what goes wrong in a handshake. */
const TLS =
  /^(?:ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO$|CERT_|CRL_|UNABLE_TO_|ERROR_IN_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(?:CA|PURPOSE)$|PATH_LENGTH_|HOSTNAME_MISMATCH$|UNSPECIFIED$|UND_ERR_PRX_TLS$)/;
/** Node has no code for these verdicts of OpenSSL (it says UNSPECIFIED): their fixed words, and the names that OpenSSL has for them. */
const WEAK: Readonly<Record<string, string>> = {
  'CA signature digest algorithm too weak': 'CA_MD_TOO_WEAK',
  'EE certificate key too weak': 'EE_KEY_TOO_SMALL',
  'CA certificate key too weak': 'CA_KEY_TOO_SMALL',
};
/** What a server says when it has looked at the client certificate, or missed one (RFC 8446, 6.2). */
const CERTIFICATE_ALERT = /CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED/;
/** The pages of nginx for a client certificate that is missing or not good: the handshake itself goes well there. */
const CERTIFICATE_PAGE = /<title>400 [^<]*SSL certificate/;
const CERTIFICATE_REFUSED = 'the server did not accept the client certificate, or wants one';
const RESET = ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET'];
const SYSTEM_CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

/** A connection that did not come about. `secure` says that TLS was to be spoken over it. */
export function connectFailure(error: unknown, secure: boolean): SoapClientError {
  // TCP stood: whoever is there ended it in the middle of the handshake.
  const { syscall } = error as { readonly syscall?: string };
  if (secure && codeOf(error) === 'ECONNRESET' && syscall !== 'connect') return tlsFailure(error);
  return general(error);
}

export function isCertificateAlert(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('ERR_SSL_') && code.includes('ALERT_') && CERTIFICATE_ALERT.test(code);
}

/**
 * A request that got no head of an answer. `certificateRefused` says that the server asked for a client certificate and has
 * never answered: many servers end the connection without a word when the certificate is not one they want. `alert`: the word that one
 * said.
 */
export function requestFailure(error: unknown, certificateRefused: boolean, alert?: string): SoapClientError {
  const reason = alert ?? reasonOf(error);
  if (alert !== undefined || RESET.includes(reason ?? '')) {
    return certificateRefused || alert !== undefined
      ? new SoapClientError('tls', CERTIFICATE_REFUSED, { reason })
      : new SoapClientError('unreachable', 'the server ended the connection before it gave an answer', { reason });
  }
  return general(error);
}

/** An answer that says in its first characters that it is about the client certificate; undefined for any other. */
export function certificateFailure(status: number, text: string): SoapClientError | undefined {
  return status === 400 && CERTIFICATE_PAGE.test(text) ? new SoapClientError('tls', CERTIFICATE_REFUSED, { status }) : undefined;
}

/** An answer that stopped after its head had come. */
export function answerFailure(error: unknown): SoapClientError {
  if (error instanceof SoapClientError) return error;
  const reason = reasonOf(error);
  const late = TIMEOUTS[reason ?? ''];
  if (late !== undefined) return new SoapClientError('timeout', late, { reason });
  return new SoapClientError('broken', 'the connection ended in the middle of the answer', { reason });
}

function general(error: unknown): SoapClientError {
  if (error instanceof SoapClientError) return error;
  const reason = reasonOf(error);
  const late = TIMEOUTS[reason ?? ''];
  if (late !== undefined) return new SoapClientError('timeout', late, { reason });
  if (TLS.test(reason ?? '')) return tlsFailure(error);
  if (error instanceof errors.HTTPParserError) return new SoapClientError('broken', 'what came back is not HTTP', { reason });
  if (reason === 'UND_ERR_HEADERS_OVERFLOW') return new SoapClientError('too-large', 'the head of the answer is too large', { reason });
  const refused = proxyStatus(error);
  if (refused !== undefined) return new SoapClientError('unreachable', `the proxy refused the connection with HTTP ${refused}`);
  return new SoapClientError('unreachable', 'the server or the proxy cannot be reached', { reason });
}

function tlsFailure(error: unknown): SoapClientError {
  const weak = WEAK[(error as Error).message];
  if (weak !== undefined) {
    return new SoapClientError(
      'tls',
      'no secure connection: a certificate of the server has a short key, or was signed with SHA-1 or MD5',
      {
        reason: weak,
      },
    );
  }
  return new SoapClientError('tls', 'no secure connection: a certificate or the handshake was refused', { reason: reasonOf(error) });
}

/** undici tells the status of the proxy only in words. */
function proxyStatus(error: unknown): string | undefined {
  return codeOf(error) === 'UND_ERR_ABORTED' ? /^Proxy response \((\d{3})\)/.exec((error as Error).message)?.[1] : undefined;
}

/** Codes are fixed words of Node, OpenSSL or undici; anything else is not repeated. */
function reasonOf(error: unknown): string | undefined {
  const code = codeOf(error);
  return SYSTEM_CODE.test(code) ? code : undefined;
}
