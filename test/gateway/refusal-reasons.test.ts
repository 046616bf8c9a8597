import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { REFUSAL_REASONS, type RefusalReason } from '../../src/store/refusal-reason.js';
import type { StoredExchange } from '../../src/store/store.js';
import { uwlr } from '../cli/support/uwlr.js';
import { furnish, PARTY, post, type Running, startTestGateway } from '../support/gateway.js';
import { type MessageParts, message } from '../support/messages.js';
import { ask as askPupils } from '../support/pupil-questions.js';

const PAST = '2026-01-01T00:00:00.000Z';
const FUTURE = '2999-01-01T00:00:00.000Z';
const OTHER = 'sleutel-van-een-andere-partij-01';

let running: Running;
/** Ids of keys and agreements, by what is wrong with them. */
const keys = new Map<string, string>();
const agreements = new Map<string, string>();

beforeAll(async () => {
  running = await startTestGateway({ settings: { maxFailedAttempts: 0 }, schools: ['99XX', '99XY', '99XZ', '99XW', '99XV', '99XU'] });
  const { store, keyring } = running.gateway;
  await store.addSchool({ id: '99XT', name: 'School zonder sleutel', createdAt: PAST });
  await furnish(running.gateway, [], { ...PARTY, klantcode: 'ANDERE', klantnaam: 'Andere leverancier' });
  const give = async (what: string, party: string, schools: string[], term: { from?: string; until?: string }) => {
    const id = randomUUID();
    keys.set(what, id);
    await store.addAgreements([], { id, party, hash: keyring.hashCredential(`${what}-000000000000000`), schools, from: PAST, ...term });
    return id;
  };
  await store.addAgreements([], { id: randomUUID(), party: 'ANDERE', hash: keyring.hashCredential(OTHER), schools: ['99XX'], from: PAST });
  await store.revokeCredential(await give('revoked', 'TESTEA', ['99XX'], {}), PAST);
  await give('expired', 'TESTEA', ['99XX'], { until: '2026-02-01T00:00:00.000Z' });
  await give('early', 'TESTEA', ['99XX'], { from: FUTURE });
  const all = (await store.directory()).agreements.all();
  const of = (school: string) => all.find((one) => one.school === school)!;
  await store.endAgreement(of('99XY').id, PAST);
  for (const school of ['99XZ', '99XW', '99XV', '99XU']) await store.endAgreement(of(school).id, PAST);
  agreements.set('ended', of('99XY').id);
});

afterAll(() => running.stop());

async function refusal(parts: MessageParts): Promise<{ readonly exchange: StoredExchange; readonly text: string }> {
  const { text } = await post(running.gateway, message(parts));
  const id = /uitwisseling="([^"]*)"|Uitwisseling ([0-9a-f-]{36})/
    .exec(text)
    ?.slice(1)
    .find((one) => one !== undefined);
  const exchange = await running.gateway.store.exchange(id!);
  return { exchange: exchange!, text };
}

const EX_002: readonly (readonly [RefusalReason, MessageParts, string?])[] = [
  ['key-unknown', { sleutel: 'sleutel-van-niemand-000000001' }],
  ['key-of-another-party', { sleutel: OTHER }],
  ['key-revoked', { sleutel: 'revoked-000000000000000' }, 'revoked'],
  ['key-expired', { sleutel: 'expired-000000000000000' }, 'expired'],
  ['key-not-yet', { sleutel: 'early-000000000000000' }, 'early'],
  ['key-not-for-school', { brin: '99XT' }],
  ['school-unknown', { brin: '99YY' }],
  ['agreement-ended', { brin: '99XY' }],
];

describe('a key that is refused', () => {
  test.each(EX_002.map(([reason, parts, key]) => [reason, parts, key ?? ''] as const))(
    'for %s: the operator sees it in the exchange, and the log',
    async (reason, parts, key) => {
      const { exchange } = await refusal(parts);
      expect(exchange.reason).toBe(reason);
      expect(exchange.party).toBe('TESTEA');
      if (key !== '') expect(exchange.credential).toBe(keys.get(key));
      const shown = await uwlr(['exchange', 'show', exchange.id, '--data', running.directory]);
      expect(shown.stdout).toContain(`Access refused: ${REFUSAL_REASONS[reason]}.`);
      const line = running
        .log()
        .split('\n')
        .find((one) => one.includes(exchange.id) && one.includes('"event":"exchange"'));
      expect(JSON.parse(line!)).toMatchObject({ reason, ...(key === '' ? {} : { keyId: keys.get(key) }) });
    },
  );

  test('is told the same to its sender, whatever was wrong: but for what the sender itself wrote and the id', async () => {
    const answers = await Promise.all(EX_002.map(async ([, parts]) => (await refusal(parts)).text));
    const plain = answers.map((text) =>
      text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>').replace(/ column="\d+"|, kolom \d+/g, ''),
    );
    expect([...new Set(plain)]).toEqual([plain[0]]);
    for (const reason of Object.keys(REFUSAL_REASONS)) expect(plain[0]).not.toContain(reason);
  });

  test('says which agreement had ended, and with which key it came', async () => {
    const { exchange } = await refusal({ brin: '99XY' });
    expect(exchange.agreement).toBe(agreements.get('ended'));
    const { credentials } = await running.gateway.store.directory();
    expect(credentials.get(exchange.credential!)?.party).toBe('TESTEA');
  });

  test('for an exchange that no agreement covers', async () => {
    const { text } = await askPupils(running);
    const id = /Uitwisseling ([0-9a-f-]{36})/.exec(text)?.[1];
    expect((await running.gateway.store.exchange(id!))?.reason).toBe('no-agreement-for-exchange');
  });
});

