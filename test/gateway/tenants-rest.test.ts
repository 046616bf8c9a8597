import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ENDPOINTS } from '../../src/api/endpoints/endpoints.js';
import { POSTED_EXAMPLE } from '../../src/api/endpoints/posting-endpoint.js';
import type { Endpoint } from '../../src/api/http/endpoint.js';
import type { ProblemName } from '../../src/api/http/problems.js';
import { ROLE_NAMES, ROLES } from '../../src/directory/access/roles.js';
import { SCOPES } from '../../src/directory/access/scopes.js';
import type { Agreement, Token } from '../../src/directory/directory.js';
import { PARTY, post, type Running, startTestGateway } from '../support/gateway.js';
import { fillCast, KEYS, NAMES, PARTIES, SCHOOLS } from './tenants/cast.js';
import { OPERATIONS } from './tenants/operations.js';
import { VENDOR } from './tenants/wrong-callers.js';

const FROM = '2026-01-01T00:00:00.000Z';
const PAST = '2026-02-01T00:00:00.000Z';
const FUTURE = '2126-01-01T00:00:00.000Z';
const { OPEN, OTHERS } = SCHOOLS;

interface Reply {
  readonly status: number;
  readonly problem: string | undefined;
  /** Without the id of the request: all that may differ between refusals for one reason. */
  readonly text: string;
  readonly headers: readonly string[];
}

let running: Running;
let clients = 0;
let refused = 0;
/** An id of something of the other school, by the first part of its path. */
const foreign = new Map<string, string>();

beforeAll(async () => {
  running = await startTestGateway({ schools: [] });
  await fillCast(running.gateway);
  const results = OPERATIONS.filter(({ service }) => service === 'leerresultaten').slice(0, 1);
  for (const { service, message } of results) {
    const other = { klantcode: 'OTHER', klantnaam: PARTIES.OTHER, key: KEYS.other, school: OTHERS };
    for (const caller of [VENDOR, other]) expect((await post(running.gateway, message(caller), {}, service)).code).toBeUndefined();
  }
  const reader = await client({ school: OTHERS }, { school: OTHERS });
  for (const path of ['results', 'exchanges', 'learners', 'groups', 'teachers']) {
    const year = path === 'results' || path === 'exchanges' ? '' : '?schoolYear=2025-2026';
    const list = await fetch(`${running.gateway.url}/api/v1/${path}${year}`, { headers: { authorization: bearer(reader) } });
    const { items } = (await list.json()) as { readonly items: readonly { readonly id: string }[] };
    foreign.set(path, items[0]?.id as string);
  }
});
afterAll(async () => {
  await running.stop();
  console.log(`${refused} wrong requests refused, ${foreign.size} kinds of things of another school asked for`);
});

/** The token of a client of its own that may read everything of the open school, but for what `token` and `agreement` say. */
async function client(token: Partial<Token> = {}, agreement: Partial<Agreement> | null = {}): Promise<string> {
  const { store, keyring } = running.gateway;
  clients += 1;
  const klantcode = `READER-${clients}`;
  await store.addParty({ ...PARTY, klantcode, klantnaam: `Lezer ${clients}`, role: 'client' });
  if (agreement !== null) {
    const reading = { id: randomUUID(), school: OPEN, party: klantcode, profile: 'rest', purpose: 'Testen', from: FROM } as const;
    await store.addAgreements([{ ...reading, exchanges: ['rest'], scopes: SCOPES, infourl: { keep: 'none' }, ...agreement }], undefined);
  }
  const secret = randomUUID();
  const [id, hash] = [randomUUID(), keyring.hashToken(secret)];
  await store.addToken({ id, client: klantcode, hash, school: OPEN, scopes: SCOPES, createdAt: FROM, ...token });
  return secret;
}

