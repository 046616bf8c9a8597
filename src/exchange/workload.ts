import type { Caller } from '../soap/caller/caller.js';
import { networkOf } from '../soap/caller/network-of.js';
import { UnprovenEntry, UnprovenPool, type UnprovenPoolLimits } from './limits/unproven-pool.js';

/** Bounds on the messages that are in work at one time. */
export interface WorkloadLimits {
  /** Messages of senders that proved who they are, and the decoded bytes of those. */
  readonly messages: number;
  readonly bytes: number;
  /** Bounds on messages of senders that have not. */
  readonly unproven?: Partial<UnprovenPoolLimits>;
  /** Told why a message was dropped. */
  readonly dropped?: (why: Dropped) => void;
}

/** Why an unproven message was dropped: for a newcomer when there was no room left, or because its time was over. */
export type Dropped = 'unproven' | 'late';

/** What the messages of one party hold. */
interface Share {
  readonly party: string;
  messages: number;
  bytes: number;
}

/** The share of one message in the work at hand. */
export class Work extends UnprovenEntry {
  /** That of its party, from the proof until it is done. */
  share: Share | undefined;

  constructor(
    private readonly workload: Workload,
    drop: (why: Dropped) => void,
  ) {
    super(drop);
  }

  /** These bytes of it arrived. False: there is no room for them, and the message must be refused. */
  grow(bytes: number): boolean {
    return this.share === undefined ? this.workload.unproven.grow(this, bytes) : this.workload.grow(this, this.share, bytes);
  }

  /** Its sender proved to be this party, and it counts for the party from now on. False: there is no room for it. */
  prove(party: string): boolean {
    return this.workload.prove(this, party);
  }

  done(): void {
    this.workload.leave(this);
  }
}

/**
 * What callers may hold of the gateway at one time, in messages and in bytes that arrived; what was announced counts for nothing.
 *
 * A message begins among the unproven, in a pool of their own: see `UnprovenPool`. Once its sender has proved who it is, it counts for that
 * party. A party may hold as much as is free after it: one alone up to half of everything, two up to a third each, so there is always a
 * place for the next party. The only message of a party is bounded by the total alone, and one message alone is always let in, whatever
 * its size: rather a clear "later" for some than slowness, and then an end, for all.
 */
export class Workload {
  /** Of proven senders. */
  messages = 0;
  bytes = 0;
  readonly unproven: UnprovenPool;
  readonly #parties = new Map<string, Share>();

  constructor(private readonly limits: WorkloadLimits) {
    this.unproven = new UnprovenPool(limits.unproven, limits.dropped);
  }

  /**
   * Room for a message of somebody who has not proved anything yet. There always is: another one may be dropped for it, and so may this one
   * be later. `drop` ends the connection; it is called at most once, and never after the proof or `done`.
   */
  enter({ address }: Caller, drop: (why: Dropped) => void): Work {
    const work = new Work(this, drop);
    this.unproven.enter(work, originOf(address));
    return work;
  }

  /** The same for a message that is all there: it takes no place, and is admitted when its sender is known. */
  makeRoom({ address }: Caller): void {
    this.unproven.makeRoom(originOf(address));
  }

  /** Room for a message of a party that proved itself; undefined when there is none. */
  admit(party: string): Work | undefined {
    const work = new Work(this, () => undefined);
    return this.#admit(work, party) ? work : undefined;
  }

  /** See `Work`. */
  prove(work: Work, party: string): boolean {
    if (!this.unproven.leave(work)) return false;
    const { bytes } = work;
    work.bytes = 0;
    return this.#admit(work, party) && work.grow(bytes);
  }

  /** See `Work`. */
  grow(work: Work, share: Share, bytes: number): boolean {
    if (!this.#fits(share, bytes)) return false;
    work.bytes += bytes;
    share.bytes += bytes;
    this.bytes += bytes;
    return true;
  }

  /** See `Work.done`. */
  leave(work: Work): void {
    this.unproven.leave(work);
    const { share, bytes } = work;
    if (share === undefined) return;
    work.share = undefined;
    this.messages -= 1;
    this.bytes -= bytes;
    share.messages -= 1;
    share.bytes -= bytes;
    if (share.messages === 0) this.#parties.delete(share.party);
  }

  #admit(work: Work, party: string): boolean {
    const share = this.#parties.get(party) ?? { party, messages: 0, bytes: 0 };
    const free = this.limits.messages - this.messages;
    if (free <= 0 || (share.messages > 0 && share.messages >= free)) return false;
    if (share.messages === 0) this.#parties.set(party, share);
    this.messages += 1;
    share.messages += 1;
    work.share = share;
    return true;
  }

  #fits(share: Share, bytes: number): boolean {
    if (this.messages <= 1) return true;
    const free = this.limits.bytes - this.bytes - bytes;
    return free >= 0 && (share.messages <= 1 || share.bytes + bytes <= free);
  }
}

function originOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : networkOf(address);
}
