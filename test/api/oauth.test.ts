import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { agreeOnReading } from '../../src/admin/credentials/agree-on-reading.js';
import { TOKEN_PATH } from '../../src/api/http/mount.js';
import type { ClientKey } from '../../src/directory/directory.js';
import { OTHER_SCHOOL, SCHOOL } from '../store/support/records.js';
import { type Reply, type RestServer, startRest } from './support/rest-server.js';
import { deliver } from './support/school-data.js';

const MADE = '2026-01-01T00:00:00.000Z';
const NOW = new Date('2026-10-01T08:00:00Z');
const SECRET = 'verzonnen-geheim-van-een-dashboard';
const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

let clock: Date;
let rest: RestServer;
let endpoint: string;
/** Of the client `bord`, beside a secret. */
let pair: Awaited<ReturnType<typeof generateKeyPair>>;

beforeAll(async () => {
  rest = await startRest({ now: () => clock });
  clock = NOW;
  endpoint = new URL(TOKEN_PATH, rest.url).href;
  await deliver(rest.store, { r1: '7' });
  const reading = { client: 'bord', school: SCHOOL, scopes: ['results:read', 'exchanges:read'] };
  await agreeOnReading(rest.store, reading, MADE);
  await agreeOnReading(rest.store, { client: 'bestuur', school: SCHOOL, scopes: ['results:read'] }, MADE);
  await agreeOnReading(rest.store, { client: 'bestuur', school: OTHER_SCHOOL, scopes: ['groups:read'] }, MADE);
  pair = await generateKeyPair('ES256', { extractable: true });
  await addKey({ id: 'secret', value: rest.keyring.hashClientSecret(SECRET) });
  await addKey({ id: 'bestuur', party: 'bestuur', value: rest.keyring.hashClientSecret(SECRET) });
  await addKey({ id: 'jwk', kind: 'jwk', value: JSON.stringify(await exportJWK(pair.publicKey)) });
});
beforeEach(() => {
  clock = NOW;
});
afterAll(() => rest.stop());

function addKey(more: Partial<ClientKey>): Promise<void> {
  return rest.store.addClientKey({ id: randomUUID(), party: 'bord', kind: 'secret', value: '', from: MADE, ...more });
}

const GRANT = { grant_type: 'client_credentials' };
const POST = { client_id: 'bord', client_secret: SECRET };

async function send(body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}, query = ''): Promise<Reply> {
  const response = await fetch(`${endpoint}${query}`, { method: 'POST', body, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: JSON.parse(text) };
}

function ask(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Reply> {
  return send(new URLSearchParams({ ...GRANT, ...form }), headers);
}

function basic(client: string, secret: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(secret)}`).toString('base64')}` };
}

const seconds = (from: Date, plus = 0) => Math.floor(from.getTime() / 1000) + plus;

/** What a client signs, unless the test says otherwise; `undefined` leaves a claim out. */
async function assertion(claims: JWTPayload = {}, { key = pair.privateKey, alg = 'ES256' } = {}): Promise<Record<string, string>> {
  const whole: JWTPayload = { iss: 'bord', sub: 'bord', aud: endpoint, jti: randomUUID(), exp: seconds(clock, 60), ...claims };
  const given = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
  const signed = await new SignJWT(given).setProtectedHeader({ alg }).sign(key);
  return { client_assertion_type: TYPE, client_assertion: signed };
}

