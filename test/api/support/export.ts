import { ENDPOINTS } from '../../../src/api/endpoints/endpoints.js';
import { isScope } from '../../../src/directory/access/scopes.js';
import { WHOLE_HOURS } from './planted-annotations.js';
import type { Reply, RestServer } from './rest-server.js';

/** One thing that a client was shown: where, at which place, and with which headers. */
export interface Shown {
  readonly path: string;
  readonly item: Record<string, unknown>;
  readonly position: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The cursor that came with it. */
  readonly next?: string;
}

/** Of each request another one, with nothing in it of who is meant. */
const RANDOM = ['x-request-id', 'date'];

/** Lists that are read one by one, so that a cursor and a header are of one person: as an attacker would. */
const ONE_BY_ONE = ['/learners', '/learners/unmatched'];
/** Of each list so many things are also asked for by id. */
const BY_ID = 6;

/** All that a client can read, by every path. */
export async function exportAll(rest: RestServer, token: string): Promise<readonly Shown[]> {
  const readable = ENDPOINTS.filter(({ method, scopes }) => method === undefined && scopes.some(isScope));
  const lists: Shown[] = [];
  for (const { path, parameters } of readable.filter(({ id }) => id === undefined)) {
    lists.push(...(await walk(rest, token, path, 'limit' in parameters ? `?limit=${ONE_BY_ONE.includes(path) ? 1 : 7}` : '')));
  }
  const single: Shown[] = [];
  for (const { path } of readable.filter(({ id }) => id !== undefined)) {
    const of = path.replace(/\/\{id\}.*/, '');
    for (const { item } of lists.filter((shown) => shown.path === of).slice(0, BY_ID)) {
      const reply = await asked(
        rest,
        token,
        path.replace('{id}', encodeURIComponent(String(item['id'] ?? item['goal']))).replace('{goal}', encodeURIComponent(WHOLE_HOURS)),
      );
      const items: Record<string, unknown>[] = reply.json.items ?? [reply.json];
      single.push(...items.map((one, position) => ({ path, item: one, position, headers: headersOf(reply) })));
    }
  }
  return [...lists, ...single];
}

async function walk(rest: RestServer, token: string, path: string, query: string): Promise<Shown[]> {
  const shown: Shown[] = [];
  let cursor = '';
  do {
    const reply = await asked(rest, token, `${path}${query}${cursor}`);
    const { items, next } = reply.json as { items: Record<string, unknown>[]; next?: string };
    const headers = headersOf(reply);
    for (const item of items) shown.push({ path, item, position: shown.length, headers, ...(next === undefined ? {} : { next }) });
    cursor = next === undefined ? '' : `&cursor=${next}`;
  } while (cursor !== '');
  return shown;
}

async function asked(rest: RestServer, token: string, path: string): Promise<Reply> {
  const reply = await rest.ask(path, token);
  if (reply.status !== 200) throw new Error(`${path.replace(/[?].*/, '')} is ${reply.status}`);
  return reply;
}

function headersOf({ headers }: Reply): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !RANDOM.includes(name)));
}
