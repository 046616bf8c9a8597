import { createHash } from 'node:crypto';
import { plainName } from '../../model/plain-name.js';
import type { Caller } from '../../soap/caller/caller.js';
import { networkOf } from '../../soap/caller/network-of.js';
import { markProven } from '../../soap/caller/proven.js';
import { Failures, type LocksElsewhere, Rate } from './counts.js';

/** Too much: of requests from an address, of requests of a party, or of failures to prove who one is. */
export type LimitKind = 'address' | 'party' | 'failures';

/** A request that is not looked at; `seconds` until it makes sense to try again. */
export interface TurnedAway {
  readonly by: LimitKind;
  readonly seconds: number;
}

export interface GuardOptions {
  /** Requests a minute; 0: no limit. */
  readonly requestsPerAddress: number;
  readonly requestsPerParty: number;
  /** Failures with one klantcode from one address; 0: no lock-out. */
  readonly failures: number;
  /** How long failures count, and how long a lock-out lasts. */
  readonly lockOutSeconds: number;
  /** Milliseconds that never go back. */
  readonly now?: () => number;
  readonly turnedAway?: (by: LimitKind) => void;
  /** Told when somebody is locked out; `klantcode` as it was claimed, undefined when it is about an address; empty when it is too long to be one. */
  readonly lockedOut?: (klantcode: string | undefined) => void;
  /** Told when a klantcode, as it was claimed, failed so often from many addresses that somebody is after its key. */
  readonly underAttack?: (klantcode: string) => void;
}

/** What others count too. The names are of the keys that they share. */
export interface Shared {
  readonly rates: ReadonlyMap<string, Rate>;
  readonly failures: ReadonlyMap<string, Failures>;
}

/** Bounds in terms of that of one klantcode from one address. */
export const PER_ADDRESS = 5;
export const ALARM = 50;
/** Characters of a klantcode by the standard. */
const LONGEST_CODE = 64;

/**
 * Who has asked too much, or failed too often. Nothing in here looks at the directory: a klantcode that exists and one that does not are
 * counted and refused alike, before it is known which it is.
 *
 * A failure counts against klantcode and address together, so that a stranger who tries keys locks out itself and not the vendor; and against
 * the address, so that it cannot go on with other klantcodes. The count of a klantcode from anywhere only raises an alarm: a lock on it
 * would be one on the vendor, for any stranger with many addresses to turn. With keys of 256 random bits nothing is lost by that.
 *
 * A caller without an address (see `Caller`) is not limited by address and not locked out: everybody might be behind it.
 */
export class Guard {
  readonly #addressRate: Rate;
  readonly #partyRate: Rate;
  readonly #pairs: Failures;
  readonly #addresses: Failures;
  readonly #klantcodes: Failures;

  constructor(private readonly options: GuardOptions) {
    const { requestsPerAddress, requestsPerParty, failures, lockOutSeconds, now = () => performance.now() } = options;
    const lockedOut = (klantcode: string | undefined) => options.lockedOut?.(klantcode);
    const counting = { seconds: lockOutSeconds, now };
    this.#addressRate = new Rate(requestsPerAddress, now);
    this.#partyRate = new Rate(requestsPerParty, now);
    this.#pairs = new Failures({ ...counting, most: failures, locks: lockedOut });
    this.#addresses = new Failures({ ...counting, most: failures * PER_ADDRESS, locks: lockedOut });
    this.#klantcodes = new Failures({ ...counting, most: failures * ALARM, locks: (klantcode) => options.underAttack?.(klantcode ?? '') });
  }

  /**
   * What is counted, by name, once others count the same: from now on it is kept for them. `elsewhere` gives what they locked, for each name.
   */
  share(elsewhere: (name: string) => LocksElsewhere): Shared {
    const shared: Shared = {
      rates: new Map([
        ['requests of an address', this.#addressRate],
        ['requests of a party', this.#partyRate],
      ]),
      failures: new Map([
        ['failures at an address', this.#addresses],
        ['failures with a klantcode at an address', this.#pairs],
        ['failures with a klantcode', this.#klantcodes],
      ]),
    };
    for (const rate of shared.rates.values()) rate.share();
    for (const [name, failures] of shared.failures) failures.share(elsewhere(name));
    return shared;
  }

  /** A request comes in, of which nothing was read yet. */
  arrives({ address }: Caller): TurnedAway | undefined {
    if (address === undefined) return undefined;
    const key = networkOf(address);
    return this.#unlessFree('failures', this.#addresses.wait(key)) ?? this.#unlessFree('address', this.#addressRate.take(key));
  }

  /** It says that it is of this klantcode. */
  claims({ address }: Caller, klantcode: string): TurnedAway | undefined {
    if (address === undefined) return undefined;
    return this.#unlessFree('failures', this.#pairs.wait(pair(keyOf(klantcode), networkOf(address))));
  }

  /** It could not prove who it is. Without a klantcode: it showed a token that is none, or nothing that can be read. */
  failed({ address }: Caller, klantcode?: string): void {
    if (address === undefined) return;
    const key = networkOf(address);
    this.#addresses.add(key);
    if (klantcode === undefined) return;
    const code = keyOf(klantcode);
    const about = klantcode.length <= LONGEST_CODE ? klantcode : '';
    this.#pairs.add(pair(code, key), about);
    this.#klantcodes.add(code, about);
  }

  /** It did prove it, and so counts for the party. */
  proved({ connection }: Caller, klantcode: string): TurnedAway | undefined {
    if (connection !== undefined) markProven(connection);
    return this.#unlessFree('party', this.#partyRate.take(klantcode));
  }

  #unlessFree(by: LimitKind, seconds: number): TurnedAway | undefined {
    if (seconds === 0) return undefined;
    this.options.turnedAway?.(by);
    return { by, seconds };
  }
}

/**
 * What a klantcode is counted by, however it is written: one that is made up may be as long as a message, and is remembered for as long as it
 * counts.
 */
function keyOf(klantcode: string): string {
  const plain = plainName(klantcode);
  return plain.length <= LONGEST_CODE ? plain : createHash('sha256').update(plain).digest('base64url');
}

/** An address does not hold a line feed, so no other pair reads the same. */
function pair(klantcode: string, address: string): string {
  return `${address}\n${klantcode}`;
}
