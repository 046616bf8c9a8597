import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Config } from '../../config/config.js';
import { plainAddress } from '../../soap/caller/forwarded.js';
import { networkOf } from '../../soap/caller/network-of.js';
import { sharedAddresses } from '../../soap/caller/read-caller.js';
import type { Log } from '../../telemetry/log.js';
import type { CutKind, Metrics } from '../../telemetry/metrics.js';
import { AnswerPace } from './answer-pace.js';
import { watchPieces } from './body-pace.js';
import { Connection } from './connection.js';
import { ConnectionPlaces } from './connection-places.js';
import { areSpent, isSpent, roomForConnections } from './descriptors.js';
import { RequestTurns, readNoFurther } from './request-turns.js';
import { Seldom } from './seldom.js';
import { dropRest, refuseUnreadable } from './unreadable-request.js';

/** Each holds some tens of kilobytes, whatever the process may open. */
export const MOST_CONNECTIONS = 2048;
const LOOK_AT_DESCRIPTORS_MS = 1000;
/** Given up at one time when descriptors are spent. */
const SHED = 32;

export type ConnectionSettings = Pick<
  Config,
  'maxConnections' | 'maxConnectionsPerAddress' | 'stallSeconds' | 'minBodyRate' | 'trustedProxies'
>;

/** The connections to the port: who gets one, in which turn their requests are answered, and how long answers may lie. */
export class Connections {
  readonly #bySocket = new WeakMap<Duplex, Connection>();
  /** Handshakes of TLS under way, by the end that calls. */
  readonly #greeting = new Map<string, Connection>();
  readonly #places: ConnectionPlaces;
  readonly #turns: RequestTurns;
  readonly #pace: AnswerPace;
  readonly #isShared: (address: string) => boolean;
  readonly #full: Seldom;
  readonly #cut: (by: CutKind) => void;
  readonly #spent: Seldom;

  constructor(
    handle: RequestListener,
    settings: ConnectionSettings,
    private readonly parts: { readonly metrics: Metrics; readonly log: Log },
  ) {
    const { maxConnections = MOST_CONNECTIONS, maxConnectionsPerAddress, stallSeconds, minBodyRate, trustedProxies } = settings;
    const { metrics, log } = parts;
    const cut = (by: CutKind) => {
      metrics.connectionCut(by);
      if (by === 'pressure' || by === 'full') this.#full.happened();
    };
    this.#cut = cut;
    this.#isShared = sharedAddresses(trustedProxies);
    this.#full = new Seldom((count) => log.warn('connections full', { count }));
    this.#spent = new Seldom((count) => log.error('descriptors spent', { count }));
    this.#places = new ConnectionPlaces({
      total: Math.min(maxConnections, roomForConnections()),
      perOrigin: maxConnectionsPerAddress,
      cut,
    });
    this.#turns = new RequestTurns({
      handle,
      rested: (connection) => this.#places.rested(connection),
      tooMany: () => cut('pipelined'),
    });
    this.#pace = new AnswerPace({ stallSeconds, minRate: minBodyRate, connections: () => this.#places, stalled: () => cut('stalled') });
    metrics.watchConnections(() => this.#places.open);
  }

  /** From now on they are those of this server, until it closes. */
  attach(server: Server, secure: boolean): void {
    server.on('connection', (socket: Socket) => this.#opened(socket, secure));
    server.on('secureConnection', (socket: TLSSocket) => this.#greeted(socket));
    server.on('clientError', (error, socket) => this.#unreadable(error, socket));
    server.once('listening', () => {
      this.#pace.start();
      const looking = setInterval(() => void this.#lookAtDescriptors(), LOOK_AT_DESCRIPTORS_MS).unref();
      // Of single connections that cannot be accepted: others still can.
      server.on('error', (error) => (isSpent(error) ? this.#outOfDescriptors() : this.parts.log.error('connection not taken', { error })));
      server.once('close', () => {
        this.#pace.stop();
        clearInterval(looking);
      });
    });
  }

  /** What the server is to call with each request. */
  readonly handle: RequestListener = (request, response) => {
    const connection = this.#bySocket.get(request.socket);
    if (connection === undefined) {
      request.socket.destroy();
      return;
    }
    watchPieces(request, () => {
      this.#cut('pieces');
      connection.close();
      readNoFurther(connection.socket);
    });
    this.#turns.take(connection, request, response);
  };

  /** The answers to what was asked before go out: what was stored would look refused otherwise. */
  #unreadable(error: Error, socket: Duplex): void {
    const connection = this.#bySocket.get(socket);
    if (connection?.ending === true) return;
    if (connection === undefined || !this.#turns.endAfterAnswers(connection)) {
      refuseUnreadable(error, socket);
      return;
    }
    dropRest(socket);
  }

  #opened(socket: Socket, secure: boolean): void {
    const address = plainAddress(socket.remoteAddress ?? '');
    const connection = new Connection(socket, address === '' || this.#isShared(address) ? '' : networkOf(address));
    if (!this.#places.take(connection)) return;
    this.#track(socket, connection);
    socket.once('close', () => this.#places.release(connection));
    if (!secure) return;
    const end = endOf(socket);
    this.#greeting.set(end, connection);
    socket.once('close', () => this.#greeting.get(end) === connection && this.#greeting.delete(end));
  }

  /** From here on its requests come by another object, with the same connection below it. */
  #greeted(socket: TLSSocket): void {
    const end = endOf(socket);
    const connection = this.#greeting.get(end);
    this.#greeting.delete(end);
    if (connection === undefined) socket.destroy();
    else {
      connection.socket = socket;
      this.#track(socket, connection);
    }
  }

  #track(socket: Socket, connection: Connection): void {
    this.#bySocket.set(socket, connection);
    socket.once('proven', () => this.#places.proved(connection));
  }

  async #lookAtDescriptors(): Promise<void> {
    if (await areSpent()) this.#outOfDescriptors();
  }

  #outOfDescriptors(): void {
    this.#spent.happened();
    this.#places.shed(SHED);
  }
}

function endOf({ remoteAddress, remotePort, localAddress }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress}`;
}