/** What is to be done, where it has to be said: all that the token may do, as long as it changes little. */
const TO_DO: Readonly<Record<string, object>> = {
  '/deliveries/actions': { action: 'cancel', all: true, dryRun: true },
  '/deliveries/pause': { all: true },
  '/deliveries/resume': { all: true },
  '/signals/mute': { party: 'VENDOR', kind: 'STUCK' },
  '/signals/unmute': { party: 'VENDOR', kind: 'STUCK' },
  '/annotations': { author: 'niemand', learner: 'niemand', goal: 'bk:30789c91-5b39-4780-98f3-a1bd6af2d808', kind: 'relevant' },
};

/** What is posted, by the name of its schema. */
const POSTED: Readonly<Record<string, object>> = {
  PostedResults: POSTED_EXAMPLE,
  PostedSignals: {
    signals: [
      {
        ...{ key: 'signaal-1', learner: { leerlingid: 'leerling-0001' }, supplierGoal: { id: 'KL-1' } },
        ...{ kind: 'STUCK', raisedAt: '2026-01-15T09:00:00Z' },
      },
    ],
  },
};

/** The query of what is read goes along in the body of what is done. */
async function ask({ path, posted, ...endpoint }: Endpoint, authorization: string | undefined, query = '', id?: string): Promise<Reply> {
  const method = 'method' in endpoint ? 'POST' : 'GET';
  const place = path.replace('{id}', encodeURIComponent(id ?? foreignOf(path) ?? randomUUID()));
  const url = `${running.gateway.url}/api/v1${place}${method === 'POST' ? '' : query}`;
  const members = posted === undefined ? { ...TO_DO[path], ...Object.fromEntries(new URLSearchParams(query)) } : POSTED[posted];
  const key = posted === undefined ? {} : { 'idempotency-key': randomUUID() };
  const headersOfBody = { 'content-type': 'application/json', ...key };
  const body = method === 'POST' ? { body: JSON.stringify(members), headers: headersOfBody } : { headers: {} };
  const headers = { ...body.headers, ...(authorization === undefined ? {} : { authorization }) };
  const response = await fetch(url, { method, ...body, headers });
  const answered = await response.text();
  const { type } = JSON.parse(answered) as { readonly type?: string };
  return {
    status: response.status,
    problem: type?.replace('urn:uwlr-gateway:problem:', ''),
    text: answered.replace(/"requestId":"[^"]*"/, ''),
    headers: [...response.headers.keys()].sort(),
  };
}

const foreignOf = (path: string) => foreign.get(path.split('/')[1] as string);
const bearer = (secret: string) => `Bearer ${secret}`;
const [expired, revoked] = [{ until: PAST }, { revokedAt: PAST }];

/** What may be wrong with the token of a request, and what becomes of it. */
function wrongTokens({ scopes }: Endpoint): Readonly<Record<string, readonly [ProblemName, () => Promise<string | undefined>]>> {
  const [first, ...others] = scopes as readonly string[];
  const without = SCOPES.filter((scope) => scope !== first && !others.includes(scope));
  const isDuty = !(SCOPES as readonly string[]).includes(first as string);
  return {
    'no token': ['token-required', async () => undefined],
    'an empty header': ['token-invalid', async () => ''],
    'no secret': ['token-invalid', async () => 'Bearer '],
    'another scheme': ['token-invalid', async () => `Basic ${Buffer.from(`VENDOR:${KEYS.vendor}`).toString('base64')}`],
    'a token that was never given out': ['token-invalid', async () => bearer(randomUUID())],
    'an autorisatiesleutel': ['token-invalid', async () => bearer(KEYS.vendor)],
    'a token that was revoked': ['token-invalid', async () => bearer(await client(revoked))],
    'a token that is over': ['token-invalid', async () => bearer(await client(expired))],
    'a token without the scope': ['scope-missing', async () => bearer(await client({ scopes: without }))],
    'a token without scopes': ['scope-missing', async () => bearer(await client({ scopes: [] }))],
    'a token with a role that nobody has': ['scope-missing', async () => bearer(await client({ role: 'baas' }))],
    ...(isDuty
      ? { 'a client': ['scope-missing', async () => bearer(await client({ scopes: [first as string, ...SCOPES] }))] }
      : {
          'a client without an agreement': ['agreement-missing', async () => bearer(await client({}, null))],
          'an agreement that was ended': ['agreement-missing', async () => bearer(await client({}, { endedAt: PAST }))],
          'an agreement that is over': ['agreement-missing', async () => bearer(await client({}, { until: PAST }))],
          'an agreement that does not hold yet': ['agreement-missing', async () => bearer(await client({}, { from: FUTURE }))],
          'an agreement without the scope': ['agreement-missing', async () => bearer(await client({}, { scopes: without }))],
          'an agreement of another school': ['agreement-missing', async () => bearer(await client({}, { school: OTHERS }))],
          'an agreement about results': ['agreement-missing', async () => bearer(await client({}, { exchanges: ['leerresultaten'] }))],
        }),
  };
}

