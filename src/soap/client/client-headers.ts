import { USER_AGENT } from '../user-agent.js';
import { badConfiguration } from './client-error.js';

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** RFC 9110, 5.5: visible characters, space and tab; what is above ASCII goes out as ISO-8859-1. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** An action between quotes (SOAP 1.1, 6.1.1). */
const ACTION = /^[\x21\x23-\x7e]*$/;

/** What this client says itself, what belongs to the connection, and the proxy's, which the server must never see. */
const OURS = new Set([
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'soapaction',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Throws `bad-configuration` for a header that may not be set, or that could not be sent as it stands. */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!NAME.test(name)) throw badConfiguration('a header has a name with characters that may not be in it');
    if (OURS.has(name.toLowerCase())) throw badConfiguration(`the header ${name} may not be set`);
    if (typeof value !== 'string' || !VALUE.test(value)) {
      throw badConfiguration(`the header ${name} has a value with characters that may not be in it`);
    }
  }
}

/** The headers of one call: those of every call, then those of this one, then what SOAP 1.1 over HTTP wants (6.1). */
export function requestHeaders(
  soapAction: string,
  common: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  if (!ACTION.test(soapAction)) throw badConfiguration('the SOAPAction has characters that may not be in it');
  checkHeaders(own);
  const headers: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(common), ...Object.entries(own)]) headers[name.toLowerCase()] = value;
  return {
    accept: 'text/xml',
    'user-agent': USER_AGENT,
    ...headers,
    'content-type': 'text/xml; charset=utf-8',
    soapaction: `"${soapAction}"`,
    'accept-encoding': 'gzip',
  };
}

/** Seconds of a Retry-After header (RFC 9110, 10.2.3): a number, or a date seen from `now`. Undefined when it says neither. */
export function retryAfterSeconds(value: string | undefined, now = Date.now()): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const date = / GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
