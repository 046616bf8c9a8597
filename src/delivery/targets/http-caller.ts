import { Buffer } from 'node:buffer';
import type { Dispatcher } from 'undici';
import { supplied } from '../../core/supplied.js';
import { ClientConnection } from '../../soap/client/client-connection.js';
import { SoapClientError } from '../../soap/client/client-error.js';
import { answerFailure, certificateFailure } from '../../soap/client/client-failure.js';
import { checkHeaders, retryAfterSeconds } from '../../soap/client/client-headers.js';
import { type CallLimits, callLimits, endpointUrl, type SoapClientOptions } from '../../soap/client/client-options.js';
import { bodyChunks, DEFAULT_BODY_LIMITS, isGzip } from '../../soap/endpoint/body.js';
import { USER_AGENT } from '../../soap/user-agent.js';
import { XmlError } from '../../xml/xml-error.js';

export interface HttpAnswer {
  /** Never 3xx: that is an error. */
  readonly status: number;
  /** Seconds, from the Retry-After header. */
  readonly retryAfter?: number;
  readonly contentType?: string;
  /** Decoded. */
  readonly body: Buffer;
}

export interface HttpCallerOptions extends SoapClientOptions {
  /** True: of an answer with more than `maxBytes` the beginning is given, instead of an error. */
  readonly cutsAnswers?: boolean;
}

/** An answer to a delivery is a few words, or a line per item. */
const MOST_BYTES = 1024 * 1024;
/** What a page is about stands in its first bytes. */
const HEAD = 1024;

/**
 * Posts to servers that speak plain HTTP, under the same rules as `SoapClient`: targets that may be called, TLS, proxy, times.
 *
 * Everything that can go wrong is a `SoapClientError`, from the constructor as well; with the status when the head of an answer was
 * there. Nothing is sent twice and no redirect is followed. `maxBytes` is 1 MB unless given.
 */
export class HttpCaller {
  readonly #limits: CallLimits;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #connection: ClientConnection;
  readonly #cutsAnswers: boolean;
  #closed = false;

  constructor(options: HttpCallerOptions = {}) {
    this.#cutsAnswers = options.cutsAnswers ?? false;
    this.#limits = callLimits({ ...options, maxBytes: options.maxBytes ?? MOST_BYTES });
    this.#headers = lowerCased(options.headers ?? {});
    checkHeaders(this.#headers);
    this.#connection = new ClientConnection(options, this.#limits);
  }

  /**
   * Sends a body. `headers` take the place of those that are sent with every call. An aborted `signal` is `unreachable`. `onSent` is called
   * when the message begins to go out: never, when the connection does not come about.
   */
  async post(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal?: AbortSignal,
    onSent?: () => void,
  ): Promise<HttpAnswer> {
    const address = endpointUrl(url);
    if (this.#closed || signal?.aborted) throw givenUp();
    const end = new AbortController();
    const giveUp = () => end.abort(givenUp());
    const late = () => end.abort(new SoapClientError('timeout', 'the call as a whole took too long'));
    const timer = setTimeout(late, this.#limits.totalTimeoutMs);
    signal?.addEventListener('abort', giveUp, { once: true });
    const sent = { 'user-agent': USER_AGENT, ...this.#headers, ...lowerCased(headers), 'accept-encoding': 'gzip' };
    try {
      return await this.#read(await this.#connection.post(address, sent, body, end.signal, onSent));
    } catch (error) {
      // What the stream of the answer makes of the reason is not always the reason.
      throw end.signal.aborted ? end.signal.reason : error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
  }

  /** Ends all connections. Calls that are still running fail, as `unreachable`. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#connection.close();
  }

  async #read({ statusCode: status, headers, body }: Dispatcher.ResponseData): Promise<HttpAnswer> {
    // Ending the reading early makes the stream fail, and nobody is left to hear it.
    body.on('error', () => undefined);
    const retryAfter = retryAfterSeconds(first(headers['retry-after']));
    const contentType = first(headers['content-type']);
    try {
      if (status >= 300 && status < 400) throw new SoapClientError('redirect', 'the server points to another address');
      const bytes = await this.#bytes(body, first(headers['content-encoding']));
      const refused = certificateFailure(status, bytes.toString('latin1', 0, HEAD));
      if (refused !== undefined) throw refused;
      return {
        status,
        ...supplied({ retryAfter, contentType }),
        body: bytes,
      };
    } catch (error) {
      throw answerFailure(error).about({ status, retryAfter });
    } finally {
      body.destroy();
    }
  }

  async #bytes(body: Dispatcher.ResponseData['body'], encoding: string | undefined): Promise<Buffer> {
    const limits = { bytes: this.#limits.maxBytes, ratio: DEFAULT_BODY_LIMITS.ratio };
    const count = { wire: 0, decoded: 0 };
    const pieces: Uint8Array[] = [];
    // Nobody asked for another one. What comes in it cannot be read, and is no empty answer all the same.
    const asked = isGzip(encoding) ? encoding : undefined;
    try {
      for await (const piece of bodyChunks(body, asked, limits, count)) pieces.push(piece);
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      if (error.code === 'limit' && this.#cutsAnswers) return Buffer.concat(pieces);
      if (error.code === 'limit') throw new SoapClientError('too-large', `the answer is larger than ${limits.bytes} bytes`);
      // Nothing at all is no gzip either, and many servers say gzip whatever they send.
      if (count.wire > 0) throw new SoapClientError('broken', `the answer cannot be unpacked: ${error.reason}`);
    }
    return Buffer.concat(pieces);
  }
}

function givenUp(): SoapClientError {
  return new SoapClientError('unreachable', 'the call was given up, as the gateway stops');
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
