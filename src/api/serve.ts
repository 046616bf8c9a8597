import type { Request, RequestHandler } from 'express';
import type { Keyring } from '../privacy/keyring.js';
import type { Store } from '../store/store.js';
import { StoreError } from '../store/store-error.js';
import { invalidParameter } from './as-problem.js';
import { authenticate } from './authenticate.js';
import type { Answer, Call, Endpoint } from './endpoint.js';
import { nextLink } from './next-link.js';
import { Problem } from './problem.js';
import { type Parameters, readQuery } from './read-query.js';
import { jsonDocument, sendJson } from './send-json.js';

export interface Resources {
  readonly store: Store;
  readonly keyring: Keyring;
}

/** Answers GET and HEAD of one endpoint: token, then scope, then parameters, then school, then the thing itself. */
export function serve(endpoint: Endpoint, { store, keyring }: Resources, base: string): RequestHandler {
  return async (request, response) => {
    const { school } = await authenticate(request.headers.authorization, endpoint.scope, store, keyring);
    const search = queryOf(request);
    const query = readQuery(search, endpoint.parameters);
    if ((query['school'] ?? school) !== school) throw new Problem('other-school');
    const id = request.params['id'];
    const answer = await handle(endpoint, { store, school, query, id: typeof id === 'string' ? id : '' });
    if (answer === undefined) throw new Problem('not-found');
    // What a shared cache may hold, it might give to someone else; "no-cache" is: ask again with the ETag.
    response.setHeader('Cache-Control', 'private, no-cache');
    if (answer.next !== undefined) response.setHeader('Link', nextLink(`${base}${endpoint.path}`, search, answer.next));
    sendJson(request, response, jsonDocument(answer.body));
  };
}

/** Only the store can tell whether a cursor is one of its own. */
async function handle(endpoint: Endpoint, call: Call<Parameters>): Promise<Answer | undefined> {
  try {
    return await endpoint.handle(call);
  } catch (error) {
    const cursor = endpoint.parameters['cursor'];
    const given = call.query['cursor'] !== undefined && cursor !== undefined;
    if (given && error instanceof StoreError && error.code === 'unknown') throw invalidParameter('cursor', `must be ${cursor.expected}`);
    throw error;
  }
}

export function queryOf(request: Request): URLSearchParams {
  const [, ...query] = request.url.split('?');
  return new URLSearchParams(query.join('?'));
}
