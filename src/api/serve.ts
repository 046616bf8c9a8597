import type { Request, RequestHandler } from 'express';
import type { SchoolKeys } from '../exchange/school-keys.js';
import type { Keyring } from '../privacy/keyring.js';
import type { Store } from '../store/store.js';
import { StoreError } from '../store/store-error.js';
import { actorOf } from './actor.js';
import { invalidParameter } from './as-problem.js';
import { authenticate, scopeMissing } from './authenticate.js';
import type { Answer, Call, Endpoint } from './endpoint.js';
import { nextLink } from './next-link.js';
import { Problem } from './problem.js';
import { type Parameters, readQuery } from './read-query.js';
import { hasAlready, jsonDocument, sendJson, sendUnchanged, tagOf } from './send-json.js';

export interface Resources {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly schoolKeys: SchoolKeys;
  /** Where the REST side is reached. */
  readonly base: string;
  /** Another one as soon as this gateway may make something else of the same data. */
  readonly edition: string;
  now(): Date;
}

/** Answers GET and HEAD of one endpoint: token, then scope, then parameters, then school, then the thing itself. */
export function serve(endpoint: Endpoint, resources: Resources): RequestHandler {
  const { store, keyring, schoolKeys, base, edition, now } = resources;
  return async (request, response) => {
    const token = await authenticate(request.headers.authorization, endpoint.scopes, store, keyring);
    const { school = '', client, scopes } = token;
    const search = queryOf(request);
    const query = readQuery(search, endpoint.parameters);
    if (endpoint.identities !== undefined && query['identities'] === true && !scopes.includes(endpoint.identities)) {
      throw scopeMissing(endpoint.identities);
    }
    if ((query['school'] ?? school) !== school) throw new Problem('other-school');
    const id = typeof request.params['id'] === 'string' ? request.params['id'] : '';
    const asked = { client, actor: actorOf(token), school, scopes, query, id };
    const call = { ...asked, store, now: now(), schoolKey: () => schoolKeys.of(school) };
    const tagFor = (state: string) => tagOf([edition, request.originalUrl, school, state].join('\n'));
    // What a shared cache may hold, it might give to someone else; "no-cache" is: ask again with the ETag.
    const caching = 'private, no-cache';
    const state = await endpoint.state?.(call);
    if (state !== undefined && hasAlready(request, tagFor(state))) {
      response.setHeader('Cache-Control', caching);
      sendUnchanged(response, tagFor(state));
      return;
    }
    const answer = await handle(endpoint, call);
    if (answer === undefined) throw new Problem('not-found');
    response.setHeader('Cache-Control', caching);
    const path = endpoint.path.replace('{id}', encodeURIComponent(id));
    if (answer.next !== undefined) response.setHeader('Link', nextLink(`${base}${path}`, search, answer.next));
    sendJson(request, response, jsonDocument(answer.body, answer.state === undefined ? undefined : tagFor(answer.state)));
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
