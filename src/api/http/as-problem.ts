import { Refusal } from '../../admin/refusal.js';
import { PAUSE_RETRY_SECONDS } from '../../directory/authorise.js';
import { isPassing, StoreError } from '../../store/store-error.js';
import { Problem } from './problem.js';

/** When to ask again after what passes by itself, for `Retry-After`. */
export const RETRY_SECONDS = '5';

/** Whatever was thrown, as the problem to answer with. What is not known is `internal`, and says nothing. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // The router could not decode `{id}`, the only part of a path that varies.
  if (error instanceof URIError && 'status' in error) return invalidParameter('id', 'must be UTF-8 in percent-encoding');
  if (error instanceof Refusal) return refused(error);
  if (error instanceof StoreError && error.code === 'conflict') return new Problem('conflict');
  if (error instanceof StoreError && error.code === 'destroyed') return new Problem('key-destroyed');
  if (isPassing(error)) return tryLater();
  return new Problem('internal');
}

/** The words of a refusal are for the command line: they name its options. */
function refused({ code }: Refusal): Problem {
  if (code === 'unknown') return new Problem('not-found');
  return code === 'conflict'
    ? new Problem('conflict')
    : invalidParameter('*', 'must go together, fit what they are for, and change something');
}

/** One parameter is wrong. */
export function invalidParameter(parameter: string, reason: string): Problem {
  return new Problem('invalid-parameter', { parameters: [{ parameter, reason }] });
}

/** The school has stopped everything. */
export function schoolPaused(): Problem {
  return new Problem('school-paused', { headers: { 'Retry-After': String(PAUSE_RETRY_SECONDS) } });
}

/** It will go well in a moment. */
export function tryLater(): Problem {
  return new Problem('unavailable', { headers: { 'Retry-After': RETRY_SECONDS } });
}
