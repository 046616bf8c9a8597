import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, post, type Running, type Setup, startTestGateway } from '../support/gateway.js';
import { message } from '../support/messages.js';

/** The tests are a proxy in front of the gateway: they say who calls. */
const BEHIND_PROXY = { trustedProxies: '127.0.0.1' };
const VENDOR = '192.0.2.10';
const STRANGER = '198.51.100.66';

let running: Running;

/** One gateway for the tests of a block: each test has callers of its own. */
function withGateway(settings: Setup['settings']): void {
  beforeAll(async () => {
    running = await startTestGateway({ settings: { ...BEHIND_PROXY, ...settings } });
  });
  afterAll(() => running.stop());
}

let minute = 0;
function send(from: string | undefined, parts: Parameters<typeof message>[0] = {}): Promise<Answer> {
  const aanmaakdatum = new Date(Date.UTC(2026, 0, 15, 8, minute++)).toISOString();
  const headers = from === undefined ? {} : { 'x-forwarded-for': from };
  return post(running.gateway, message({ aanmaakdatum, ...parts }), headers);
}

async function fail(from: string, parts: Parameters<typeof message>[0], times: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let time = 0; time < times; time++) answers.push(await send(from, parts));
  return answers;
}

/** All of an answer that does not differ from one message to the next. */
function steady({ status, headers, text }: Answer): unknown {
  const rest = [...headers].filter(([name]) => name !== 'date' && name !== 'retry-after');
  return { status, headers: rest, text: text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<exchange>') };
}

const WRONG_KEY = { sleutel: 'een-verzonnen-sleutel' };
const UNKNOWN = { klantcode: 'BESTAAT-NIET', ...WRONG_KEY };

describe('who fails to prove who it is', () => {
  withGateway({ maxFailedAttempts: 3, lockOutSeconds: 86_400 });

  test('is locked out, and the vendor whose klantcode it uses is not', async () => {
    const { gateway, log } = running;
    const refused = await fail(STRANGER, WRONG_KEY, 3);
    expect(refused.map(({ code }) => code)).toEqual(Array(3).fill('Client.AutorisatieOngeldig'));
    const out = await send(STRANGER);
    expect(out).toMatchObject({ status: 500, code: 'Server.TijdelijkNietBeschikbaar', rules: ['UWLR-EX-014'] });
    expect(Number(out.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await send(VENDOR)).toMatchObject({ status: 200 });
    const { items } = await gateway.store.exchanges({ limit: 10 });
    expect(items.map(({ outcome }) => outcome)).toEqual(['accepted', 'refused', 'refused', 'refused']);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toContain('uwlr_turned_away_total{by="failures"} 1');
    expect(log()).toMatch(/"event":"locked out","party":"TESTEA"/);
    expect(log()).not.toContain(STRANGER);
  });

  test('learns nothing of who exists: a lock-out is the same for a klantcode that nobody has', async () => {
    const known = await fail('203.0.113.1', WRONG_KEY, 5);
    const unknown = await fail('203.0.113.2', UNKNOWN, 5);
    const otherName = await fail('203.0.113.3', { klantnaam: 'Iemand anders' }, 5);
    const lockedAfter = (answers: Answer[]) => answers.findIndex(({ rules }) => rules.includes('UWLR-EX-014'));
    expect([known, unknown, otherName].map(lockedAfter)).toEqual([3, 3, 3]);
    const [one, two, three] = [known, unknown, otherName].map((answers) => steady(answers.at(-1) as Answer));
    expect(two).toEqual(one);
    expect(three).toEqual(one);
    // Before that, a klantcode under the wrong name is answered as one that does not exist.
    expect(steady(otherName[0] as Answer)).toEqual(steady(unknown[0] as Answer));
    expect(running.log()).not.toContain('BESTAAT-NIET');
  });

  test('is locked out with every klantcode once it has tried many', async () => {
    for (let n = 0; n < 15; n++) expect(await send('203.0.113.4', { klantcode: `K${n}` })).toMatchObject({ rules: ['UWLR-EX-001'] });
    expect(await send('203.0.113.4')).toMatchObject({ rules: ['UWLR-EX-014'] });
    expect(await send(VENDOR)).toMatchObject({ status: 200 });
  });

  test('from however many addresses, keeps nobody with a right key out, also where it never came from', async () => {
    const sent: Answer[] = [];
    for (let n = 0; n < 150; n++) sent.push(await send(`198.18.${n}.1`, WRONG_KEY));
    expect(new Set(sent.map(({ code }) => code))).toEqual(new Set(['Client.AutorisatieOngeldig']));
    expect(await send('192.0.2.77')).toMatchObject({ status: 200 });
    expect(running.log()).toMatch(/"event":"keys guessed","party":"TESTEA"/);
    expect(await (await fetch(`${running.gateway.url}/metrics`)).text()).toContain('uwlr_guessing_alarms_total 1');
  });

  test('is not saved by a right key in between, nor by writing another address in front', async () => {
    await fail('203.0.113.5', WRONG_KEY, 2);
    expect(await send('203.0.113.5')).toMatchObject({ status: 200 });
    await fail(`${VENDOR}, 203.0.113.5`, WRONG_KEY, 1);
    expect(await send('203.0.113.6, 203.0.113.5')).toMatchObject({ rules: ['UWLR-EX-014'] });
  });

  test('with a token, is locked out of REST, also with a right one; a token that was revoked is no guess', async () => {
    const { gateway } = running;
    const common = { client: 'dashboard', school: '99XX', scopes: ['results:read'], createdAt: '2026-01-01T00:00:00.000Z' };
    const hashOf = (secret: string) => gateway.keyring.hashToken(secret);
    await gateway.store.addToken({ id: 't1', hash: hashOf('geldig-bewijs'), ...common });
    await gateway.store.addToken({ id: 't2', hash: hashOf('ingetrokken'), ...common, revokedAt: '2026-01-02T00:00:00.000Z' });
    const ask = async (secret: string, from: string) => {
      const headers = { authorization: `Bearer ${secret}`, 'x-forwarded-for': from };
      return (await fetch(`${gateway.url}/api/v1/results`, { headers })).status;
    };
    const asked: number[] = [];
    for (let n = 0; n < 16; n++) asked.push(await ask('ingetrokken', '203.0.113.7'));
    for (let n = 0; n < 15; n++) asked.push(await ask(`gok-${n}`, '203.0.113.7'));
    expect(asked).toEqual(Array(31).fill(401));
    expect([await ask('gok', '203.0.113.7'), await ask('geldig-bewijs', '203.0.113.7')]).toEqual([429, 429]);
    expect(await ask('geldig-bewijs', VENDOR)).not.toBe(429);
  });

  test('but has a key that was theirs once, is refused and not locked out', async () => {
    const { store } = running.gateway;
    const { credentials } = await store.directory();
    await store.revokeCredential(credentials.all()[0]?.id as string, '2026-02-01T00:00:00.000Z');
    const refused = await fail(VENDOR, {}, 5);
    expect(refused.map(({ rules }) => rules)).toEqual(Array(5).fill(['UWLR-EX-002']));
  });
});

describe('requests of an address', () => {
  withGateway({ maxRequestsPerAddress: 2, maxFailedAttempts: 1 });

  test('are bounded before anything is read, in SOAP and in REST', async () => {
    const { gateway } = running;
    expect((await fail(VENDOR, {}, 2)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await send(VENDOR, { header: 'geen xml' })).toMatchObject({
      status: 500,
      code: 'Server.TijdelijkNietBeschikbaar',
      rules: ['UWLR-EX-015'],
    });
    const headers = { 'x-forwarded-for': VENDOR };
    const rest = await fetch(`${gateway.url}/api/v1/results`, { headers });
    expect(rest.status).toBe(429);
    expect(Number(rest.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await rest.json()).toMatchObject({ type: 'urn:uwlr-gateway:problem:too-many-requests' });
    expect((await fetch(`${gateway.url}/soap/leerresultaten?wsdl`, { headers })).status).toBe(429);
    expect((await fetch(`${gateway.url}/livez`, { headers })).status).toBe(200);
    expect(await send(STRANGER)).toMatchObject({ status: 200 });
    expect((await gateway.store.exchanges({ limit: 10 })).items).toHaveLength(3);
  });

  test('are not bounded, nor locked out, from this machine itself or from a proxy that does not say for whom', async () => {
    const answers = [await send(undefined, WRONG_KEY), await send(undefined, WRONG_KEY), await send(undefined)];
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 200]);
  });
});

describe('requests of a party', () => {
  withGateway({ maxRequestsPerParty: 2, maxFailedAttempts: 0 });

  test('are bounded wherever they come from, and a stranger cannot use them up', async () => {
    await fail(STRANGER, WRONG_KEY, 3);
    expect([await send(VENDOR), await send('192.0.2.11')].map(({ status }) => status)).toEqual([200, 200]);
    expect(await send(VENDOR)).toMatchObject({ rules: ['UWLR-EX-015'] });
    expect(await send(STRANGER, WRONG_KEY)).toMatchObject({ rules: ['UWLR-EX-002'] });
  });
});

describe('a body', () => {
  withGateway({ minBodyRate: 1_000_000_000, bodyGraceSeconds: 0 });

  test('that comes drop by drop is cut off, and its place is free again', async () => {
    const { gateway } = running;
    const { hostname, port } = new URL(gateway.url);
    const outgoing = request({ hostname, port, path: '/soap/leerresultaten', method: 'POST', headers: { 'content-type': 'text/xml' } });
    const end = new Promise<number | string>((resolve) => {
      outgoing.on('response', (incoming) => resolve(incoming.resume().statusCode ?? 0));
      outgoing.on('error', ({ message: text }) => resolve(text));
    });
    outgoing.write('<x>');
    expect([408, 'socket hang up', 'read ECONNRESET', 'write EPIPE']).toContain(await end);
    outgoing.destroy();
    let items = (await gateway.store.exchanges({ limit: 1 })).items;
    while (items.length === 0) {
      items = (await gateway.store.exchanges({ limit: 1 })).items;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(items).toMatchObject([{ outcome: 'refused', findings: [{ rule: 'UWLR-SOAP-007' }] }]);
    while (!/uwlr_unproven_messages 0/.test(await (await fetch(`${gateway.url}/metrics`)).text()))
      await new Promise((resolve) => setImmediate(resolve));
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain('uwlr_turned_away_total{by="slow"} 1');
  });
});
