import type { CutKind } from '../../telemetry/metrics.js';
import type { Connection } from './connection.js';

export interface PlacesOptions {
  /** Connections at one time. */
  readonly total: number;
  /** Of one origin; 0: no bound. */
  readonly perOrigin: number;
  /** Told of each connection that is closed or not taken. */
  readonly cut?: (by: CutKind) => void;
}

/** The connections of one origin, each list in the order in which they are given up. */
interface Origin {
  /** The oldest first. */
  readonly unproven: Set<Connection>;
  /** The one whose last request is the longest ago first. */
  readonly proven: Set<Connection>;
}

/**
 * Who may have a connection. When all places are taken a newcomer gets that of somebody else, so that nobody can keep others out by opening
 * many: of the origin that has the most connections over which nobody proved who it is, the oldest of these. An honest client proves who it
 * is with its first request, and is then given up only for want of any other, and only while it asks nothing. Age decides, and not whether
 * something is going on: whoever wants to keep a place could always be about to say something.
 */
export class ConnectionPlaces {
  readonly #origins = new Map<string, Origin>();
  #open = 0;

  constructor(private readonly options: PlacesOptions) {}

  get open(): number {
    return this.#open;
  }

  /** Every connection that has a place. */
  *[Symbol.iterator](): Generator<Connection> {
    for (const { unproven, proven } of this.#origins.values()) {
      yield* unproven;
      yield* proven;
    }
  }

  /** Gives a newcomer a place, that of another when it must be. False: there is none, and it was closed. */
  take(connection: Connection): boolean {
    const { total, perOrigin } = this.options;
    const own = this.#origins.get(connection.origin);
    const crowded = perOrigin > 0 && connection.origin !== '' && own !== undefined && sizeOf(own) >= perOrigin;
    if ((crowded && !this.#giveUp([own], 'address')) || (this.#open >= total && !this.#giveUp(this.#all, 'pressure'))) {
      this.options.cut?.('full');
      connection.close();
      return false;
    }
    this.#listOf(connection).add(connection);
    this.#open += 1;
    return true;
  }

  /** It is closed. */
  release(connection: Connection): void {
    const origin = this.#origins.get(connection.origin);
    if (origin === undefined || !(origin.unproven.delete(connection) || origin.proven.delete(connection))) return;
    this.#open -= 1;
    if (sizeOf(origin) === 0) this.#origins.delete(connection.origin);
  }

  proved(connection: Connection): void {
    const origin = this.#origins.get(connection.origin);
    connection.proven = true;
    if (origin?.unproven.delete(connection)) origin.proven.add(connection);
  }

  /** A request of it was answered. */
  rested(connection: Connection): void {
    const proven = connection.proven ? this.#origins.get(connection.origin)?.proven : undefined;
    if (proven?.delete(connection)) proven.add(connection);
  }

  /** Gives up so many at most. */
  shed(count: number): void {
    for (let n = 0; n < count && this.#giveUp(this.#all, 'descriptors'); n++);
  }

  /** False: all are of somebody who proved who it is, and are at work. */
  #giveUp(origins: readonly Origin[], by: CutKind): boolean {
    const chosen = oldestUnproven(origins) ?? longestIdle(origins);
    if (chosen === undefined) return false;
    this.options.cut?.(by);
    this.release(chosen);
    chosen.close();
    return true;
  }

  get #all(): readonly Origin[] {
    return [...this.#origins.values()];
  }

  #listOf({ origin: name, proven }: Connection): Set<Connection> {
    const origin = this.#origins.get(name) ?? { unproven: new Set(), proven: new Set() };
    this.#origins.set(name, origin);
    return proven ? origin.proven : origin.unproven;
  }
}

function sizeOf({ unproven, proven }: Origin): number {
  return unproven.size + proven.size;
}

/** Of the origin that has the most of them. */
function oldestUnproven(origins: readonly Origin[]): Connection | undefined {
  let most: Set<Connection> | undefined;
  for (const { unproven } of origins) if (unproven.size > (most?.size ?? 0)) most = unproven;
  return most?.values().next().value;
}

/** Of the origin that has the most that are proven and idle: those that are at work are left alone. */
function longestIdle(origins: readonly Origin[]): Connection | undefined {
  const idle = origins.map(({ proven }) => [...proven].filter(({ answering }) => answering === undefined));
  return idle.reduce((most, list) => (list.length > most.length ? list : most), []).at(0);
}
