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
  /** How many there are of an address. */
  readonly #ofAddress = new Map<string, number>();
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
    if (address !== undefined && this.#countOf(address) >= this.#limits.perAddress) this.#dropOldest(address);
    if (this.#all.size >= this.#limits.messages) this.#dropOldest();
    const entry: Entry = { bytes: 0, address, drop, since: this.#ticks };
    this.#all.add(entry);
    if (address !== undefined) this.#ofAddress.set(address, this.#countOf(address) + 1);
    return entry;
  }

  /** False: it was dropped. */
  grow(of: UnprovenEntry, bytes: number): boolean {
    const entry = of as Entry;
    if (!this.#all.has(entry)) return false;
    entry.bytes += bytes;
    this.bytes += bytes;
    while (this.bytes > this.#limits.bytes && this.#all.has(entry)) this.#dropOldest();
    return this.#all.has(entry);
  }

  /** False: it was not there any more. */
  leave(of: UnprovenEntry): boolean {
    const entry = of as Entry;
    if (!this.#all.delete(entry)) return false;
    this.bytes -= entry.bytes;
    if (entry.address === undefined) return true;
    const left = this.#countOf(entry.address) - 1;
    if (left > 0) this.#ofAddress.set(entry.address, left);
    else this.#ofAddress.delete(entry.address);
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

  #countOf(address: string): number {
    return this.#ofAddress.get(address) ?? 0;
  }

  /** Of all, or of an address: looked for only when it has too many. */
  #dropOldest(address?: string): void {
    for (const entry of this.#all) {
      if (address !== undefined && entry.address !== address) continue;
      this.#drop(entry, 'unproven');
      return;
    }
  }

  #drop(entry: Entry, why: 'unproven' | 'late'): void {
    this.leave(entry);
    this.dropped(why);
    entry.drop(why);
  }
}
