import { randomUUID } from 'node:crypto';
import type { PostedAssessment, PostedResult, PostedResults } from '../../../src/model/posted/posted-results.js';
import type { Reply, RestServer } from './rest-server.js';

/** Everything here is invented. Scores from 0 to 100, in two norms. */
export const ASSESSMENT: PostedAssessment = {
  code: { value: 'T1' },
  version: { value: '2' },
  name: 'Rekenen blok 1',
  subject: { value: 'rekenen', vocabulary: 'http://example.org/vakken' },
  hierarchy: [{ level: '1', entry: { value: 'Rekenen' } }],
  norm: {
    bands: [
      { term: 'oefenen', from: '0', to: '54' },
      { term: 'goed', from: '55', to: '100' },
    ],
  },
  parts: [{ number: '1', code: { value: 'T1-1' }, name: 'Optellen' }],
};

export function postedResult(key: string, more: Partial<PostedResult> = {}): PostedResult {
  return {
    key,
    learner: { leerlingid: 'verzonnen-0001' },
    activity: { code: 'T1' },
    date: '2026-09-14',
    values: [{ kind: 'score', value: '70' }],
    ...more,
  };
}

export function postedBody(more: Partial<PostedResults> = {}): PostedResults {
  return { schoolYear: '2026-2027', assessments: [ASSESSMENT], results: [postedResult('r-1')], ...more };
}

/** Posts a body, under a key of its own unless one is given. What is no text or bytes goes as JSON. */
export function postResults(
  rest: RestServer,
  token: string | undefined,
  body: unknown,
  { key = randomUUID(), headers = {} }: { readonly key?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Reply> {
  const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return rest.ask('/results', token, {
    method: 'POST',
    body: sent as string,
    headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers },
  });
}
