/** Bounds on the messages that are in work at one time. */
export interface WorkloadLimits {
  readonly messages: number;
  readonly bytes: number;
}

/** The share of one message in the work at hand. */
export interface Work {
  /** More bytes turned out to belong to it. False: there is no room for them, and the message must be refused. */
  grow(bytes: number): boolean;
  done(): void;
}

/**
 * Admission by count and by bytes: rather a clear "later" for some than slowness, and then an end, for all.
 * One message alone is always admitted, whatever its size.
 */
export class Workload {
  messages = 0;
  bytes = 0;

  constructor(private readonly limits: WorkloadLimits) {}

  /** Room for a message of `announced` bytes, as far as is known; undefined when there is none. */
  admit(announced = 0): Work | undefined {
    if (this.messages >= this.limits.messages || !this.#fits(announced)) return undefined;
    this.messages += 1;
    this.bytes += announced;
    let reserved = announced;
    let seen = 0;
    return {
      grow: (bytes) => {
        seen += bytes;
        const more = seen - reserved;
        if (more <= 0) return true;
        if (!this.#fits(more)) return false;
        reserved += more;
        this.bytes += more;
        return true;
      },
      done: () => {
        this.messages -= 1;
        this.bytes -= reserved;
        reserved = 0;
      },
    };
  }

  #fits(bytes: number): boolean {
    return this.bytes + bytes <= this.limits.bytes || this.messages <= 1;
  }
}
