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

/**
 * One message, as the pool holds it. The pool links its messages to each other. In a `Set` each table that was outgrown leads to the next one, and
 * thousands of messages a second outgrow many: the garbage collector carried along all that those messages had held, until its next full run.
 */
export class UnprovenEntry {
  bytes = 0;
  /** The messages that it is counted with, for as long as it is in the pool. */
  origin: Origin | undefined;
  since = 0;
  older: UnprovenEntry | undefined;
  newer: UnprovenEntry | undefined;

  /** @param drop is told why it has to go */
  constructor(readonly drop: (why: 'unproven' | 'late') => void) {}
}

/** The messages of one address, or of all that have none. */
interface Origin {
  readonly address: string | undefined;
  messages: number;
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
  messages = 0;
  bytes = 0;
  readonly #limits: UnprovenPoolLimits;
  #oldest: UnprovenEntry | undefined;
  #newest: UnprovenEntry | undefined;
  readonly #origins = new Map<string | undefined, Origin>();
  #ticks = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    limits: Partial<UnprovenPoolLimits> = {},
    private readonly dropped: (why: 'unproven' | 'late') => void = () => undefined,
  ) {
    this.#limits = { ...UNPROVEN_LIMITS, ...limits };
  }

  /** For a message that is all there: it stays for no longer than it takes to judge its sender, and counts as one more meanwhile. */
  makeRoom(address: string | undefined): void {
    const own = this.#origins.get(address);
    if (address !== undefined && own !== undefined && own.messages >= this.#limits.perAddress) this.#dropOldest(own);
    if (this.messages >= this.#limits.messages) this.#dropOldest(this.#greatest(({ messages }) => messages));
  }

  enter(entry: UnprovenEntry, address: string | undefined): void {
    this.makeRoom(address);
    let origin = this.#origins.get(address);
    if (origin === undefined) {
      origin = { address, messages: 0, bytes: 0 };
      this.#origins.set(address, origin);
    }
    origin.messages += 1;
    this.messages += 1;
    entry.origin = origin;
    entry.since = this.#ticks;
    entry.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }

  /** False: it was dropped. */
  grow(entry: UnprovenEntry, bytes: number): boolean {
    if (entry.origin === undefined) return false;
    this.#count(entry.origin, entry, bytes);
    while (this.bytes > this.#limits.bytes && entry.origin !== undefined) this.#dropOldest(this.#greatest((origin) => origin.bytes));
    return entry.origin !== undefined;
  }

  /** False: it was not there any more. Its own count of bytes stays as it was. */
  leave(entry: UnprovenEntry): boolean {
    const { origin, bytes, older, newer } = entry;
    if (origin === undefined) return false;
    entry.origin = undefined;
    entry.older = undefined;
    entry.newer = undefined;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    origin.messages -= 1;
    origin.bytes -= bytes;
    this.messages -= 1;
    this.bytes -= bytes;
    // That of all who have no address stays.
    if (origin.messages === 0 && origin.address !== undefined) this.#origins.delete(origin.address);
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
    for (let entry = this.#oldest; entry !== undefined && this.#ticks - entry.since > this.#limits.seconds; entry = this.#oldest)
      this.#drop(entry, 'late');
  }

  #count(origin: Origin, entry: UnprovenEntry, bytes: number): void {
    entry.bytes += bytes;
    origin.bytes += bytes;
    this.bytes += bytes;
  }

  /** The origin of which there is the most; of several the one that came first. Looked for only when there is no room. */
  #greatest(size: (origin: Origin) => number): Origin | undefined {
    let greatest: Origin | undefined;
    for (const origin of this.#origins.values()) if (greatest === undefined || size(origin) > size(greatest)) greatest = origin;
    return greatest;
  }

  #dropOldest(origin: Origin | undefined): void {
    let entry = this.#oldest;
    while (entry !== undefined && entry.origin !== origin) entry = entry.newer;
    if (entry !== undefined) this.#drop(entry, 'unproven');
  }

  #drop(entry: UnprovenEntry, why: 'unproven' | 'late'): void {
    this.leave(entry);
    this.dropped(why);
    entry.drop(why);
  }
}
