import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { localTime } from '../../src/cli/terminal/local-time.js';
import { contentsOf } from './support/data-directory.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Listed {
  readonly items: readonly Record<string, unknown>[];
}

let space: Workspace;
let data: string;
let open: JWK;
let closed: JWK;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  await json(['school', 'add', '--brin', '99AB', '--name', 'Verzonnen school', '--data', data]);
  const pair = await generateKeyPair('ES256', { extractable: true });
  [open, closed] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)]);
});
afterAll(() => space.remove());

async function fileOf(name: string, content: unknown): Promise<string> {
  const file = space.path(name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

function keys(client: string): Promise<Listed> {
  return json<Listed>(['client', 'keys', '--client', client, '--data', data]);
}

describe('client add', () => {
  test('makes the party, the agreement and a secret, which is shown once and kept as a hash only', async () => {
    const agreed = ['--school', '99AB', '--scope', 'results:read', '--purpose', 'Resultaten bespreken'];
    const { code, stdout, stderr } = await uwlr(['client', 'add', '--client', 'bord', ...agreed, '--data', data, '--json']);
    const { client, keys: ids, secret } = JSON.parse(stdout);
    expect([code, client, ids]).toEqual([0, 'bord', [expect.any(String)]]);
    expect(stderr).toMatch(/^Made agreement /);
    expect(secret).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{42}$/);
    expect(await contentsOf(data)).not.toContain(secret);
    expect(await keys('bord')).toEqual({ items: [{ id: ids[0], client: 'bord', kind: 'secret', from: expect.any(String) }] });
    const { items } = await json<Listed>(['agreement', 'list', '--data', data]);
    expect(items).toMatchObject([{ party: 'bord', scopes: ['results:read'], purpose: 'Resultaten bespreken' }]);
  });

  test('says in the agreement of a client that only raises signals that nobody gave the purpose of these', async () => {
    await json(['client', 'add', '--client', 'seiner', '--school', '99AB', '--scope', 'signals:write', '--data', data]);
    const { items } = await json<Listed>(['agreement', 'list', '--data', data]);
    expect(items.find(({ party }) => party === 'seiner')?.['purpose']).toBe('Signalen aanleveren over REST; waarvoor is niet opgegeven');
  });

  test('takes a public key, or a set of them, and keeps nothing of it but what is public', async () => {
    const one = await fileOf('one.json', { ...open, kid: 'k1', x5u: 'https://verzonnen.example/' });
    await json(['client', 'add', '--client', 'sleutels', '--jwk', one, '--data', data]);
    const set = await fileOf('set.json', { keys: [open, { ...open, kid: 'k2', use: 'sig' }] });
    const until = '2099-01-01T00:00:00.000Z';
    const added = await json<{ keys: string[] }>(['client', 'add', '--client', 'sleutels', '--jwk', set, '--until', until, '--data', data]);
    expect(Object.keys(added)).toEqual(['client', 'keys']);
    expect((await keys('sleutels')).items).toMatchObject([
      { kind: 'jwk', kid: 'k1' },
      { kind: 'jwk', until },
      { kind: 'jwk', kid: 'k2', until },
    ]);
    expect(await contentsOf(data)).not.toContain('verzonnen.example');
  });

  test.each<[string, () => unknown]>([
    ['a private key', () => closed],
    ['a set with a private key', () => ({ keys: [open, closed] })],
    ['a shared key', () => ({ kty: 'oct', k: 'YWJj' })],
    ['a curve that is not for signatures', () => ({ kty: 'OKP', crv: 'X25519', x: open.x })],
    ['another curve', () => ({ ...open, crv: 'secp256k1' })],
    ['a key that is meant for something else', () => ({ ...open, use: 'enc' })],
    ['a key of which half is missing', () => ({ kty: 'EC', crv: 'P-256', x: open.x })],
    ['a key that is too short', () => ({ kty: 'RSA', e: 'AQAB', n: Buffer.alloc(128, 0xc1).toString('base64url') })],
    ['an empty set', () => ({ keys: [] })],
    ['a set of nothing', () => ({ keys: [null] })],
    ['an empty object', () => ({})],
    ['what is no JSON', () => '-----BEGIN PUBLIC KEY-----'],
    ['what is no object', () => 'null'],
  ])('refuses %s in one line that repeats nothing of it', async (_what, content) => {
    const file = await fileOf('unfit.json', content());
    const { code, stderr } = await uwlr(['client', 'add', '--client', 'niet', '--jwk', file, '--data', data]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(ONE_LINE)]);
    expect(stderr).not.toContain(closed.d);
    expect((await keys('niet')).items).toEqual([]);
  });

  test.each([
    ['a school without scopes', 2, ['--school', '99AB']],
    ['a purpose of nothing', 2, ['--purpose', 'x']],
    ['an end that is past', 2, ['--until', '2020-01-01']],
    ['a school that is not there', 1, ['--school', '99ZZ', '--scope', 'results:read']],
    ['a file that is not there', 3, ['--jwk', '/nowhere/key.json']],
    ['a secret and a key', 2, ['--secret', '--jwk', '/nowhere/key.json']],
  ])('with %s is refused with exit code %d', async (_what, expected, args) => {
    const { code, stderr } = await uwlr(['client', 'add', '--client', 'niet', ...args, '--data', data]);
    expect([code, stderr]).toEqual([expected, expect.stringMatching(ONE_LINE)]);
    expect((await keys('niet')).items).toEqual([]);
  });
});

test('client revoke-key ends one key, and says so in the list', async () => {
  const { keys: ids } = await json<{ keys: string[] }>(['client', 'add', '--client', 'kort', '--data', data]);
  const { revokedAt } = await json<{ revokedAt: string }>(['client', 'revoke-key', ids[0] as string, '--data', data]);
  expect((await keys('kort')).items).toMatchObject([{ id: ids[0], revokedAt }]);
  expect((await uwlr(['client', 'keys', '--data', data])).stdout).toContain(`revoked ${localTime(revokedAt)}`);
  expect(await uwlr(['client', 'revoke-key', 'nothing', '--data', data])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(ONE_LINE),
  });
});
