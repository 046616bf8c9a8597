import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import type { Moved } from '../../src/admin/move/move-store.js';
import { loadConfig } from '../../src/config/config.js';
import { type Gateway, startGateway } from '../../src/gateway/server.js';
import { KEY, post } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { bareDatabase, describePostgres, onDatabase, type TestDatabase } from '../support/postgres.js';
import { json, ONE_LINE, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
let count = 0;
beforeAll(async () => {
  space = await workspace();
});
afterAll(() => space.remove());

/** A data directory with a school, and so a secret. */
async function newData(): Promise<string> {
  count += 1;
  const data = space.path(`data-${count}`);
  await json(['school', 'add', '--brin', '99XX', '--name', 'De Proef', '--data', data]);
  await json(['party', 'add', '--klantcode', 'TESTEA', '--klantnaam', 'Testleverancier', '--role', 'ea', '--data', data]);
  const about = ['--school', '99XX', '--party', 'TESTEA', '--exchange', 'leerresultaten', '--purpose', 'Testen'];
  await json(['agreement', 'add', ...about, '--key', KEY, '--data', data]);
  return data;
}

test('migrate wants to know where to, and refuses what makes no sense, before it touches anything', async () => {
  const data = space.path('none');
  const tries: readonly (readonly [readonly string[], number, string])[] = [
    [['migrate'], 2, '--to'],
    [['migrate', '--to', 'sqlite:x', '--reopen'], 2, 'cannot be used with'],
    [['migrate', '--to', 'postgres://localhost/x'], 3, 'holds no store'],
  ];
  for (const [args, code, text] of tries) {
    const outcome = await uwlr([...args, '--data', data]);
    expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(text) });
    expect(outcome.stderr).toMatch(ONE_LINE);
  }
  expect(existsSync(data)).toBe(false);
  const present = await newData();
  expect(await uwlr(['migrate', '--to', 'sqlite:elsewhere', '--data', present])).toMatchObject({ code: 2 });
  expect(await uwlr(['migrate', '--to', 'mysql://localhost/x', '--data', present])).toMatchObject({ code: 2 });
  expect(await uwlr(['migrate', '--reopen', '--data', present])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('was not moved'),
  });
  const nowhere = await uwlr(['migrate', '--to', 'postgres://user:geheim@localhost:1/x', '--data', present]);
  expect(nowhere).toMatchObject({ code: 3, stderr: expect.stringContaining('does not answer') });
  expect(nowhere.stderr).not.toContain('geheim');
  // An address that is wrong is no move.
  expect(await json(['audit', 'list', '--operation', 'store.move', '--json', '--data', present])).toMatchObject({ items: [] });
});

