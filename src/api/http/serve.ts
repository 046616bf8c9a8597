import type { Request, RequestHandler, Response } from 'express';
import { supplied } from '../../core/supplied.js';
import { type Access, agreementOf, isOfOwnGroups } from '../../directory/access/grant.js';
import type { Directory, School } from '../../directory/directory.js';
import { aliasGenerationOf } from '../../exchange/sight/receiver-names.js';
import type { Sight } from '../../exchange/sight/sight.js';
import { hasAlready, tagOf } from '../../soap/endpoint/entity-tag.js';
import { StoreError } from '../../store/store-error.js';
import { actorOf } from '../access/actor.js';
import { admit, checkOpen } from '../access/admit.js';
import { demand } from '../access/authenticate.js';
import { auditRead } from '../reads/audit-read.js';
import { keepDisclosed } from '../reads/disclosed-read.js';
import { NamesOfCall } from '../reads/names-of-call.js';
import { invalidParameter } from './as-problem.js';
import type { ActingEndpoint, Answer, Call, Endpoint, ReadEndpoint } from './endpoint.js';
import { nextLink } from './next-link.js';
import { Problem } from './problem.js';
import { readJsonBody } from './read-json-body.js';
import { type Parameters, readMembers, readQuery, type Values } from './read-query.js';
import type { Resources } from './resources.js';
import { JSON_TYPE, jsonDocument, sendJson, sendText, sendUnchanged } from './send-json.js';

/** Answers one endpoint: token, then scope and agreement, then parameters, then school, then the thing itself. */
export function serve(endpoint: ReadEndpoint | ActingEndpoint, resources: Resources): RequestHandler {
  const { stores, schoolKeys, base, edition, now } = resources;
  return async (request, response) => {
    const time = now();
    const at = time.toISOString();
    const { directory, access, grant } = await admit(endpoint, request, resources, at);
    const search = queryOf(request);
    const query = endpoint.method === 'post' ? await readGiven(request, search, endpoint) : readQuery(search, endpoint.parameters);
    if (endpoint.identities !== undefined && query['identities'] === true) demand(grant, [endpoint.identities]);
    const school = schoolOf(endpoint, access, query['school'], directory);
    // What the gateway and the school themselves look at goes nowhere.
    checkOpen(access, school, directory);
    const { id = '', goal = '' } = request.params as { readonly id?: string; readonly goal?: string };
    const asker = { client: access.client, actor: actorOf(access), scopes: grant.scopes, ...agreementOf(grant, endpoint.scopes) };
    const known: Pick<School, 'id' | 'aliases'> = directory.schools.get(school) ?? { id: school };
    const names = new NamesOfCall({ store: stores.vault, schoolKeys, school: known, receiver: access.client, now: time, linkBase: base });
    const place = await names.placeOf(endpoint, query['cursor']);
    const asked = { school, query: place === undefined ? query : { ...query, cursor: place }, id, goal, now: time };
    const sight = sightOf(access, { school, now: time }, stores);
    const told = {
      ...asker,
      ...asked,
      ...supplied({ teacher: access.teacher }),
      sight: async () => sight?.(),
      schoolKey: () => schoolKeys.of(school),
      names: () => names.get(),
    };
    if (endpoint.method === 'post') {
      const done = await endpoint.handle({ ...told, actions: stores.actions(told.actor), people: stores.reads(school, sight) });
      if (done === undefined) throw new Problem('not-found');
      response.setHeader('Cache-Control', 'no-store');
      sendText(response, 200, JSON_TYPE, JSON.stringify(done.body));
      return;
    }
    const call = { ...told, reads: stores.reads(school, sight) };
    const generation = aliasGenerationOf(known);
    const { client, role = '', teacher = '' } = access;
    const tagFor = (state: string) => tagOf([edition, request.originalUrl, school, client, role, teacher, generation, state].join('\n'));
    // What a shared cache may hold, it might give to someone else; "no-cache" is: ask again with the ETag.
    const caching = 'private, no-cache';
    // What a teacher sees hangs from the days of memberships too, and from the rosters of other years.
    const state = sight === undefined ? await endpoint.state?.(call) : undefined;
    if (state !== undefined && hasAlready(request, tagFor(state))) {
      response.setHeader('Cache-Control', caching);
      sendUnchanged(response, tagFor(state));
      return;
    }
    const mark = await stores.records.erasureMark(school);
    const answer = await handle(endpoint, call);
    if (answer === undefined) throw new Problem('not-found');
    await auditRead(endpoint, call, answer, stores.records);
    if (answer.location !== undefined && request.accepts(['json', 'html']) === 'html') {
      redirect(response, answer.location, answer.body);
      return;
    }
    const next = await names.cursorOf(endpoint, answer.next);
    const body = next === undefined ? answer.body : { ...answer.body, next };
    const document = jsonDocument(body, answer.state === undefined || sight !== undefined ? undefined : tagFor(answer.state));
    const leaves = request.method !== 'HEAD' && !hasAlready(request, document.etag);
    // The school itself is nobody to whom its data go.
    if (!leaves || access.role !== undefined) await names.keep();
    else await keepDisclosed(endpoint, call, answer, names, { mark, requestId: String(response.locals['requestId']) }, stores.records);
    response.setHeader('Cache-Control', caching);
    const path = endpoint.path.replace('{id}', encodeURIComponent(id)).replace('{goal}', encodeURIComponent(goal));
    if (next !== undefined) response.setHeader('Link', nextLink(`${base}${path}`, search, next));
    sendJson(request, response, document);
  };
}

/** For a browser. Where it leads is not told where somebody comes from. */
function redirect(response: Response, location: string, body: object): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Location', location);
  sendText(response, 303, JSON_TYPE, JSON.stringify(body));
}

/** What the token may see of the school; undefined: everything. Worked out once, when it is first needed. */
function sightOf(
  access: Access,
  { school, now }: { readonly school: string; readonly now: Date },
  stores: Resources['stores'],
): (() => Promise<Sight>) | undefined {
  const { teacher } = access;
  if (!isOfOwnGroups(access) || teacher === undefined) return undefined;
  let made: Promise<Sight> | undefined;
  return () => {
    made ??= stores.sightOf({ school, teacher, now });
    return made;
  };
}

/** What somebody wants done: the body says it, and the query nothing. */
async function readGiven(request: Request, search: URLSearchParams, { parameters }: Endpoint): Promise<Values<Parameters>> {
  readQuery(search, {});
  return readMembers(await readJsonBody(request, Object.keys(parameters)), parameters);
}

/** The school that a request is about: that of the token, or for a token of none the one that is named. */
function schoolOf({ across }: Endpoint, access: Access, named: unknown, { schools }: Directory): string {
  if (access.school !== undefined) {
    if ((named ?? access.school) !== access.school) throw new Problem('other-school');
    return access.school;
  }
  if (typeof named === 'string') {
    if (!schools.has(named)) throw new Problem('not-found');
    return named;
  }
  if (across === undefined) throw invalidParameter('school', 'must be given, as the token is bound to no school');
  return '';
}

/** Only the store can tell whether a cursor is one of its own. */
async function handle(endpoint: ReadEndpoint, call: Call<Parameters>): Promise<Answer | undefined> {
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
