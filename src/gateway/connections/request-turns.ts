import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { drain } from '../../soap/endpoint/drain.js';
import type { Connection } from './connection.js';

/** How many requests may wait on one connection. Clients that do not wait for answers are rare, and those that do it wait for few. */
export const MOST_WAITING = 16;
const LEAVE_THE_REST = 2;

export interface TurnsOptions {
  readonly handle: RequestListener;
  /** Told when the answer of a connection has gone, or never will. */
  readonly rested?: (connection: Connection) => void;
  /** Told of a connection that is closed because too many requests wait on it. */
  readonly tooMany?: () => void;
}

/**
 * Begins a request only when the answer to the one before it on the same connection has been sent: Node itself would make the answers to all
 * that a caller asked in one go, and keep them for as long as the caller does not read. While requests wait nothing more is read, and a
 * connection on which too many wait is closed: what came with one reading of the socket can be a thousand. In a turn of the event loop one of
 * the requests that waited is begun, of all connections together: libuv accepts one connection in a turn, so long turns keep newcomers out.
 */
export class RequestTurns {
  /** Connections whose next request may begin. */
  readonly #queued: Connection[] = [];

  constructor(private readonly options: TurnsOptions) {}

  take(connection: Connection, ...[request, response]: Parameters<RequestListener>): void {
    if (connection.answering === undefined && connection.waiting.length === 0) this.#begin(connection, request, response);
    else if (connection.waiting.length < MOST_WAITING) {
      connection.waiting.push(() => this.#begin(connection, request, response));
      hold(connection);
    } else if (!connection.socket.destroyed) {
      this.options.tooMany?.();
      connection.close();
      readNoFurther(connection.socket);
    }
  }

  /** Has a connection close once all that was asked over it is answered. False: nothing is, or the last request did not come whole. */
  endAfterAnswers(connection: Connection): boolean {
    const { answering } = connection;
    if (answering === undefined || !answering.req.complete) return false;
    connection.ending = true;
    if (connection.waiting.length === 0) answering.shouldKeepAlive = false;
    return true;
  }

  #begin(connection: Connection, request: IncomingMessage, response: ServerResponse): void {
    connection.answering = response;
    if (connection.ending && connection.waiting.length === 0) response.shouldKeepAlive = false;
    // Before Node hears of it: that would take in all that is still to come, without a bound.
    response.prependListener('finish', drainRest);
    connection.answered ??= () => this.#answered(connection);
    response.on('close', connection.answered);
    this.options.handle(request, response);
  }

  #answered(connection: Connection): void {
    connection.answering = undefined;
    if (connection.socket.destroyed) connection.waiting.length = 0;
    if (connection.waiting.length === 0 && connection.ending) connection.socket.destroySoon();
    if (connection.waiting.length === 0) this.options.rested?.(connection);
    else this.#queue(connection);
  }

  #queue(connection: Connection): void {
    this.#queued.push(connection);
    if (this.#queued.length === 1) setImmediate(this.#beginNext);
  }

  readonly #beginNext = () => {
    const connection = this.#queued.shift();
    if (this.#queued.length > 0) setImmediate(this.#beginNext);
    if (connection === undefined || connection.socket.destroyed) return;
    const begin = connection.waiting.shift();
    if (connection.waiting.length === 0) connection.socket.resume();
    begin?.();
  };
}

function drainRest(this: ServerResponse): void {
  if (!this.req.complete) void drain(this.req);
}

/** Reads nothing more of a connection for as long as requests wait on it. Node starts to read again of itself, with each request that ends. */
function hold(connection: Connection): void {
  const { socket } = connection;
  if (!connection.held) socket.on('resume', () => connection.waiting.length > 0 && socket.pause());
  connection.held = true;
  socket.pause();
}

/**
 * What came with the same reading of the socket would still be parsed, at ten times the price of any other bytes, for a connection that is
 * closed. That a request is an upgrade is how a parser of Node is told to leave the rest alone; a Node that has no such property reads on.
 */
export function readNoFurther(socket: object): void {
  const { parser } = socket as { readonly parser?: { onIncoming?: unknown } | null };
  if (parser?.onIncoming !== undefined) parser.onIncoming = () => LEAVE_THE_REST;
}
