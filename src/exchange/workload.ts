import type { Caller } from '../soap/caller/caller.js';
import { networkOf } from '../soap/caller/network-of.js';
import { UnprovenPool, type UnprovenPoolLimits } from './limits/unproven-pool.js';

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

/** The share of one message in the work at hand. */
export interface Work {
  /** These bytes of it arrived. False: there is no room for them, and the message must be refused. */
  grow(bytes: number): boolean;
  /** Its sender proved to be this party, and it counts for the party from now on. False: there is no room for it. */
  prove(party: string): boolean;
  readonly proven: boolean;
  done(): void;
}

interface Share {
  messages: number;
  bytes: number;
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
    const entry = this.unproven.enter(address === undefined ? undefined : networkOf(address), drop);
    let share: Work | undefined;
    return {
      grow: (bytes) => (share === undefined ? this.unproven.grow(entry, bytes) : share.grow(bytes)),
      prove: (party) => {
        if (!this.unproven.leave(entry)) return false;
        share = this.admit(party);
        return share?.grow(entry.bytes) ?? false;
      },
      get proven() {
        return share !== undefined;
      },
      done: () => {
        this.unproven.leave(entry);
        share?.done();
      },
    };
  }

  /** Room for a message of a party that proved itself; undefined when there is none. */
  admit(party: string): Work | undefined {
    const of = this.#parties.get(party) ?? { messages: 0, bytes: 0 };
    const free = this.limits.messages - this.messages;
    if (free <= 0 || (of.messages > 0 && of.messages >= free)) return undefined;
    this.#parties.set(party, of);
    this.messages += 1;
    of.messages += 1;
    let arrived = 0;
    let open = true;
    return {
      grow: (bytes) => {
        if (!this.#fits(of, bytes)) return false;
        arrived += bytes;
        of.bytes += bytes;
        this.bytes += bytes;
        return true;
      },
      prove: () => true,
      proven: true,
      done: () => {
        if (!open) return;
        open = false;
        this.messages -= 1;
        this.bytes -= arrived;
        of.messages -= 1;
        of.bytes -= arrived;
        if (of.messages === 0) this.#parties.delete(party);
      },
    };
  }

  #fits(of: Share, bytes: number): boolean {
    if (this.messages <= 1) return true;
    const free = this.limits.bytes - this.bytes - bytes;
    return free >= 0 && (of.messages <= 1 || of.bytes + bytes <= free);
  }
}
