import type { Request, RequestHandler, Response } from 'express';
import type { TurnedAway } from '../../exchange/limits/guard.js';
import { Problem } from '../http/problem.js';

/** Bounds on who may ask how much, and how often somebody may guess. */
export interface RestLimits {
  arrives(request: Request): TurnedAway | undefined;
  /** It came with a token that is none. */
  failed(request: Request): void;
  /** It holds a place among those who have not proved who they are, until `done`: see `Workload.enter`. */
  enter(request: Request, response: Response): { done(): void };
  /** It is of this client. */
  proved(request: Request, client: string): TurnedAway | undefined;
}

export const NO_LIMITS: RestLimits = {
  arrives: () => undefined,
  failed: () => undefined,
  enter: () => ({ done: () => undefined }),
  proved: () => undefined,
};

/** Before anything else is looked at, the token too. */
export function limited(limits: RestLimits): RequestHandler {
  return (request, _response, next) => {
    pass(limits.arrives(request));
    next();
  };
}

/** Throws `too-many-requests` for a request that is turned away. The same whatever there was too much of. */
export function pass(turnedAway: TurnedAway | undefined): void {
  if (turnedAway !== undefined) throw new Problem('too-many-requests', { headers: { 'Retry-After': String(turnedAway.seconds) } });
}
