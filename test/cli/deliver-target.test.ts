import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { localTime } from '../../src/cli/terminal/local-time.js';
import type { WebhookSettings } from '../../src/delivery/targets/target-settings.js';
import { Keyring } from '../../src/privacy/keys/keyring.js';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/store.js';
import { agreement, party, school } from '../store/support/records.js';
import { contentsOf } from './support/data-directory.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

const SECRET = 'een verzonnen geheim van meer dan tweeendertig tekens';
const HEADER = 'verzonnen-kopregel-geheim-0042';
const DOOR = 'http://127.0.0.1:9/uwlr';

let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  await inStore(async (store) => {
    for (const id of ['99AB', '99XX']) await store.addSchool(school(id));
    await store.addParty(party('LAS', { role: 'las' }));
    await store.addParty(party('EA'));
  });
});
afterAll(() => space.remove());

const env = { UWLR_SECRET: SECRET, UWLR_ALLOW_TARGETS: '127.0.0.1' };
const run = (...args: string[]) => uwlr([...args, '--data', data], { env });
const ask = <T>(...args: string[]) => json<T>([...args, '--data', data], { env });
const target = (...args: string[]) => run('deliver', 'target', ...args);

interface Shown {
  readonly id: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly missing: readonly string[];
  readonly secret?: string;
}

async function shown(id: string): Promise<Shown> {
  const { items } = await ask<{ readonly items: readonly Shown[] }>('deliver', 'target', 'list');
  return items.find((one) => one.id === id) as Shown;
}

async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDirectory: data });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** What the worker will read. */
function settingsOf(id: string): Promise<unknown> {
  return inStore(async (store) => {
    const { settings } = (await store.directory()).targets.get(id) ?? { settings: new Uint8Array() };
    return JSON.parse(Keyring.fromSecret(SECRET).openSecret(settings));
  });
}

describe('a webhook', () => {
  test('gets a secret that is shown once, and is of a client that is made for it', async () => {
    const headers = space.path('headers.txt');
    await writeFile(headers, `X-Sleutel: ${HEADER}\n`);
    const { code, stdout, stderr } = await target(
      ...['add', 'bord', '--kind', 'webhook', '--party', 'BORD', '--url', `${DOOR}?toegang=${HEADER}`, '--header-file', headers],
      ...['--max-items', '50', '--timeout', '20', '--max-age', '24'],
    );
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^Added target bord: webhook, of BORD\.\nsecret: whsec_[A-Za-z0-9+/]{43}=\n$/),
    });
    expect(stderr).toContain('Added party BORD, a client.\n');
    expect(stderr).toContain('Note: BORD has no agreement for leerresultaten with any school, so it receives nothing');
    const [, secret] = stdout.trim().split('secret: ');
    expect(await settingsOf('bord')).toEqual({
      ...{ url: `${DOOR}?toegang=${HEADER}`, secrets: [{ secret }], headers: { 'X-Sleutel': HEADER } },
      ...{ maxItems: 50, timeoutSeconds: 20, maxAgeHours: 24 },
    });
    const listed = [await target('list'), await target('list', '--json')].map((one) => one.stdout);
    expect(listed[0]).toMatch(/^ID +KIND +PARTY +WHERE +SCHOOLS +STATE\nbord +webhook +BORD +http:\/\/127\.0\.0\.1:9\/uwlr +in force\n/);
    for (const text of [...listed, await contentsOf(data)]) {
      expect(text).not.toContain(HEADER);
      expect(text).not.toContain(secret);
    }
    expect((await shown('bord')).settings).toMatchObject({ url: DOOR, headers: ['X-Sleutel'], secrets: [{}] });
  });

  test('needs no autorisatiesleutel for its agreement, and then nothing is missing', async () => {
    const agreed = ['--school', '99AB', '--party', 'BORD', '--exchange', 'leerresultaten', '--purpose', 'Bord in de klas'];
    const { agreements, ...more } = await ask<{ agreements: unknown[] }>('agreement', 'add', ...agreed);
    expect([agreements.length, more]).toEqual([1, {}]);
    expect((await shown('bord')).missing).toEqual([]);
    expect((await target('list')).stdout).toContain('99AB');
  });

  test('signs with the old secret too while the receiver changes over', async () => {
    const [before] = ((await settingsOf('bord')) as WebhookSettings).secrets;
    const { secret, until } = await ask<{ secret: string; until: string }>('deliver', 'target', 'rotate-secret', 'bord', '--overlap', '3d');
    expect(await settingsOf('bord')).toMatchObject({ url: expect.any(String), secrets: [{ secret }, { ...before, until }] });
    const given = space.path('webhook.secret');
    await writeFile(given, `whsec_${Buffer.from('verzonnen geheim voor de haak').toString('base64')}\n`);
    const { code, stdout, stderr } = await target('rotate-secret', 'bord', '--overlap', '0d', '--webhook-secret-file', given);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain('whsec_');
    const { secrets } = (await settingsOf('bord')) as WebhookSettings;
    expect(secrets).toEqual([{ secret: `whsec_${Buffer.from('verzonnen geheim voor de haak').toString('base64')}` }]);
  });

  test('is not rotated again while ten secrets count: what it signs with then could not be used', async () => {
    for (let times = 0; times < 9; times++) expect((await target('rotate-secret', 'bord')).code).toBe(0);
    const before = await settingsOf('bord');
    const { code, stdout, stderr } = await target('rotate-secret', 'bord');
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(ONE_LINE)]);
    expect(await settingsOf('bord')).toEqual(before);
    expect((await target('rotate-secret', 'bord', '--overlap', '0d')).code).toBe(0);
  });

  test('keeps what was not set anew', async () => {
    expect((await target('set', 'bord', '--max-items', '10', '--clear', 'timeoutSeconds,headers')).code).toBe(0);
    const { secrets, ...rest } = (await settingsOf('bord')) as WebhookSettings;
    expect([secrets.length, rest]).toEqual([1, { url: `${DOOR}?toegang=${HEADER}`, maxItems: 10, maxAgeHours: 24 }]);
  });
});

