import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { issueAccessToken } from '../../src/api/oauth/access-token.js';
import { loadConfig } from '../../src/config/config.js';
import { type Gateway, startGateway } from '../../src/gateway/server.js';
import { Keyring } from '../../src/privacy/keys/keyring.js';
import { sealSigner } from '../../src/secret/audit-seal.js';
import { type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { headOfSeal, signed } from '../../src/store/audit-seal.js';
import { openStore } from '../../src/store/open.js';
import type { SealedValues } from '../../src/store/secret-store.js';
import { syntheticSchool } from '../../src/synthetic/school/synthetic-school.js';
import { json, uwlr, type Workspace, workspace } from '../cli/support/uwlr.js';
import { KEY, post } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { everyFile } from '../support/planted-values.js';

const SCHOOL = ['--school', '99XX'] as const;
const YEAR = '2026-2027';

let space: Workspace;
let data: string;
let las: SimulatedLas;
let gateway: Gateway;
let log = '';
let token: string;
let client: { readonly secret: string };
let oldSecret: string;
let oldKeyring: Keyring;
/** Sealed under the old secret. */
let before: SealedValues;
/** As a client saw them before. */
let seen: { readonly items: unknown; readonly next: string };
let accessToken: string;
let delivered = 0;

const command = (...args: readonly string[]) => uwlr([...args, '--data', data]);

async function start(): Promise<void> {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk);
      done();
    },
  });
  gateway = await startGateway(loadConfig({ data, port: 0, logLevel: 'info' }, {}), { log: stream });
}

function deliver() {
  delivered += 1;
  const afnames = afname(`leerling-000${delivered}`, resultaat(`r-${delivered}`));
  return post(gateway, message({ aanmaakdatum: `2026-02-01T10:00:0${delivered}Z`, afnames }));
}

function rest(where: string, bearer = token): Promise<Response> {
  return fetch(new URL(where, gateway.url), { headers: { authorization: `Bearer ${bearer}` } });
}

function askToken(): Promise<Response> {
  const form = { grant_type: 'client_credentials', client_id: 'leesbord', client_secret: client.secret };
  return fetch(new URL('/oauth2/token', gateway.url), { method: 'POST', body: new URLSearchParams(form) });
}

async function valuesIn(directory: string): Promise<SealedValues> {
  const store = await openStore({ dataDirectory: directory });
  try {
    return await store.sealedValues();
  } finally {
    await store.close();
  }
}

const sync = () => command('sync', ...SCHOOL, '--school-year', YEAR, '--allow-targets', 'localhost', '--json');

