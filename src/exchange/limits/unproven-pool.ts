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
export const UNPROVEN_BYTES = 256 * 1024;

export const UNPROVEN_LIMITS: UnprovenPoolLimits = { messages: 512, perAddress: 64, bytes: 32 * 1024 ** 2, seconds: 10 };

/** One message in the pool. */
export interface UnprovenEntry {
  bytes: number;
}

interface Entry extends UnprovenEntry {
  readonly address: string | undefined;
  readonly drop: (why: 'unproven' | 'late') => void;
  readonly since: number;
}

const SECOND_MS = 1000;

/**
 * The messages of which nobody knows yet who sent them. When there is no room left the newcomer is let in, and the one that has gone
 * longest without proving itself is dropped: a vendor proves itself with its first packets, so strangers that dawdle push out each other.
 * That holds for callers without an address too. Where there is one, its own oldest message goes first.
 */
export class UnprovenPool {
  bytes = 0;
  readonly #limits: UnprovenPoolLimits;
  /** Oldest first. */
  readonly #all = new Set<Entry>();
  readonly #byAddress = new Map<string, Set<Entry>>();
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
    const own = address === undefined ? undefined : this.#byAddress.get(address);
    if (own !== undefined && own.size >= this.#limits.perAddress) this.#dropOldest(own);
    if (this.#all.size >= this.#limits.messages) this.#dropOldest(this.#all);
    const entry: Entry = { bytes: 0, address, drop, since: this.#ticks };
    this.#all.add(entry);
    if (address !== undefined) {
      // What was found before may have gone with its last entry.
      const mine = this.#byAddress.get(address) ?? new Set<Entry>();
      mine.add(entry);
      this.#byAddress.set(address, mine);
    }
    return entry;
  }

  /** False: it was dropped. */
  grow(of: UnprovenEntry, bytes: number): boolean {
    const entry = of as Entry;
    if (!this.#all.has(entry)) return false;
    entry.bytes += bytes;
    this.bytes += bytes;
    while (this.bytes > this.#limits.bytes && this.#all.has(entry)) this.#dropOldest(this.#all);
    return this.#all.has(entry);
  }

  /** False: it was not there any more. */
  leave(of: UnprovenEntry): boolean {
    const entry = of as Entry;
    if (!this.#all.delete(entry)) return false;
    this.bytes -= entry.bytes;
    if (entry.address === undefined) return true;
    const own = this.#byAddress.get(entry.address);
    own?.delete(entry);
    if (own?.size === 0) this.#byAddress.delete(entry.address);
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

  #dropOldest(entries: ReadonlySet<Entry>): void {
    const [oldest] = entries;
    if (oldest !== undefined) this.#drop(oldest, 'unproven');
  }

  #drop(entry: Entry, why: 'unproven' | 'late'): void {
    this.leave(entry);
    this.dropped(why);
    entry.drop(why);
  }
}
