import type { Response } from 'express';
import type { Problem } from '../http/problem.js';
import { PROBLEMS } from '../http/problems.js';
import { JSON_TYPE, sendText } from '../http/send-json.js';

/** The words of CASE for what went wrong, by HTTP status. */
const MINOR: Readonly<Record<number, string>> = {
  400: 'invalid_selection_field',
  401: 'unauthorisedrequest',
  403: 'forbidden',
  404: 'unknownobject',
  429: 'server_busy',
  503: 'server_busy',
};

/** Sends a problem as `imsx_StatusInfo`, which is what a consumer of CASE reads. */
export function sendCaseStatus(response: Response, { problem, headers, detail: special }: Problem, _requestId: string): void {
  const { status, detail } = PROBLEMS[problem];
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');
  const value = MINOR[status] ?? 'internal_server_error';
  const body = {
    imsx_codeMajor: 'failure',
    imsx_severity: 'error',
    imsx_description: special ?? detail,
    imsx_codeMinor: { imsx_codeMinorField: [{ imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: value }] },
  };
  sendText(response, status, JSON_TYPE, JSON.stringify(body));
}
