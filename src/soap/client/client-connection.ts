import { setMaxListeners } from 'node:events';
import { type SecureContext, TLSSocket } from 'node:tls';
import { Agent, buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';
import { supplied } from '../../core/supplied.js';
import { codeOf } from '../endpoint/body.js';
import { badConfiguration } from './client-error.js';
import { connectFailure, isCertificateAlert, requestFailure } from './client-failure.js';
import { type CallLimits, proxyAddress, type SoapClientOptions } from './client-options.js';
import { secureContext } from './client-tls.js';
import { TargetRules } from './target-rules.js';

/** Connections to servers under one set of TLS options, directly or through a proxy. HTTP/1.1; kept open between calls. */
export class ClientConnection {
  readonly #dispatcher: Dispatcher;
  readonly #targets: TargetRules;
  /** Origins that asked for a client certificate, and those of them that ever gave an answer. */
  readonly #asked = new Set<string>();
  readonly #answered = new Set<string>();
  /** Per origin, with which alert it ended a connection after the handshake: undici keeps only that it was ended. */
  readonly #alerts = new Map<string, string>();
  /** Ends sockets that are still connecting, which undici would leave to their timeout. */
  readonly #closing = new AbortController();

  constructor(options: SoapClientOptions, limits: CallLimits) {
    this.#targets = new TargetRules(options.allowTargets);
    const times = { headersTimeout: limits.answerTimeoutMs, bodyTimeout: limits.pieceTimeoutMs };
    const { signal } = this.#closing;
    setMaxListeners(0, signal);
    const socket = { timeout: limits.connectTimeoutMs, signal };
    // A resumed session would not show any more that the server asked for a certificate.
    const tls = { secureContext: secureContext(options), ...socket, maxCachedSessions: 0 };
    this.#dispatcher =
      options.proxy === undefined
        ? new Agent({ ...times, connect: this.#watched(buildConnector({ ...tls, lookup: this.#targets.lookup })) })
        : this.#throughProxy(options.proxy, times, tls);
  }

  /**
   * Sends a message and gives the answer once its head is there. `onSent`: see `watchSent`. Throws `SoapClientError`, or what `signal` was
   * aborted with.
   */
  async post(
    url: URL,
    headers: Record<string, string>,
    body: string,
    signal: AbortSignal,
    onSent?: () => void,
  ): Promise<Dispatcher.ResponseData> {
    if (this.#closing.signal.aborted) throw badConfiguration('the client has been closed');
    this.#targets.checkHost(url.hostname);
    const { origin, pathname, search } = url;
    this.#alerts.delete(origin);
    const dispatcher = onSent === undefined ? this.#dispatcher : this.#dispatcher.compose(watchSent(onSent));
    const sent = dispatcher.request({ origin, path: pathname + search, method: 'POST', headers, body, signal });
    try {
      const response = await Promise.race([sent, aborted(signal)]);
      this.#answered.add(origin);
      return response;
    } catch (error) {
      // undici heeds the signal only once the connection is there.
      sent.catch(() => undefined);
      if (signal.aborted) throw signal.reason;
      throw requestFailure(error, this.#asked.has(origin) && !this.#answered.has(origin), this.#alerts.get(origin));
    }
  }

  /** Ends all connections; calls that are running fail. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#dispatcher.destroy();
  }

  #throughProxy(
    proxy: string,
    times: { readonly headersTimeout: number; readonly bodyTimeout: number },
    tls: {
      readonly secureContext: SecureContext;
      readonly timeout: number;
      readonly signal: AbortSignal;
      readonly maxCachedSessions: number;
    },
  ): ProxyAgent {
    const { origin, token } = proxyAddress(proxy);
    this.#targets.checkHost(new URL(origin).hostname);
    return new ProxyAgent({
      ...times,
      uri: origin,
      ...supplied({ token }),
      requestTls: tls,
      proxyTls: { timeout: tls.timeout, signal: tls.signal, lookup: this.#targets.lookup } as buildConnector.BuildOptions,
      // The proxy answers CONNECT when it has reached the server: that is part of connecting.
      clientFactory: (address, options) => new Pool(address, { ...options, headersTimeout: tls.timeout }),
      factory: (address, options: Pool.Options) =>
        new Pool(address, { ...options, connect: this.#watched(options.connect as buildConnector.connector) }),
    });
  }

  /** Says in our words why a connection did not come about, and sees who asks for a client certificate. */
  #watched(connect: buildConnector.connector): buildConnector.connector {
    return (options, callback) =>
      connect(options, (...[error, socket]) => {
        if (error !== null) {
          callback(connectFailure(error, options.protocol === 'https:'), null);
          return;
        }
        if (socket instanceof TLSSocket) this.#watch(socket, `${options.protocol}//${options.host}`);
        callback(null, socket);
      });
  }

  /** Over TLS 1.3 a client takes the handshake for done before the server has looked at its certificate. */
  #watch(socket: TLSSocket, origin: string): void {
    if (asksForCertificate(socket)) this.#asked.add(origin);
    socket.on('error', (error) => {
      if (isCertificateAlert(error)) this.#alerts.set(origin, codeOf(error));
    });
  }
}

/** A server names the signature algorithms that it takes only when it asks for a certificate (RFC 8446, 4.3.2). */
function asksForCertificate(socket: TLSSocket): boolean {
  const algorithms = socket.getSharedSigalgs() as readonly string[] | null;
  return algorithms !== null && algorithms.length > 0;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/**
 * Calls `onSent` when the connection of a request is there and the request begins to go out over it: from then on the other side may have
 * it, whatever becomes of the answer. Never called when the connection does not come about.
 */
function watchSent(onSent: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        handler.onRequestStart?.(controller, context);
        if (!controller.aborted) onSent();
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}