beforeAll(async () => {
  las = await startSimulatedLas({ school: syntheticSchool({ brin: '99XX', learners: 4, schoolYear: YEAR }) });
  space = await workspace();
  data = space.path('data');
  const { klantcode, klantnaam, autorisatiesleutel } = las.caller;
  const purpose = ['--purpose', 'Proef'];
  await json(['school', 'add', '--brin', '99XX', '--name', 'De Proef', '--data', data]);
  await json(['school', 'add', '--brin', '99AB', '--name', 'De Andere', '--data', data]);
  await json(['party', 'add', '--klantcode', 'TESTEA', '--klantnaam', 'Testleverancier', '--role', 'ea', '--data', data]);
  const vendor = ['--party', 'TESTEA', '--exchange', 'leerresultaten', '--key', KEY, ...purpose];
  await json(['agreement', 'add', ...SCHOOL, ...vendor, '--data', data]);
  const connection = ['--as-klantcode', klantcode, '--as-klantnaam', klantnaam, '--endpoint', las.endpoint, '--allow-targets', 'localhost'];
  await json(['party', 'add', '--klantcode', 'LAS', '--klantnaam', 'Verzonnen LAS', '--role', 'las', ...connection, '--data', data]);
  const fetching = ['--party', 'LAS', '--exchange', 'leerlinggegevens', '--profile', 'smalle-set', '--key', autorisatiesleutel, ...purpose];
  await json(['agreement', 'add', ...SCHOOL, ...fetching, '--data', data]);
  const reading = [...SCHOOL, '--scope', 'results:read', ...purpose, '--data', data];
  ({ token } = await json<{ token: string }>(['token', 'add', '--client', 'dashboard', ...reading]));
  client = await json(['client', 'add', '--client', 'leesbord', ...reading]);
  oldSecret = (await readFile(path.join(data, 'secret'), 'utf8')).trim();
  oldKeyring = Keyring.fromSecret(oldSecret);

  await start();
  for (let nth = 0; nth < 2; nth++) expect((await deliver()).status).toBe(200);
  const first = await rest('/api/v1/results?limit=1');
  const next = /<([^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? 'none';
  seen = { items: ((await (await rest('/api/v1/results')).json()) as { items: unknown }).items, next };
  ({ access_token: accessToken } = (await (await askToken()).json()) as { access_token: string });
  expect(accessToken).toMatch(/^ey/);
  expect((await rest('/api/v1/results', accessToken)).status).toBe(200);
  expect(JSON.parse((await sync()).stdout)).toMatchObject({ outcome: 'updated' });
  before = await gateway.store.sealedValues();
}, 120_000);
afterAll(async () => {
  await gateway.stop();
  await las.close();
  await space.remove();
});

describe('a gateway that runs while its secret is replaced', () => {
  beforeAll(async () => {
    expect(await command('secret', 'rotate', '--json')).toMatchObject({ code: 0 });
  });

  test('takes nothing in and gives nothing out any more, as something that passes, and its log says why', async () => {
    const { code, rules, headers } = await deliver();
    expect({ code, rules, retry: headers.get('retry-after') }).toEqual({
      code: 'Server.TijdelijkNietBeschikbaar',
      rules: ['UWLR-EX-020'],
      retry: '30',
    });
    const answers = [await rest('/api/v1/results'), await rest('/api/v1/results', accessToken), await askToken(), await rest('/readyz')];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    expect(log).toContain('the secret was replaced by another one');
  });

  test('stops, and starts with the new one', async () => {
    await gateway.stop();
    expect((await readFile(path.join(data, 'secret'), 'utf8')).trim()).not.toBe(oldSecret);
    await start();
  });
});

describe('with the new secret', () => {
  test('a vendor goes on with its key, and a message from before is still known', async () => {
    delivered = 0;
    expect((await deliver()).status).toBe(200);
    expect((await gateway.store.exchanges({ limit: 1 })).items[0]).toMatchObject({ outcome: 'repeated' });
    delivered = 4;
    expect((await deliver()).status).toBe(200);
    expect((await post(gateway, message({ sleutel: 'geraden-sleutel' }))).code).toBe('Client.AutorisatieOngeldig');
  });

  test('clients go on with tokens, secrets and places in lists, and know pupils by the same names', async () => {
    const { items } = (await (await rest('/api/v1/results')).json()) as { items: { learner: string }[] };
    const old = seen.items as { learner: string }[];
    expect(old).toHaveLength(2);
    expect(items).toEqual(expect.arrayContaining(old));
    const page = (await (await rest(seen.next)).json()) as { items: unknown[] };
    expect(items).toContainEqual(page.items[0]);
    expect((await askToken()).status).toBe(200);
  });

  test('the administration is asked with the same connection and key, and gives nothing new', async () => {
    expect(JSON.parse((await sync()).stdout)).toMatchObject({ outcome: 'unchanged', ok: true });
  });

  test('the audit is good, over the seals of both, and doctor is content', async () => {
    const { stdout } = await command('audit', 'verify', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    const seals = new SqliteDatabase(path.join(data, 'uwlr.db'), { readonly: true });
    expect(seals.prepare('SELECT count(DISTINCT key) FROM audit_seal_chain').pluck().get()).toBe(2);
    seals.close();
    expect(JSON.parse((await command('doctor', '--json')).stdout)).toMatchObject({ ok: true });
  });

  test('an access token that was signed under the old one is none', async () => {
    const { clientKeys } = await gateway.store.directory();
    const claims = { client: 'leesbord', school: '99XX', scopes: ['results:read'], key: clientKeys.all()[0]?.id as string };
    const forged = await issueAccessToken(oldKeyring, claims, new Date());
    expect((await rest('/api/v1/results', accessToken)).status).toBe(401);
    expect((await rest('/api/v1/results', forged)).status).toBe(401);
    expect((await rest('/api/v1/results', await issueAccessToken(gateway.keyring, claims, new Date()))).status).toBe(200);
  });
});

describe('with the old secret, and a copy of the data directory that was made afterwards', () => {
  let copy: string;
  const withOld = (...args: readonly string[]) => uwlr([...args, '--data', copy]);

  beforeAll(async () => {
    await gateway.stop();
    copy = space.path('copy');
    await cp(data, copy, { recursive: true });
    await writeFile(path.join(copy, 'secret'), oldSecret);
  });
  afterAll(start);

  test('nothing that is sealed opens, and what was sealed before is in no file', async () => {
    const { schoolKeys, connections, credentials } = await valuesIn(copy);
    expect([schoolKeys.size, connections.size, credentials.size]).toEqual([2, 1, 1]);
    for (const [school, wrapped] of schoolKeys) expect(() => oldKeyring.unwrapSchoolKey(school, wrapped)).toThrow('changed');
    for (const value of [...connections.values(), ...credentials.values()]) expect(() => oldKeyring.openSecret(value)).toThrow('changed');
    const files = await everyFile(copy);
    const sealedBefore = [...before.schoolKeys.values(), ...before.connections.values(), ...before.credentials.values()];
    expect(sealedBefore.map((value) => files.some((bytes) => bytes.includes(Buffer.from(value))))).toEqual([false, false, false, false]);
    // The search does find what is there.
    expect(files.some((bytes) => bytes.includes(Buffer.from(schoolKeys.get('99XX') as Uint8Array)))).toBe(true);
  });

  test('neither a gateway nor a command starts', async () => {
    await expect(startGateway(loadConfig({ data: copy, port: 0, logLevel: 'error' }, {}))).rejects.toThrow(
      'UWLR_SECRET is not the one that this store was made with',
    );
    for (const args of [
      ['party', 'list'],
      ['audit', 'verify'],
      ['secret', 'rotate'],
      ['school', 'add', '--brin', '99AC', '--name', 'De Nieuwe'],
    ]) {
      expect(await withOld(...args)).toEqual({
        code: 3,
        stdout: '',
        stderr: 'uwlr: the secret is not the one that this store was made with\n',
      });
    }
    const { code, stdout } = await withOld('doctor');
    expect(code).toBe(1);
    expect(stdout).toMatch(/WRONG +secret +the secret is not the one/);
  });

  test.each([
    ['a seal at the end', ''],
    ['a seal at the end that says it is of the new one', 'new'],
    ['no seal but those of the old one', 'DELETE FROM audit_seal_chain WHERE key <> @old'],
  ])('the audit cannot be sealed: %s is found out', async (_what, how) => {
    const forged = space.path(`forged-${how.length}`);
    await cp(data, forged, { recursive: true });
    await rm(path.join(forged, 'audit.head'));
    const store = await openStore({ dataDirectory: forged });
    const { secret: fingerprint = '' } = await store.directory();
    const { number, hash } = headOfSeal((await store.lastSeal())!);
    const { seq, front } = (await store.lastSeal())!;
    await store.close();
    const db = new SqliteDatabase(path.join(forged, 'uwlr.db'));
    if (how.startsWith('DELETE')) {
      db.exec('DROP TRIGGER audit_seal_chain_delete');
      db.prepare(how).run({ old: oldKeyring.fingerprint });
    } else {
      const signer = { ...sealSigner(oldKeyring), ...(how === 'new' ? { key: fingerprint } : {}) };
      const draft = { number: number + 1, previous: hash, at: '2026-10-01T08:00:00.000Z', seq, heads: '[]', front };
      const { key, mac } = signed(draft, signer);
      db.prepare('INSERT INTO audit_seal_chain (number, previous, at, seq, key, mac, front, heads) VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
        draft.number,
        Buffer.from(hash, 'hex'),
        draft.at,
        seq,
        key,
        Buffer.from(mac, 'hex'),
        Buffer.from(front, 'hex'),
        draft.heads,
      );
    }
    db.close();
    const { code, stdout } = await uwlr(['audit', 'verify', '--data', forged, '--json']);
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 1, ok: false, broken: { kind: 'seal wrong' } });
  });
});
