import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Agent, type Dispatcher, request } from 'undici';
import { supplied } from '../../core/supplied.js';
import type { Exchange, ReceivedAnswer, SentRequest, Trouble } from './exchange.js';
import { type Manner, sendSpecially, type Trust } from './special-sending.js';

export interface HttpClientOptions extends Trust {
  /** Milliseconds to wait for the whole answer. */
  readonly patienceMs: number;
  /** Most bytes of an answer. */
  readonly mostBytes?: number;
  /** Told of every exchange that ended. */
  readonly onExchange?: (exchange: Exchange) => void;
}

export interface Sending {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Compresses the body, and says so. */
  readonly gzip?: true;
  /** Sends the body in so many pieces, with a pause before each but the first. */
  readonly slowly?: { readonly pieces: number; readonly pauseMs: number };
  /** Sends the body in chunks, without its length. */
  readonly chunked?: true;
  /** Another way of HTTP than the usual one. */
  readonly manner?: Manner;
}

const MOST_BYTES = 32 * 1024 * 1024;

/** Sends requests as they are, and gives back what came, whatever it is. Follows no redirect, and trusts what the system trusts. */
export class HttpClient {
  readonly #agent: Agent;
  #count = 0;

  constructor(private readonly options: HttpClientOptions) {
    const { patienceMs } = options;
    this.#agent = new Agent({
      headersTimeout: patienceMs,
      bodyTimeout: patienceMs,
      // A connection for each request: a kept one may be ended by the other side just as the next message leaves, which is nobody's fault.
      pipelining: 0,
      connect: {
        timeout: patienceMs,
        ...this.trust,
      },
    });
  }

  async send({ url, method = 'POST', headers = {}, body = '', gzip, slowly, chunked, manner }: Sending): Promise<Exchange> {
    this.#count += 1;
    const number = this.#count;
    const plain = Buffer.from(body);
    const sent: SentRequest = {
      method,
      url,
      headers: gzip === undefined ? headers : { ...headers, 'Content-Encoding': 'gzip' },
      body: plain,
    };
    const began = performance.now();
    const done = (result: { answer: ReceivedAnswer } | { trouble: Trouble }): Exchange => {
      const exchange = { number, request: sent, ms: Math.round(performance.now() - began), ...result };
      this.options.onExchange?.(exchange);
      return exchange;
    };
    if (manner !== undefined) {
      const special = sendSpecially(manner, sent, this.trust, this.options.patienceMs);
      return special.then(
        (answer) => done({ answer }),
        (error: unknown) => done({ trouble: troubleOf(error) }),
      );
    }
    const bytes = gzip === undefined ? plain : gzipSync(plain);
    const length = slowly === undefined ? {} : { 'content-length': String(bytes.length) };
    try {
      const response = await request(url, {
        dispatcher: this.#agent,
        method: method as Dispatcher.HttpMethod,
        headers: { ...sent.headers, ...length },
        ...(method === 'GET' || method === 'HEAD'
          ? {}
          : {
              body:
                chunked === true ? Readable.from(inChunks(bytes)) : slowly === undefined ? bytes : Readable.from(piecesOf(bytes, slowly)),
            }),
        signal: AbortSignal.timeout(this.options.patienceMs),
      });
      const answer = await this.#read(response);
      return done(answer === undefined ? { trouble: 'too-large' } : { answer });
    } catch (error) {
      return done({ trouble: troubleOf(error) });
    }
  }

  /** Certificates to trust, and the client's own. */
  get trust(): Trust {
    const { ca, pfx, passphrase, cert, key } = this.options;
    return {
      ...supplied({ ca, pfx, passphrase, cert, key }),
    };
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #read({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<ReceivedAnswer | undefined> {
    const most = this.options.mostBytes ?? MOST_BYTES;
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of body as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > most) return undefined;
      pieces.push(piece);
    }
    const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]);
    const received = Object.fromEntries(names) as Record<string, string>;
    return { status: statusCode, headers: received, body: unzipped(Buffer.concat(pieces), received['content-encoding'], most) };
  }
}

/** What says that it is gzip, and is not, stays as it came. */
function unzipped(bytes: Buffer, encoding: string | undefined, most: number): Buffer {
  if (encoding?.toLowerCase() !== 'gzip') return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch {
    return bytes;
  }
}

function inChunks(bytes: Buffer): Buffer[] {
  const half = bytes.length >> 1;
  return [bytes.subarray(0, half), bytes.subarray(half)];
}

async function* piecesOf(bytes: Buffer, { pieces, pauseMs }: NonNullable<Sending['slowly']>): AsyncGenerator<Buffer> {
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  for (let at = 0; at < bytes.length; at += size) {
    if (at > 0) await wait(pauseMs);
    yield bytes.subarray(at, at + size);
  }
}

const TROUBLES: Readonly<Record<string, Trouble>> = {
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  HPE_HEADER_OVERFLOW: 'too-large',
};

/** What the error of undici or of Node comes down to. */
function troubleOf(error: unknown): Trouble {
  const { name = '', code = '', message = '', cause } = error as { name?: string; code?: string; message?: string; cause?: unknown };
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  const known = TROUBLES[code];
  if (known !== undefined) return known;
  if (code.startsWith('HPE_') || name === 'HTTPParserError') return 'not-http';
  if (/^ERR_(?:TLS|SSL)|CERT|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME/.test(code) || /SSL|TLS|certificate/i.test(message)) return 'tls';
  return cause === undefined ? 'reset' : troubleOf(cause);
}
