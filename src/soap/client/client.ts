import type { EnvelopeContents } from '../envelope/envelope-reader.js';
import { type CallHooks, readAnswer, type SoapReply } from './client-answer.js';
import { ClientConnection } from './client-connection.js';
import { SoapClientError } from './client-error.js';
import { checkHeaders, requestHeaders } from './client-headers.js';
import { type CallLimits, callLimits, endpointUrl, type SoapClientOptions } from './client-options.js';

export interface SoapCall {
  readonly url: string;
  /** Without quotes: they are put around it. */
  readonly soapAction: string;
  /** The whole envelope. */
  readonly body: string;
  /** For this call, on top of those for every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Aborted, the call is given up: `unreachable`. */
  readonly signal?: AbortSignal | undefined;
  /** Called when the message begins to go out: never, when the connection does not come about. */
  readonly onSent?: (() => void) | undefined;
}

/**
 * Calls SOAP 1.1 services over HTTP (section 6). The answer goes into the handlers that the caller gives while it comes in, so
 * that a large one is never in memory as a whole.
 *
 * Everything that can go wrong is a `SoapClientError`, from the constructor as well; a fault is no failure but a reply.
 * Nothing is sent twice and no redirect is followed. Errors that the caller's own handlers and hooks throw come through as they are.
 */
export class SoapClient {
  readonly #limits: CallLimits;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #connection: ClientConnection;

  constructor(options: SoapClientOptions = {}) {
    this.#limits = callLimits(options);
    this.#headers = { ...options.headers };
    checkHeaders(this.#headers);
    this.#connection = new ClientConnection(options, this.#limits);
  }

  /** Sends one message and reads what comes back. When that is a fault, `contents` did not see a message. */
  async call(call: SoapCall, contents: EnvelopeContents, hooks: CallHooks = {}): Promise<SoapReply> {
    const url = endpointUrl(call.url);
    const headers = requestHeaders(call.soapAction, this.#headers, call.headers ?? {});
    const { signal } = call;
    if (signal?.aborted) throw givenUp();
    const end = new AbortController();
    const giveUp = () => end.abort(givenUp());
    const late = () => end.abort(new SoapClientError('timeout', 'the call as a whole took too long'));
    const timer = setTimeout(late, this.#limits.totalTimeoutMs);
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      const response = await this.#connection.post(url, headers, call.body, end.signal, call.onSent);
      return await readAnswer(response, contents, hooks, this.#limits.maxBytes);
    } catch (error) {
      // What the stream of the answer makes of the reason is not always the reason.
      throw end.signal.aborted ? end.signal.reason : error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
  }

  /** Ends all connections. Calls that are still running fail; later ones are refused. */
  close(): Promise<void> {
    return this.#connection.close();
  }
}

function givenUp(): SoapClientError {
  return new SoapClientError('unreachable', 'the call was given up');
}
