import type { SoapRequest } from '../../soap/endpoint/endpoint.js';
import { UNPROVEN_BYTES } from '../limits/unproven-pool.js';
import type { Dropped, Work, Workload } from '../workload.js';
import type { Reception } from './visitor.js';

/** A message while it comes in: what it holds, and how far its sender has got in proving who it is. */
export class Arrival {
  /** It said who it is from. What became of that has been counted. */
  introduced = false;
  /** Its sender showed a valid key. */
  proved = false;
  /** There was no room for it any more. */
  full = false;
  /** Its connection was ended in the middle: nobody waits for an answer. */
  dropped: Dropped | undefined;
  #bytes = 0;
  readonly #work: Work;

  constructor(workload: Workload, { caller, cutOff }: Pick<SoapRequest, 'caller' | 'cutOff'>) {
    this.#work = workload.enter(caller, (why) => {
      this.dropped = why;
      cutOff(why === 'late' ? 'late' : 'busy');
    });
  }

  introduce({ visitor, proved = false }: Reception): void {
    this.introduced = true;
    this.proved = proved;
    if (proved && visitor !== undefined && !this.#work.prove(visitor.party.klantcode)) this.full = true;
  }

  grow(bytes: number): void {
    this.#bytes += bytes;
    if (!this.#work.grow(bytes)) this.full = true;
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
    this.#work.done();
  }
}