describe('a client gets an access token', () => {
  test.each([
    ['with its secret in the form', async () => ask(POST)],
    ['with its secret in the header', async () => ask({}, basic('bord', SECRET))],
    ['with what it signed for the endpoint', async () => ask(await assertion())],
    ['with what it signed for the gateway', async () => ask(await assertion({ aud: new URL(endpoint).origin }))],
    ['with what it signed, and its name', async () => ask({ ...(await assertion()), client_id: 'bord' })],
  ])('%s', async (_, request) => {
    const { status, headers, json } = await request();
    expect([status, json]).toEqual([
      200,
      {
        access_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: 600,
        scope: 'results:read exchanges:read',
        school: SCHOOL,
      },
    ]);
    expect([headers.get('cache-control'), headers.get('content-type')]).toEqual(['no-store', 'application/json; charset=utf-8']);
    expect((await rest.ask('/results', json.access_token)).json.items).toHaveLength(1);
    expect((await rest.ask('/exchanges', json.access_token)).status).toBe(200);
    expect((await rest.ask('/groups', json.access_token)).status).toBe(403);
    expect((await rest.store.audit({ actor: 'client:bord', limit: 20 })).items.map(({ operation }) => operation)).toContain(
      'access-token.issue',
    );
  });

  test('for no more than it asks for', async () => {
    const { json } = await ask({ ...POST, scope: 'exchanges:read' });
    expect(json.scope).toBe('exchanges:read');
    expect((await rest.ask('/exchanges', json.access_token)).status).toBe(200);
    expect((await rest.ask('/results', json.access_token)).json.type).toBe('urn:uwlr-gateway:problem:scope-missing');
  });

  test('of the school that it names, when it has agreed with several', async () => {
    const client = { client_id: 'bestuur', client_secret: SECRET };
    const unnamed = await ask(client);
    expect([unnamed.status, unnamed.json.error]).toEqual([400, 'invalid_request']);
    const { json } = await ask({ ...client, school: `${OTHER_SCHOOL}-00` });
    expect([json.school, json.scope]).toEqual([OTHER_SCHOOL, 'groups:read']);
    expect((await rest.ask(`/groups?school=${OTHER_SCHOOL}`, json.access_token)).status).toBe(200);
    expect((await rest.ask(`/groups?school=${SCHOOL}`, json.access_token)).json.type).toBe('urn:uwlr-gateway:problem:other-school');
  });

  test('that holds nothing but who, which school, which scopes and which key', async () => {
    const { json } = await ask(POST);
    expect(decodeJwt(json.access_token)).toEqual({
      ...{ iss: 'urn:uwlr-gateway', aud: 'urn:uwlr-gateway', sub: 'bord', client_id: 'bord', school: SCHOOL, key: 'secret' },
      ...{ scope: 'results:read exchanges:read', jti: expect.any(String), iat: seconds(NOW), exp: seconds(NOW, 600) },
    });
  });
});

