import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { loadConfig } from '../../src/config/config.js';
import { type Gateway, startGateway } from '../../src/gateway/server.js';
import { openStore } from '../../src/store/open.js';
import { type Answer, post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { startProcess, uwlr } from '../support/process-gateway.js';

/** A message of its own second, with one result. */
function numbered(number: number): string {
  const at = new Date(Date.UTC(2026, 3, 1) + number * 1000).toISOString();
  return message({ aanmaakdatum: at, afnames: afname(`leerling-${number}`, resultaat(`r-${number}`)) });
}

const UNAVAILABLE = { status: 500, code: 'Server.TijdelijkNietBeschikbaar', rules: ['UWLR-EX-005'] };

async function page({ url }: Pick<Gateway, 'url'>, route: string): Promise<string> {
  const response = await fetch(url + route);
  return `${response.status} ${(await response.text()).trim()}`;
}

/** Asks `/readyz` until it says this. */
async function untilReadyzSays(gateway: Gateway, words: string): Promise<void> {
  while ((await page(gateway, '/readyz')) !== words) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Keys of the results that are in a data directory. */
async function resultsIn(dataDirectory: string): Promise<number> {
  const store = await openStore({ dataDirectory, shortLived: true });
  const { items } = await store.results({ school: '99XX', limit: 100 });
  await store.close();
  return items.length;
}

function expectUnavailable(answer: Answer): void {
  expect(answer).toMatchObject(UNAVAILABLE);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}

let running: Running;
let file: string;

beforeEach(async () => {
  running = await startTestGateway({ ownThread: true });
  file = path.join(running.directory, 'uwlr.db');
  expect(await post(running.gateway, numbered(1))).toMatchObject({ status: 200 });
  expect(await page(running.gateway, '/readyz')).toBe('200 ready');
});

afterEach(() => running.stop());

describe('a gateway whose data directory is removed', () => {
  test('confirms nothing more, says so on every way, and goes on in the logs and metrics', async () => {
    const { gateway } = running;
    rmSync(running.directory, { recursive: true });
    // Nobody sends anything: the gateway finds out by itself.
    await untilReadyzSays(gateway, '503 not ready: the database file was removed or replaced');
    for (const number of [2, 3]) expectUnavailable(await post(gateway, numbered(number)));
    const at = '2026-01-01T00:00:00.000Z';
    // Whatever promises that something is durable.
    const writes = [
      gateway.store.addSchool({ id: '99XY', name: 'School', createdAt: at }),
      gateway.store.pauseSchool('99XX', at),
      gateway.store.useAssertion('0'.repeat(64), '2030-01-01T00:00:00.000Z', at),
      gateway.store.purgeReceiverAliases(at),
      gateway.store.appendAudit([{ at, actor: 'gateway', operation: 'gateway.start', outcome: 'done', counts: {} }]),
    ];
    const settled = await Promise.allSettled(writes);
    expect(settled.map((one) => (one.status === 'rejected' ? one.reason.code : 'confirmed'))).toEqual(writes.map(() => 'moved'));
    expect(await page(gateway, '/livez')).toBe('200 ok');
    expect(await page(gateway, '/metrics')).toContain('uwlr_store_trouble{kind="moved"} 1');
    expect(running.log().match(/"store trouble"/g)).toHaveLength(1);
  });
});

describe('a gateway whose database file is replaced by a backup', () => {
  test('confirms nothing more, and leaves the backup as it is', async () => {
    const { gateway } = running;
    const backup = path.join(running.directory, 'backup.db');
    const source = new SqliteDatabase(file, { readonly: true });
    await source.backup(backup);
    source.close();
    chmodSync(backup, 0o600);
    expect(await post(gateway, numbered(2))).toMatchObject({ status: 200 });
    renameSync(backup, file);
    expectUnavailable(await post(gateway, numbered(3)));
    expect(await page(gateway, '/readyz')).toBe('503 not ready: the database file was removed or replaced');
    await gateway.stop();
    // What the backup has is whole, and the gateway starts on it.
    await uwlr(['audit', 'accept-restored', '--data', running.directory]);
    const again = await startGateway(loadConfig({ data: running.directory, port: 0 }, {}), { shortLived: true });
    expect(await page(again, '/readyz')).toBe('200 ready');
    expect((await again.store.diagnose()).filter(({ ok }) => !ok)).toEqual([]);
    expect((await again.store.results({ school: '99XX', limit: 10 })).items).toHaveLength(1);
    expect(await post(again, numbered(2))).toMatchObject({ status: 200 });
    await again.stop();
    expect(await resultsIn(running.directory)).toBe(2);
  });
});

describe('a gateway whose store another version brings up to date', () => {
  test('confirms nothing more, and what it confirmed is there', async () => {
    const { gateway } = running;
    const newer = new SqliteDatabase(file);
    newer.exec(`
      BEGIN IMMEDIATE;
      CREATE TABLE of_a_later_version (id INTEGER PRIMARY KEY) STRICT;
      INSERT INTO migrations (number, name, sha256, applied_at) VALUES (9999, 'later', '${'0'.repeat(64)}', '2027-01-01T00:00:00.000Z');
      COMMIT`);
    expectUnavailable(await post(gateway, numbered(2)));
    expect(await page(gateway, '/readyz')).toBe('503 not ready: the database belongs to another version of the gateway');
    expect(newer.prepare('SELECT count(*) FROM results').pluck().get()).toBe(1);
    newer.close();
  });

  test('goes on when only an index was made', async () => {
    const other = new SqliteDatabase(file);
    other.exec('CREATE INDEX of_somebody ON results (day)');
    other.close();
    expect(await post(running.gateway, numbered(2))).toMatchObject({ status: 200 });
  });
});

describe('a gateway whose database another process keeps locked', () => {
  test('refuses for the time being within ten seconds, stores nothing of that later, and recovers', async () => {
    const { gateway } = running;
    const other = new SqliteDatabase(file);
    other.exec('BEGIN IMMEDIATE');
    const begun = performance.now();
    const sent = [post(gateway, numbered(2))];
    await untilReadyzSays(gateway, '503 not ready: the database is locked by another process, or has too much to do');
    // Those who come later do not wait as long again.
    sent.push(post(gateway, numbered(3)), post(gateway, numbered(4)));
    for (const answer of await Promise.all(sent)) expectUnavailable(answer);
    console.log(`locked: all were answered after ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    expect(await page(gateway, '/livez')).toBe('200 ok');
    other.exec('ROLLBACK');
    other.close();
    await untilReadyzSays(gateway, '200 ready');
    expect((await gateway.store.results({ school: '99XX', limit: 10 })).items).toHaveLength(1);
    for (const number of [2, 3, 4]) expect(await post(gateway, numbered(number))).toMatchObject({ status: 200 });
    expect((await gateway.store.results({ school: '99XX', limit: 10 })).items).toHaveLength(4);
    expect(running.log()).toMatch(/"store trouble over"/);
  });
});

describe('a gateway whose database is damaged while it runs', () => {
  test('takes in nothing more, also where no damage is, until it is started on a whole one', async () => {
    await running.gateway.stop();
    const config = loadConfig({ data: running.directory, port: 0 }, {});
    const gateway = await startGateway(config);
    const whole = readFileSync(file);
    // In its place, as a failing disk does: everything behind the first page, of which the gateway knows what it needs.
    writeFileSync(file, Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096, 0xa5)]), { flag: 'r+' });
    expectUnavailable(await post(gateway, numbered(2)));
    expect(await page(gateway, '/readyz')).toBe('503 not ready: the database is damaged');
    expect(await page(gateway, '/livez')).toBe('200 ok');
    expect(await page(gateway, '/metrics')).toContain('uwlr_store_trouble{kind="corrupt"} 1');
    writeFileSync(file, whole, { flag: 'r+' });
    expectUnavailable(await post(gateway, numbered(2)));
    await gateway.stop();
    expect(await resultsIn(running.directory)).toBe(1);
  });
});

describe('a gateway that is stopped while another process keeps its database locked', () => {
  test('ends within the time that it was given, and stores nothing later that it did not confirm', async () => {
    await running.gateway.stop();
    const gateway = await startProcess(running.directory, ['--shutdown-seconds', '2']);
    const other = new SqliteDatabase(file);
    other.exec('BEGIN IMMEDIATE');
    const sent = post(gateway, numbered(2)).then(
      ({ status }) => status,
      () => 'cut off',
    );
    const inWork = async () => /^uwlr_work_messages 1$/m.test(await page(gateway, '/metrics'));
    while (!(await inWork())) await new Promise((resolve) => setTimeout(resolve, 10));
    const told = performance.now();
    expect(await gateway.stop()).toBe(0);
    console.log(`locked: stopped ${((performance.now() - told) / 1000).toFixed(1)} s after it was told, with two to do it in`);
    expect(await sent).not.toBe(200);
    other.exec('ROLLBACK');
    other.close();
    expect(await resultsIn(running.directory)).toBe(1);
  });
});
