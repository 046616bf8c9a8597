import type { Caller } from '../../soap/caller/caller.js';
import type { SoapRequest } from '../../soap/endpoint/endpoint.js';
import { UNPROVEN_BYTES } from '../limits/unproven-pool.js';
import type { Dropped, Work, Workload } from '../workload.js';
import type { Reception } from './visitor.js';

/** A message while it comes in: what it holds, and how far its sender has got in proving who it is. */
export class Arrival {
  /** There was no room for it any more. */
  full = false;
  /** Its connection was ended in the middle: nobody waits for an answer. */
  dropped: Dropped | undefined;
  #bytes = 0;
  #reception: Reception | undefined;
  #work: Work | undefined;

  constructor(private readonly workload: Workload) {}

  /** All of it is there: it holds no place until its sender is known. */
  come(caller: Caller): void {
    this.workload.makeRoom(caller);
  }

  /** It holds a place from now on, for what has still to come. */
  wait({ caller, cutOff }: Pick<SoapRequest, 'caller' | 'cutOff'>): void {
    this.#work = this.workload.enter(caller, (why) => {
      this.dropped = why;
      cutOff(why === 'late' ? 'late' : 'busy');
    });
  }

  /** What became of its sender. Judged once, and counted once, however often the header is read. */
  receive(judge: () => Reception): Reception {
    if (this.#reception !== undefined) return this.#reception;
    this.#reception = judge();
    const { visitor } = this.#reception;
    if (this.proved && visitor !== undefined && !this.#prove(visitor.party.klantcode)) this.full = true;
    return this.#reception;
  }

  #prove(party: string): boolean {
    if (this.#work !== undefined) return this.#work.prove(party);
    this.#work = this.workload.admit(party);
    return this.#work?.grow(this.#bytes) ?? false;
  }

  /** It said who it is from. */
  get introduced(): boolean {
    return this.#reception !== undefined;
  }

  /** Its sender showed a valid key. */
  get proved(): boolean {
    return this.#reception?.proved === true;
  }

  grow(bytes: number): void {
    this.#bytes += bytes;
    if (this.#work?.grow(bytes) === false) this.full = true;
  }

  /** So much of it came that its sender should have proved itself before. */
  get late(): boolean {
    return !this.proved && this.#bytes > UNPROVEN_BYTES;
  }

  /** It has been read. What is proven goes on to hold its place until `done`: it is worked on. */
  read(): void {
    if (!this.proved) this.done();
  }

  done(): void {
    this.#work?.done();
  }
}