describe('an access token', () => {
  const opens = async (token: string) => (await rest.ask('/results', token)).status;

  test('is over after ten minutes', async () => {
    const { json } = await ask(POST);
    clock = new Date(NOW.getTime() + 599_000);
    expect(await opens(json.access_token)).toBe(200);
    clock = new Date(NOW.getTime() + 600_000);
    expect(await opens(json.access_token)).toBe(401);
  });

  test('ends at once with its key, and another key goes on', async () => {
    await addKey({ id: 'short', value: rest.keyring.hashClientSecret('nog-een-verzonnen-geheim') });
    const { json } = await ask({ ...POST, client_secret: 'nog-een-verzonnen-geheim' });
    const other = await ask(POST);
    expect(await opens(json.access_token)).toBe(200);
    await rest.store.revokeClientKey('short', '2026-02-01T00:00:00.000Z');
    expect(await opens(json.access_token)).toBe(401);
    expect(await opens(other.json.access_token)).toBe(200);
    expect((await ask({ ...POST, client_secret: 'nog-een-verzonnen-geheim' })).json.error).toBe('invalid_client');
  });

  test('opens nothing as soon as the agreement is ended', async () => {
    const made = await agreeOnReading(rest.store, { client: 'kort', school: SCHOOL, scopes: ['results:read'] }, MADE);
    await addKey({ party: 'kort', value: rest.keyring.hashClientSecret(SECRET) });
    const { json } = await ask({ client_id: 'kort', client_secret: SECRET });
    expect(await opens(json.access_token)).toBe(200);
    await rest.store.endAgreement(made?.id as string, '2026-02-01T00:00:00.000Z');
    expect((await rest.ask('/results', json.access_token)).json.type).toBe('urn:uwlr-gateway:problem:agreement-missing');
    expect((await ask({ client_id: 'kort', client_secret: SECRET })).json.error).toBe('invalid_scope');
  });

  test('that somebody else made, or changed, is invalid', async () => {
    const { json } = await ask(POST);
    const [head, body, signature] = (json.access_token as string).split('.') as [string, string, string];
    const claims = decodeJwt(json.access_token);
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const sign = (payload: JWTPayload, header: object, key = rest.keyring.accessTokenKey) =>
      new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header }).sign(key);
    expect(await opens(await sign(claims, {}))).toBe(200);
    for (const token of [
      `${head}.${encoded({ ...claims, school: OTHER_SCHOOL })}.${signature}`,
      `${encoded({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
      `${encoded({ alg: 'none', typ: 'at+jwt' })}.${body}.${signature}`,
      `${head}.${body}.`,
      '..',
      'a.b.c',
      await sign(claims, { typ: 'JWT' }),
      await sign(claims, { alg: 'HS512' }),
      await sign({ ...claims, aud: 'urn:other' }, {}),
      await sign({ ...claims, iss: 'urn:other' }, {}),
      await sign({ ...claims, exp: seconds(NOW, -1) }, {}),
      await sign({ ...claims, key: 'nothing' }, {}),
      await sign({ ...claims, key: 'bestuur' }, {}),
      await sign(Object.fromEntries(Object.entries(claims).filter(([name]) => name !== 'exp')), {}),
      (await assertion())['client_assertion'] as string,
    ]) {
      const { status, headers } = await rest.ask('/results', token);
      expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="uwlr", error="invalid_token"']);
    }
  });
});

describe('the same refusal goes to', () => {
  const other = generateKeyPair('ES256');

  test.each<[string, () => Promise<Reply>]>([
    ['an unknown client', () => ask({ ...POST, client_id: 'niemand' })],
    ['a wrong secret', () => ask({ ...POST, client_secret: 'x' })],
    ['the secret of another client that is the same', () => ask({ ...POST, client_id: 'kort-en-weg' })],
    ['the hash of the secret', () => ask({ ...POST, client_secret: rest.keyring.hashClientSecret(SECRET) })],
    ['no proof at all', () => ask({ client_id: 'bord' })],
    ['a header of another kind', () => ask({}, { authorization: `Bearer ${SECRET}` })],
    ['a header that is no base64', () => ask({}, { authorization: 'Basic !' })],
    ['a header without a colon', () => ask({}, { authorization: `Basic ${Buffer.from('bord').toString('base64')}` })],
    ['a header with a wrong secret', () => ask({}, basic('bord', 'x'))],
    ['a header and another name in the form', () => ask({ client_id: 'bestuur' }, basic('bord', SECRET))],
    ['an assertion of another key', async () => ask(await assertion({}, { key: (await other).privateKey }))],
    ['an assertion for another', async () => ask(await assertion({ aud: 'https://other.example/oauth2/token' }))],
    ['an assertion for nobody', async () => ask(await assertion({ aud: undefined as never }))],
    ['an assertion that is over', async () => ask(await assertion({ exp: seconds(NOW, -1) }))],
    ['an assertion without an end', async () => ask(await assertion({ exp: undefined as never }))],
    ['an assertion that is good for too long', async () => ask(await assertion({ exp: seconds(NOW, 301) }))],
    ['an assertion that is not yet good', async () => ask(await assertion({ nbf: seconds(NOW, 60) }))],
    ['an assertion without an id', async () => ask(await assertion({ jti: undefined as never }))],
    ['an assertion with an id that is no text', async () => ask(await assertion({ jti: 7 as never }))],
    ['an assertion with an id that is too long', async () => ask(await assertion({ jti: 'x'.repeat(257) }))],
    ['an assertion about another', async () => ask(await assertion({ sub: 'bestuur' }))],
    ['an assertion about nobody', async () => ask(await assertion({ sub: undefined as never }))],
    ['an assertion of another client', async () => ask(await assertion({ iss: 'bestuur', sub: 'bestuur' }))],
    ['an assertion with the name of another', async () => ask({ ...(await assertion()), client_id: 'bestuur' })],
    ['an assertion that is none', () => ask({ client_assertion_type: TYPE, client_assertion: 'a.b.c' })],
    ['an assertion that is not signed', async () => ask({ client_assertion_type: TYPE, client_assertion: unsigned() })],
    ['an assertion signed with the public key as a secret', async () => ask(await assertion({}, await asSecret()))],
  ])('%s', async (_, request) => {
    const { status, headers, text } = await request();
    expect([status, text]).toEqual([401, '{"error":"invalid_client","error_description":"Client authentication failed."}']);
    expect([headers.get('www-authenticate'), headers.get('cache-control')]).toEqual(['Basic realm="uwlr"', 'no-store']);
  });

  function unsigned(): string {
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: 'bord', sub: 'bord', aud: endpoint, jti: randomUUID(), exp: seconds(NOW, 60) };
    return `${encoded({ alg: 'none' })}.${encoded(claims)}.`;
  }

  async function asSecret(): Promise<{ key: never; alg: string }> {
    const text = JSON.stringify(await exportJWK(pair.publicKey));
    return { key: new TextEncoder().encode(text) as never, alg: 'HS256' };
  }

  test('an assertion that was used before, by whichever of several requests came first', async () => {
    const signed = await assertion();
    const replies = await Promise.all([ask(signed), ask(signed), ask(signed)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    expect((await ask(signed)).json.error).toBe('invalid_client');
    const again = decodeJwt(signed['client_assertion'] as string).jti as string;
    expect((await ask(await assertion({ jti: again, exp: seconds(NOW, 90) }))).json.error).toBe('invalid_client');
  });
});

describe('a request that cannot be read is refused', () => {
  const form = (more = '') => `grant_type=client_credentials&client_id=bord&client_secret=${SECRET}${more}`;
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

  test.each<[string, () => Promise<Reply>, string]>([
    ['as JSON', () => send(JSON.stringify({ ...GRANT, ...POST }), { 'content-type': 'application/json' }), 'invalid_request'],
    ['as text', () => send(form(), { 'content-type': 'text/plain' }), 'invalid_request'],
    ['with something twice', () => send(form('&scope=results:read&scope=x'), FORM), 'invalid_request'],
    ['with more than it may have', () => send(form(`&x=${'x'.repeat(16_384)}`), FORM), 'invalid_request'],
    ['with bytes that are no UTF-8', () => send(Buffer.from([0x61, 0x3d, 0xff]), FORM), 'invalid_request'],
    ['in the address', () => send('', FORM, `?${form()}`), 'invalid_request'],
    ['partly in the address', () => send(form(), FORM, '?school=99AB'), 'invalid_request'],
    ['with two proofs', () => ask(POST, basic('bord', SECRET)), 'invalid_request'],
    ['with a secret and an assertion', async () => ask({ ...POST, ...(await assertion()) }), 'invalid_request'],
    ['with an assertion of another kind', async () => ask({ ...(await assertion()), client_assertion_type: 'x' }), 'invalid_request'],
    ['without a grant type', () => ask({ ...POST, grant_type: '' }), 'invalid_request'],
    ['with another grant type', () => ask({ ...POST, grant_type: 'password' }), 'unsupported_grant_type'],
    ['with a scope that was not agreed on', () => ask({ ...POST, scope: 'results:read groups:read' }), 'invalid_scope'],
    ['with a scope that is none', () => ask({ ...POST, scope: '__proto__' }), 'invalid_scope'],
    ['with a duty', () => ask({ ...POST, scope: 'schools:pause' }), 'invalid_scope'],
    ['for a school without an agreement', () => ask({ ...POST, school: OTHER_SCHOOL }), 'invalid_scope'],
    ['for a school that nobody knows', () => ask({ ...POST, school: '99ZZ' }), 'invalid_scope'],
    ['for what is no school', () => ask({ ...POST, school: "' OR 1=1" }), 'invalid_scope'],
  ])('%s', async (_, request, error) => {
    const { status, headers, json, text } = await request();
    expect([status, json]).toEqual([400, { error, error_description: expect.any(String) }]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toContain(SECRET);
  });

  test('by another method', async () => {
    const response = await fetch(endpoint);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('and a parameter that is not known does no harm', async () => {
    expect((await send(form('&colour=red&scope='), FORM)).status).toBe(200);
  });
});

test('with a public URL an assertion has to be meant for that', async () => {
  const published = await startRest({ publicUrl: 'https://gateway.example/uwlr', now: () => NOW });
  await agreeOnReading(published.store, { client: 'bord', school: SCHOOL, scopes: ['results:read'] }, MADE);
  const value = JSON.stringify(await exportJWK(pair.publicKey));
  await published.store.addClientKey({ id: 'jwk', party: 'bord', kind: 'jwk', value, from: MADE });
  const at = new URL(TOKEN_PATH, published.url).href;
  const answered = async (aud: string) => {
    const body = new URLSearchParams({ ...GRANT, ...(await assertion({ aud })) });
    return (await fetch(at, { method: 'POST', body })).status;
  };
  expect(await answered(at)).toBe(401);
  expect(await answered('https://gateway.example/uwlr/oauth2/token')).toBe(200);
  expect(await answered('https://gateway.example/uwlr')).toBe(200);
  await published.stop();
});

test('guesses are counted, what is over is no guess, and who is turned away hears when to come back', async () => {
  const seen: string[] = [];
  let away = false;
  const bounded = await startRest({
    now: () => clock,
    limits: {
      arrives: () => (away ? { by: 'address', seconds: 7 } : undefined),
      failed: () => seen.push('failed'),
      enter: () => ({ done: () => undefined }),
      proved: (_, client) => void seen.push(client),
    },
  });
  await agreeOnReading(bounded.store, { client: 'bord', school: SCHOOL, scopes: ['results:read'] }, MADE);
  await bounded.store.addClientKey({ id: 'k', party: 'bord', kind: 'secret', value: bounded.keyring.hashClientSecret(SECRET), from: MADE });
  const request = async (form: Record<string, string>) =>
    fetch(new URL(TOKEN_PATH, bounded.url), { method: 'POST', body: new URLSearchParams({ ...GRANT, ...form }) });
  await request({ ...POST, client_secret: 'x' });
  const { access_token: token } = (await (await request(POST)).json()) as { access_token: string };
  await bounded.ask('/results', `${token}x`);
  await bounded.ask('/results', token);
  clock = new Date(NOW.getTime() + 600_000);
  await bounded.ask('/results', token);
  expect(seen).toEqual(['failed', 'bord', 'failed', 'bord']);
  away = true;
  const turned = await request(POST);
  expect([turned.status, turned.headers.get('retry-after'), await turned.json()]).toMatchObject([
    429,
    '7',
    { error: 'temporarily_unavailable' },
  ]);
  await bounded.stop();
});

test('nothing of this was an error of the gateway', () => {
  expect(rest.errors).toEqual([]);
});
