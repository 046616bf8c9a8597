import type { Handling } from '../http/whole-message.js';

/** A way to answer that a caller has to live with, switched on by name. Unlike a defect it breaks no one requirement. */
export interface Fault {
  /** Lower case with hyphens, or a fault code of UWLR. */
  readonly name: string;
  readonly kind: 'connection' | 'http' | 'soap' | 'answer' | 'quirk';
  /** What the administration does, in one line. */
  readonly does: string;
  /** `waitMs`: milliseconds, of faults that wait. */
  start(waitMs: number): Handling;
}

/** Which of its two services has a fault. */
export const FAULTY_SERVICES = ['pupils', 'results'] as const;
export type FaultyService = (typeof FAULTY_SERVICES)[number];

export interface FaultUse {
  readonly fault: Fault;
  /** Both unless given. */
  readonly on?: FaultyService | undefined;
  /** Only the first so many messages; all unless given. */
  readonly times?: number | undefined;
  /** Milliseconds that a slow one waits; 2000 unless given. */
  readonly waitMs?: number | undefined;
}

const PATHS: Readonly<Record<FaultyService, string>> = { pupils: '/leerlinggegevens', results: '/leerresultaten' };

/** The fault for messages of that service, as often as was asked; what else comes passes as it is. */
export function handlingOf({ fault, on, times = Number.POSITIVE_INFINITY, waitMs = 2000 }: FaultUse): Handling {
  const handling = fault.start(waitMs);
  let left = times;
  return (request, next) => {
    const isMeant = request.method === 'POST' && (on === undefined || request.path.startsWith(PATHS[on]));
    if (!isMeant || left <= 0) return next(request);
    left -= 1;
    return handling(request, next);
  };
}
