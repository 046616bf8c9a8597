export interface UnprovenPoolLimits {
  readonly messages: number;
  /** Of one address, as far as it is known. */
  readonly perAddress: number;
  /** Decoded bytes of all of them. */
  readonly bytes: number;
  /** How long a sender may take to prove itself. */
  readonly seconds: number;
}

/** Decoded bytes within which a message must show who sent it. */
export const UNPROVEN_BYTES = 64 * 1024;

export const UNPROVEN_LIMITS: UnprovenPoolLimits = { messages: 512, perAddress: 64, bytes: 8 * 1024 ** 2, seconds: 10 };

/** One message in the pool. */
export interface UnprovenEntry {
  bytes: number;
}

interface Entry extends UnprovenEntry {
  readonly origin: Origin;
  readonly drop: (why: 'unproven' | 'late') => void;
  readonly since: number;
}

/** The messages of one address, or of all that have none. */
interface Origin {
  readonly address: string | undefined;
  /** Oldest first. */
  readonly entries: Set<Entry>;
  bytes: number;
}

const SECOND_MS = 1000;

/**
 * The messages of which nobody knows yet who sent them. When there is no room left the newcomer is let in, and another is dropped: of the
 * address that has the most of what there is too much of, the message that has gone longest without proving itself. So nobody with a few
 * addresses pushes out a vendor on a slow line. Callers without an address count as one: among them a vendor proves itself with its first
 * packets, and strangers that dawdle push out each other.
 */
export class UnprovenPool {
  bytes = 0;
  readonly #limits: UnprovenPoolLimits;
  /** Oldest first. */
  readonly #all = new Set<Entry>();
  readonly #origins = new Map<string | undefined, Origin>();
  #ticks = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    limits: Partial<UnprovenPoolLimits> = {},
    private readonly dropped: (why: 'unproven' | 'late') => void = () => undefined,
  ) {
    this.#limits = { ...UNPROVEN_LIMITS, ...limits };
  }

  get messages(): number {
    return this.#all.size;
  }

  enter(address: string | undefined, drop: Entry['drop']): UnprovenEntry {
    const own = this.#origins.get(address);
    if (address !== undefined && own !== undefined && own.entries.size >= this.#limits.perAddress) this.#dropOldest(own);
    if (this.#all.size >= this.#limits.messages) this.#dropOldest(this.#greatest(({ entries }) => entries.size));
    const origin = this.#origins.get(address) ?? { address, entries: new Set(), bytes: 0 };
    this.#origins.set(address, origin);
    const entry: Entry = { bytes: 0, origin, drop, since: this.#ticks };
    this.#all.add(entry);
    origin.entries.add(entry);
    return entry;
  }

  /** False: it was dropped. */
  grow(of: UnprovenEntry, bytes: number): boolean {
    const entry = of as Entry;
    if (!this.#all.has(entry)) return false;
    this.#count(entry, bytes);
    while (this.bytes > this.#limits.bytes && this.#all.has(entry)) this.#dropOldest(this.#greatest((origin) => origin.bytes));
    return this.#all.has(entry);
  }

  /** False: it was not there any more. Its own count of bytes stays as it was. */
  leave(of: UnprovenEntry): boolean {
    const entry = of as Entry;
    const { origin, bytes } = entry;
    if (!this.#all.delete(entry)) return false;
    origin.entries.delete(entry);
    origin.bytes -= bytes;
    this.bytes -= bytes;
    if (origin.entries.size === 0) this.#origins.delete(origin.address);
    return true;
  }

  /** From now on by the clock. */
  start(): this {
    this.#timer ??= setInterval(() => this.tick(), SECOND_MS).unref();
    return this;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** A second has passed, or more: a clock that was late, as we were busy, counts as one. */
  tick(): void {
    this.#ticks += 1;
    for (const entry of this.#all) {
      if (this.#ticks - entry.since <= this.#limits.seconds) return;
      this.#drop(entry, 'late');
    }
  }

  #count(entry: Entry, bytes: number): void {
    entry.bytes += bytes;
    entry.origin.bytes += bytes;
    this.bytes += bytes;
  }

  /** The origin of which there is the most; of several the one that came first. Looked for only when there is no room. */
  #greatest(size: (origin: Origin) => number): Origin | undefined {
    let greatest: Origin | undefined;
    for (const origin of this.#origins.values()) if (greatest === undefined || size(origin) > size(greatest)) greatest = origin;
    return greatest;
  }

  #dropOldest(origin: Origin | undefined): void {
    const [oldest] = origin?.entries ?? [];
    if (oldest !== undefined) this.#drop(oldest, 'unproven');
  }

  #drop(entry: Entry, why: 'unproven' | 'late'): void {
    this.leave(entry);
    this.dropped(why);
    entry.drop(why);
  }
}