describe('a las', () => {
  test('says what is missing before anything flows, until nothing is', async () => {
    expect((await target('add', 'las', '--kind', 'las', '--party', 'LAS')).stdout).toBe('Added target las: las, of LAS.\n');
    expect((await shown('las')).missing).toEqual([
      expect.stringContaining('no agreement for leerresultaten'),
      expect.stringContaining('the address at which LAS receives results is not known'),
    ]);
    const key = space.path('las.key');
    await writeFile(key, 'verzonnen-sleutel-0042');
    const agreed = ['--school', '99AB', '--party', 'LAS', '--exchange', 'leerresultaten', '--purpose', 'Resultaten bewaren'];
    await ask('agreement', 'add', ...agreed, '--key-file', key);
    await inStore((store) => store.addAgreements([agreement('keyless', { school: '99XX', party: 'LAS' })], undefined));
    await ask('deliver', 'target', 'set', 'las', '--endpoint', DOOR, '--uwlr-version', '1.0', '--max-bytes', '5MiB');
    expect((await shown('las')).missing).toEqual([expect.stringContaining('uwlr key add --party LAS --school 99XX --key-file FILE')]);
    expect(await settingsOf('las')).toEqual({ endpoint: DOOR, version: '1.0', maxBytes: 5_242_880 });
  });

  test('at an address that may not be called is said to be so', async () => {
    const set = ['deliver', 'target', 'set', 'las', '--endpoint', DOOR, '--data', data];
    const { code, stderr } = await uwlr(set, { env: { UWLR_SECRET: SECRET } });
    expect([code, stderr]).toEqual([0, expect.stringContaining('127.0.0.1 is not at a public address')]);
  });
});

test('a server of Edu-V is kept with its key where that is, and its schools', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const file = space.path('sleutel.jwk');
  await writeFile(file, JSON.stringify(privateKey.export({ format: 'jwk' })));
  const there = ['--url', `${DOOR}/`, '--token-url', `${DOOR}/token`, '--client-id', 'ons', '--key-file', file, '--key-id', 'k1'];
  const organisations = ['--organisation', '99AB=oa-1', '--organisation', '99XX=oa-2'];
  await ask('deliver', 'target', 'add', 'eduv', '--kind', 'edu-v', '--party', 'EDUV', ...there, ...organisations);
  await ask('deliver', 'target', 'set', 'eduv', '--organisation', '99XX=oa-3');
  const settings = { url: `${DOOR}/`, tokenUrl: `${DOOR}/token`, clientId: 'ons', keyFile: file, keyId: 'k1' };
  expect(await settingsOf('eduv')).toEqual({ ...settings, organisations: { '99AB': 'oa-1', '99XX': 'oa-3' } });
});

