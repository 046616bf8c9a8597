import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { RestLimits } from '../access/rest-limits.js';
import { asProblem } from './as-problem.js';
import { Problem } from './problem.js';
import { PROBLEMS } from './problems.js';

export const READING = 'GET, HEAD';

/** The id with which a client can ask about its request; it is on every answer. */
export const begin: RequestHandler = (_request, response, next) => {
  response.locals['requestId'] = randomUUID();
  response.setHeader('X-Request-Id', response.locals['requestId']);
  response.vary('Authorization');
  next();
};

export function onlyBy(methods: string): RequestHandler {
  return () => {
    throw new Problem('method-not-allowed', { headers: { Allow: methods } });
  };
}

export interface FailedOptions {
  readonly limits: RestLimits;
  /** Gets what went wrong on our side, with the id that the client was given. */
  readonly onError?: ((error: unknown, requestId: string) => void) | undefined;
  send(response: Response, problem: Problem, requestId: string): void;
}

/** Answers with the problem that whatever was thrown is. */
export function failed({ limits, onError, send }: FailedOptions): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const requestId = String(response.locals['requestId']);
    const problem = asProblem(error);
    if (problem.guessed) limits.failed(request);
    // That a school has paused is its own choice.
    if (PROBLEMS[problem.problem].status >= 500 && problem.problem !== 'school-paused') onError?.(error, requestId);
    if (response.headersSent) response.destroy();
    else send(response, problem, requestId);
  };
}
