import { OwnError } from '../core/own-error.js';

/**
 * Why what somebody asked for was not done. `unknown`: what it is about is not there; `conflict`: it does not go together with what is
 * there; `unfit`: it makes no sense whatever is there. The message is one line, names organisations and ids at most, and never a pupil.
 */
export class Refusal extends OwnError<'unknown' | 'conflict' | 'unfit'> {}

export function unknown(message: string): Refusal {
  return new Refusal('unknown', message);
}

export function conflict(message: string): Refusal {
  return new Refusal('conflict', message);
}

export function unfit(message: string): Refusal {
  return new Refusal('unfit', message);
}