describe('a sender that is not known', () => {
  test.each([
    ['klantcode-unknown', { klantcode: 'NIEMAND' }, undefined],
    ['klantnaam-differs', { klantnaam: 'Testleverantie' }, 'TESTEA'],
  ] as const)('for %s: the operator sees it', async (reason, parts, party) => {
    const { exchange } = await refusal(parts);
    expect([exchange.reason, exchange.party]).toEqual([reason, party]);
  });
});

test('an accepted message shows its key and its agreement to a role, and no key to a client', async () => {
  const { code } = await post(running.gateway, message({ aanmaakdatum: '2026-03-01T09:00:00Z' }));
  expect(code).toBeUndefined();
  const { store, keyring, url } = running.gateway;
  const { items } = await store.exchanges({ outcome: 'accepted', limit: 1 });
  const directory = await store.directory();
  expect(directory.credentials.get(items[0]!.credential!)?.schools).toContain('99XX');
  const ask = async (token: object) => {
    const secret = `token-${randomUUID()}`;
    const base = { id: randomUUID(), client: 'iemand', hash: keyring.hashToken(secret), scopes: [], createdAt: PAST };
    await store.addToken({ ...base, ...token });
    const answer = await fetch(`${url}/api/v1/exchanges?limit=1&school=99XX&outcome=accepted`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    return ((await answer.json()) as { items: readonly Record<string, unknown>[] }).items[0];
  };
  expect(await ask({ role: 'operator' })).toMatchObject({ keyId: items[0]!.credential, agreement: items[0]!.agreement });
  await store.addParty({ ...PARTY, klantcode: 'iemand', klantnaam: 'iemand', role: 'client' });
  const rest = {
    exchanges: ['rest'],
    profile: 'rest',
    scopes: ['exchanges:read'],
    purpose: 'Testen',
    from: PAST,
    infourl: { keep: 'none' },
  } as const;
  await store.addAgreements([{ id: randomUUID(), school: '99XX', party: 'iemand', ...rest }], undefined);
  const shown = await ask({ school: '99XX', scopes: ['exchanges:read'] });
  expect(shown).toMatchObject({ agreement: items[0]!.agreement });
  expect(shown).not.toHaveProperty('keyId');
});

test('keys and tokens show when they were last used, on the command line and over REST', async () => {
  const other = await startTestGateway();
  try {
    const data = ['--data', other.directory];
    const { token } = JSON.parse((await uwlr(['token', 'add', '--client', 'beheer', '--role', 'viewer', '--json', ...data])).stdout) as {
      token: string;
    };
    expect((await uwlr(['key', 'list', ...data])).stdout).toMatch(/LAST USED\n.*in force$/m);
    expect((await post(other.gateway, message())).code).toBeUndefined();
    const get = async (path: string) => {
      const answer = await fetch(`${other.gateway.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
      return ((await answer.json()) as { items: readonly { lastUsedAt?: string }[] }).items;
    };
    // What was used is written a moment later, beside the messages.
    while ((await get('/keys'))[0]?.lastUsedAt === undefined || (await get('/tokens'))[0]?.lastUsedAt === undefined);
    expect((await get('/keys'))[0]?.lastUsedAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:00:00\.000Z$/);
    expect(await get('/client-keys')).toEqual([]);
    const listed = JSON.parse((await uwlr(['key', 'list', '--json', ...data])).stdout) as { items: readonly { lastUsedAt: string }[] };
    expect(listed.items[0]?.lastUsedAt).toBe((await get('/keys'))[0]?.lastUsedAt);
    expect((await uwlr(['token', 'list', ...data])).stdout).toContain('LAST USED');
  } finally {
    await other.stop();
  }
});
