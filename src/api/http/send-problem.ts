import type { ServerResponse } from 'node:http';
import { supplied } from '../../core/supplied.js';
import type { Problem } from './problem.js';
import { PROBLEMS, problemUrn } from './problems.js';
import { sendText } from './send-json.js';

/** Sends a problem (RFC 9457). It is never kept: the next answer may be another. */
export function sendProblem(
  response: ServerResponse,
  { problem, headers, parameters, errors, ...special }: Problem,
  requestId: string,
): void {
  const { status, title, detail } = PROBLEMS[problem];
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');
  const more = { ...supplied({ parameters, errors }) };
  const body = { type: problemUrn(problem), title, status, detail: special.detail ?? detail, requestId, ...more };
  sendText(response, status, 'application/problem+json; charset=utf-8', JSON.stringify(body));
}
