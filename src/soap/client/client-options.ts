import { badConfiguration } from './client-error.js';

/** A text or the bytes of it, as it stands in a file. */
export type KeyMaterial = string | Buffer;

/** How to reach a server. All times in milliseconds, each with a default. */
export interface SoapClientOptions {
  /** Until TCP and TLS are there, through the proxy if there is one. Default 10 s. */
  readonly connectTimeoutMs?: number | undefined;
  /** From the request to the head of the answer: a server may have to gather a whole school. Default 2 minutes. */
  readonly answerTimeoutMs?: number | undefined;
  /** Between two pieces of the answer. Default 1 minute. */
  readonly pieceTimeoutMs?: number | undefined;
  /** The whole call. Default 10 minutes. */
  readonly totalTimeoutMs?: number | undefined;
  /** Decoded bytes of one answer. Default 100 MB. */
  readonly maxBytes?: number | undefined;
  /** Certificates in PEM to trust instead of those that Node comes with. */
  readonly ca?: KeyMaterial | readonly KeyMaterial[] | undefined;
  /** Client certificate in PEM, with its chain, and its key. */
  readonly cert?: KeyMaterial | undefined;
  readonly key?: KeyMaterial | undefined;
  /** Client certificate and key in one PKCS12 file, instead of `cert` and `key`. */
  readonly pfx?: Buffer | undefined;
  /** Of `key` or `pfx`. */
  readonly passphrase?: string | undefined;
  /** `http://[user:password@]host:port`. The environment is not looked at. */
  readonly proxy?: string | undefined;
  /**
   * Host names, addresses and networks (`10.1.0.0/16`) that may be called though they are not public. Default none: a server on
   * this machine, or on a network of its own, is not called unless it is named here. Through a proxy the address of the proxy is
   * what counts; names of servers are then looked up by the proxy, not here.
   */
  readonly allowTargets?: readonly string[] | undefined;
  /** Sent with every call, such as the subscription key of a hub. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface CallLimits {
  readonly connectTimeoutMs: number;
  readonly answerTimeoutMs: number;
  readonly pieceTimeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxBytes: number;
}

const MINUTE = 60_000;
const DEFAULTS: CallLimits = {
  connectTimeoutMs: 10_000,
  answerTimeoutMs: 2 * MINUTE,
  pieceTimeoutMs: MINUTE,
  totalTimeoutMs: 10 * MINUTE,
  maxBytes: 100 * 1024 * 1024,
};
/** Node's timers fire at once for anything above. */
const LONGEST = 2 ** 31 - 1;

/** The limits of a call. Throws `bad-configuration` for one that is no whole number above 0. */
export function callLimits(options: SoapClientOptions): CallLimits {
  const limit = (name: keyof CallLimits): number => {
    const value = options[name] ?? DEFAULTS[name];
    const most = name === 'maxBytes' ? Number.MAX_SAFE_INTEGER : LONGEST;
    if (!Number.isInteger(value) || value < 1 || value > most) throw badConfiguration(`${name} must be a whole number from 1 to ${most}`);
    return value;
  };
  return {
    connectTimeoutMs: limit('connectTimeoutMs'),
    answerTimeoutMs: limit('answerTimeoutMs'),
    pieceTimeoutMs: limit('pieceTimeoutMs'),
    totalTimeoutMs: limit('totalTimeoutMs'),
    maxBytes: limit('maxBytes'),
  };
}

/** The address of a server. Throws `bad-configuration`; a password in it would end up in logs, so it is refused. */
export function endpointUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw badConfiguration('the address of the server is not a URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw badConfiguration('the address of the server must begin with http: or https:');
  if (url.username !== '' || url.password !== '') {
    throw badConfiguration('the address of the server holds a user name or password: give an Authorization header instead');
  }
  return url;
}

export interface ProxyAddress {
  readonly origin: string;
  /** Value of Proxy-Authorization. */
  readonly token: string | undefined;
}

/** Splits the address of a proxy, so that its password is in no URL any more. Throws `bad-configuration`. */
export function proxyAddress(text: string): ProxyAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    url.protocol !== 'http:' ||
    url.hostname === '' ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw badConfiguration('the proxy must be given as http://host:port or http://user:password@host:port');
  }
  if (url.username === '' && url.password === '') return { origin: url.origin, token: undefined };
  try {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return { origin: url.origin, token: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
  } catch {
    throw badConfiguration('the user name or password of the proxy is not percent-encoded as a URL wants it');
  }
}