test('files go to a directory, which has to be there', async () => {
  const { missing } = await ask<Shown>(
    ...['deliver', 'target', 'add', 'map', '--kind', 'files', '--party', 'MAP', '--directory', space.path('uit')],
  );
  expect(missing).toContain(`${space.path('uit')} is not a directory in which this user can write`);
  await mkdir(space.path('uit'));
  expect((await shown('map')).missing).not.toContain(expect.stringContaining('directory'));
  expect(await settingsOf('map')).toEqual({ directory: path.resolve(space.path('uit')), format: 'ndjson' });
});

test('a target that ended gets nothing any more, and does not change', async () => {
  await ask('deliver', 'target', 'add', 'weg', '--kind', 'files', '--party', 'WEG', '--directory', space.path('.'));
  const { endedAt } = await ask<{ endedAt: string }>('deliver', 'target', 'end', 'weg');
  expect(await shown('weg')).toMatchObject({ endedAt, missing: [] });
  expect(await target('set', 'weg', '--max-items', '1')).toEqual({
    code: 1,
    stdout: '',
    stderr: `uwlr: target weg ended ${localTime(endedAt)} and receives nothing\n`,
  });
});

describe('what is refused', () => {
  const webhook = ['--kind', 'webhook', '--party', 'BORD', '--url', DOOR];

  test.each([
    ['an id with capitals', 2, ['add', 'Bord', ...webhook]],
    ['an id that is taken', 1, ['add', 'bord', ...webhook]],
    ['another kind', 2, ['add', 'x', '--kind', 'fax', '--party', 'BORD']],
    ['a webhook without a place', 2, ['add', 'x', '--kind', 'webhook', '--party', 'BORD']],
    ['a URL with a password', 2, ['add', 'x', '--kind', 'webhook', '--party', 'BORD', '--url', 'https://nep:nep@haak.example']],
    ['a setting of another kind', 2, ['add', 'x', ...webhook, '--directory', '/tmp']],
    ['a header that is ours', 2, ['add', 'x', ...webhook, '--header', 'webhook-id: 1']],
    ['a file with certificates that is not there', 3, ['add', 'x', ...webhook, '--ca', '/nergens/ca.pem']],
    ['a vendor', 1, ['add', 'x', '--kind', 'webhook', '--party', 'EA', '--url', DOOR]],
    ['a las that is a webhook', 1, ['add', 'x', '--kind', 'webhook', '--party', 'LAS', '--url', DOOR]],
    ['a client that is a las', 1, ['add', 'x', '--kind', 'las', '--party', 'BORD']],
    ['Edu-V without a key', 2, ['add', 'x', '--kind', 'edu-v', '--party', 'EDUV', '--url', DOOR, '--token-url', DOOR, '--client-id', 'x']],
    ['a change of nothing', 2, ['set', 'bord']],
    ['to clear what is not there', 2, ['set', 'bord', '--clear', 'caFile']],
    ['to change the secret in passing', 2, ['set', 'bord', '--clear', 'secrets']],
    ['a target that is not there', 1, ['set', 'niets', '--max-items', '1']],
    ['a new secret for what has none', 1, ['rotate-secret', 'las']],
  ])('%s', async (_, expected, args) => {
    const { code, stdout, stderr } = await target(...args);
    expect([code, stdout, stderr]).toEqual([expected, '', expect.stringMatching(ONE_LINE)]);
  });

  test('and nothing came of it', async () => {
    expect(await shown('x')).toBeUndefined();
  });

  test.each([
    ['text', 'geen geheim'],
    ['too short', `whsec_${Buffer.from('kort').toString('base64')}`],
    ['too long', `whsec_${Buffer.alloc(65).toString('base64')}`],
  ])('a secret that is %s', async (_, secret) => {
    const file = space.path('fout.secret');
    await writeFile(file, secret);
    const { code, stderr } = await target('rotate-secret', 'bord', '--webhook-secret-file', file);
    expect([code, stderr]).toEqual([2, expect.stringMatching(ONE_LINE)]);
    expect(stderr).not.toContain(secret);
  });

  test('a key that is none', async () => {
    const file = space.path('geen.key');
    await writeFile(file, '{"kty":"EC"}');
    const { code, stderr } = await target('set', 'eduv', '--key-file', file);
    expect([code, stderr]).toEqual([2, expect.stringMatching(ONE_LINE)]);
  });
});