await describePostgres('uwlr migrate', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await bareDatabase();
  });
  afterAll(() => database.remove());

  let running: Gateway | undefined;
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });
  const inPostgres = (sql: string) => onDatabase(database.url, async (client) => (await client.query(sql)).rows as unknown[]);

  test('moves nothing while a gateway runs, and then all: the old store is refused from then on, and can be opened again', async () => {
    const data = await newData();
    const move = () => uwlr(['migrate', '--to', database.url, '--data', data]);
    running = await startGateway(loadConfig({ data, port: 0 }, {}), { shortLived: true });
    expect(await move()).toMatchObject({ code: 3, stderr: expect.stringContaining('another gateway') });
    await running.stop();

    const moved = await json<Moved & { rows: number }>(['migrate', '--to', database.url, '--data', data]);
    expect(moved.tables.find(({ table }) => table === 'schools')).toMatchObject({
      rows: 1,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(moved.rows).toBe(moved.tables.reduce((sum, { rows }) => sum + rows, 0));
    expect(JSON.stringify(moved)).not.toContain(new URL(database.url).password);
    expect(await inPostgres('SELECT id, name FROM schools')).toEqual([{ id: '99XX', name: 'De Proef' }]);
    expect(await inPostgres("SELECT outcome FROM audit WHERE operation = 'store.move'")).toEqual([{ outcome: 'done' }]);

    const refused = await uwlr(['school', 'show', '--school', '99XX', '--data', data]);
    expect(refused).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('moved to postgres://') });
    expect(refused.stderr).toMatch(ONE_LINE);
    expect(await move()).toMatchObject({ code: 3, stderr: expect.stringContaining('moved to postgres://') });
    expect(await uwlr(['doctor', '--data', data])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^WRONG +store .*moved to postgres:/m),
    });
    await expect(startGateway(loadConfig({ data, port: 0 }, {}), { shortLived: true })).rejects.toThrow('moved to postgres://');

    expect(await uwlr(['migrate', '--reopen', '--data', data])).toMatchObject({ code: 0, stderr: '' });
    expect(await uwlr(['school', 'show', '--school', '99XX', '--data', data])).toMatchObject({ code: 0 });
    expect((await uwlr(['audit', 'verify', '--data', data])).code).toBe(0);
    expect(await move()).toMatchObject({ code: 1, stderr: expect.stringContaining('is not empty') });
  });

  test('a store with results moves there and back: each database shows the same, and the audit verifies', async () => {
    const other = await bareDatabase();
    const data = await newData();
    const { token } = await json<{ token: string }>([
      ...['token', 'add', '--client', 'lezer', '--school', '99XX', '--scope', 'results:read,exchanges:read', '--data', data],
    ]);
    const inDatabase = { env: { UWLR_DATABASE_URL: other.url } };
    /** What is shown with these settings; the gateway starts and stops once. */
    const shown = async (env: Readonly<Record<string, string>> = {}) => {
      const gateway = await startGateway(loadConfig({ data, port: 0 }, env), { shortLived: true });
      running = gateway;
      const lists = ['results', 'exchanges'].map(async (name) => {
        const response = await fetch(`${gateway.url}/api/v1/${name}?school=99XX`, { headers: { authorization: `Bearer ${token}` } });
        return response.json();
      });
      const pages = await Promise.all(lists);
      await gateway.stop();
      return pages;
    };
    running = await startGateway(loadConfig({ data, port: 0 }, {}), { shortLived: true });
    for (const [at, pupil] of ['verzonnen-anna', 'verzonnen-bram', 'verzonnen-anna'].entries()) {
      const aanmaakdatum = new Date(Date.UTC(2026, 3, 1) + at * 1000).toISOString();
      const sent = await post(running, message({ afnames: afname(pupil, resultaat(`r-${pupil}`)), aanmaakdatum }));
      expect(sent.status).toBe(200);
    }
    await running.stop();

    const before = await shown();
    expect(before).toMatchObject([{ items: [{}, {}] }, { items: [{}, {}, {}] }]);
    await json(['migrate', '--to', other.url, '--data', data]);
    expect(await uwlr(['audit', 'verify', '--data', data], inDatabase)).toMatchObject({ code: 0 });
    expect(await shown(inDatabase.env)).toEqual(before);
    const back = await json<Moved>(['migrate', '--to', `sqlite:${data}`, '--data', data], inDatabase);
    expect(back.replaced).toBe(path.join(data, path.basename(back.replaced!)));
    expect(await uwlr(['school', 'show', '--school', '99XX', '--data', data], inDatabase)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(`moved to sqlite:${data}`),
    });
    expect(await uwlr(['audit', 'verify', '--data', data])).toMatchObject({ code: 0 });
    expect(await shown()).toEqual(before);
    await other.remove();
  });

  test('a secret that is not the one of the store moves nothing', async () => {
    const other = await bareDatabase();
    const data = await newData();
    const UWLR_SECRET = readFileSync(path.join(await newData(), 'secret'), 'utf8').trim();
    const outcome = await uwlr(['migrate', '--to', other.url, '--data', data], { env: { UWLR_SECRET } });
    expect(outcome).toMatchObject({ code: 3, stderr: expect.stringContaining('secret') });
    const db = new SqliteDatabase(path.join(data, 'uwlr.db'), { readonly: true });
    expect(db.prepare('SELECT max(number) FROM migrations').pluck().get()).toBeLessThan(1000);
    db.close();
    await other.remove();
  });
});