describe.each(ENDPOINTS.map((endpoint) => [`${'method' in endpoint ? 'POST' : 'GET'} ${endpoint.path}`, endpoint] as const))(
  '%s',
  (_, endpoint) => {
    const said = new Map<string, Reply>();
    function expectRefusal(name: string, reply: Reply, problem: string) {
      expect({ name, problem: reply.problem, isError: reply.status >= 400 }).toEqual({ name, problem, isError: true });
      const secrets = [...NAMES.schools, ...NAMES.parties, ...Object.values(KEYS), ...foreign.values(), 'Anna', 'Testema', 'Docent'];
      expect({ name, said: secrets.filter((secret) => reply.text.includes(secret)) }).toEqual({ name, said: [] });
      const first = said.get(problem) ?? reply;
      expect({ name, ...reply }).toEqual({ name, ...first });
      said.set(problem, first);
      refused += 1;
    }

    test('opens with the right one', async () => {
      const role =
        endpoint.scopes.find((scope) => !(SCOPES as readonly string[]).includes(scope)) === undefined ? {} : { role: 'school', scopes: [] };
      const { problem } = await ask(endpoint, bearer(await client(role)));
      expect(problem).toBe(endpoint.id === undefined && !('refers' in endpoint) ? undefined : 'not-found');
    });

    test('opens with no wrong token', async () => {
      for (const [name, [problem, make]] of Object.entries(wrongTokens(endpoint)))
        expectRefusal(name, await ask(endpoint, await make()), problem);
    });

    test('opens in no role that is not meant for it', async () => {
      for (const role of ROLE_NAMES) {
        const { permissions, bound } = ROLES[role];
        const allowed = endpoint.scopes.some((scope) => (permissions as readonly string[]).includes(scope));
        if (!allowed) expectRefusal(role, await ask(endpoint, bearer(await client({ role, scopes: [] }))), 'scope-missing');
        if (bound) {
          const token = bearer(await secretOfNoSchool(role));
          expectRefusal(`${role} of no school`, await ask(endpoint, token), 'scope-missing');
        }
      }
    });

    test('gives nothing of another school, and does not say whether it exists', async () => {
      const isDuty = endpoint.scopes.every((scope) => !(SCOPES as readonly string[]).includes(scope));
      const token = bearer(await client(isDuty ? { role: 'school', scopes: [] } : {}));
      if ('school' in endpoint.parameters) {
        for (const school of [OTHERS, '99ZZ']) expectRefusal(school, await ask(endpoint, token, `?school=${school}`), 'other-school');
      }
      if (endpoint.id === undefined) return;
      const ids = [foreignOf(endpoint.path), randomUUID(), 'x'.repeat(30), '..%2f..', "' or 1=1 --"];
      const year = 'schoolYear' in endpoint.parameters ? '?schoolYear=2025-2026' : '';
      for (const id of ids) if (id !== undefined) expectRefusal(`id ${ids.indexOf(id)}`, await ask(endpoint, token, year, id), 'not-found');
    });
  },
);

async function secretOfNoSchool(role: string): Promise<string> {
  const { store, keyring } = running.gateway;
  const secret = randomUUID();
  await store.addToken({ id: randomUUID(), client: 'CLIENT', hash: keyring.hashToken(secret), role, scopes: [], createdAt: FROM });
  return secret;
}
