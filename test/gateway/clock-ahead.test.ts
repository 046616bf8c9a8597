import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { loadConfig } from '../../src/config/config.js';
import { startGateway } from '../../src/gateway/server.js';
import { furnish, PARTY, post } from '../support/gateway.js';
import { message } from '../support/messages.js';
import { type ProcessGateway, startProcess } from '../support/process-gateway.js';

/** What a purge may take rows from. */
/** Tables, and what is left out per exchange. */
const TABLES = [
  'results',
  'result_shared',
  'assessments',
  'learners',
  'exchanges',
  'exchanges WHERE strips IS NOT NULL',
  'deliveries',
  'audit',
] as const;
/** Preloaded by Node in every thread: the clock is four years ahead. */
const AHEAD = `
const ahead = 4 * 365 * 86_400_000;
const Real = Date;
globalThis.Date = class Date extends Real {
  constructor(...given) { if (given.length === 0) super(Real.now() + ahead); else super(...given); }
  static now() { return Real.now() + ahead; }
};`;

let directory: string;
let data: string;
let gateway: ProcessGateway | undefined;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'uwlr-ahead-'));
  data = path.join(directory, 'data');
  await writeFile(path.join(directory, 'ahead.cjs'), AHEAD);
  const made = await startGateway(loadConfig({ data, port: 0 }, {}), { shortLived: true, log: new PassThrough().resume() });
  await furnish(made, ['99XX'], PARTY);
  expect((await post(made, message())).status).toBe(200);
  await made.stop();
});
afterEach(async () => {
  await gateway?.kill();
  gateway = undefined;
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** How many rows each table has. */
function rows(): Readonly<Record<string, number>> {
  const db = new SqliteDatabase(path.join(data, 'uwlr.db'), { readonly: true });
  const counts = TABLES.map((table) => [table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number]);
  db.close();
  return Object.fromEntries(counts);
}

test('a gateway that is started with its clock four years ahead removes nothing, says so, and takes messages in', async () => {
  const before = rows();
  gateway = await startProcess(data, [], { env: { NODE_OPTIONS: `--require=${path.join(directory, 'ahead.cjs')}` } });
  const { url, output } = gateway;
  while (!output().includes('"purge asks"')) await once(gateway.child.stderr as NodeJS.ReadableStream, 'data');
  const year = new Date().getFullYear() + 4;
  expect(output()).toMatch(new RegExp(`"time":"${year}-[^\n]*"purge asks","dataClass":"results-leavers","count":1,"doubt":"clock"`));
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^uwlr_purge_asks\{doubt="clock"\} [1-9]/m);
  const body = message({ aanmaakdatum: '2026-02-15T09:00:00+01:00' });
  const answer = await fetch(`${url}/soap/leerresultaten`, { method: 'POST', headers: { 'content-type': 'text/xml' }, body });
  expect(answer.status).toBe(200);
  expect(await gateway.stop()).toBe(0);
  expect(output()).not.toContain('"purged"');
  const after = rows();
  for (const table of TABLES) expect([table, after[table]! >= before[table]!]).toEqual([table, true]);
});
