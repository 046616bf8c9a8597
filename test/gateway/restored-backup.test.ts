import { chmodSync, closeSync, copyFileSync, cpSync, existsSync, mkdtempSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { loadConfig } from '../../src/config/config.js';
import { type Gateway, startGateway } from '../../src/gateway/server.js';
import { furnish, PARTY, post } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { uwlr } from '../support/process-gateway.js';

let parent: string;
let data: string;
let file: string;
let number = 0;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'uwlr-restored-'));
  data = path.join(parent, 'data');
  file = path.join(data, 'uwlr.db');
  number = 0;
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const start = () => startGateway(loadConfig({ data, port: 0 }, {}), { shortLived: true });

/** Delivers messages of one result each. */
async function deliver(gateway: Gateway, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent++) {
    number += 1;
    const at = new Date(Date.UTC(2026, 3, 1) + number * 1000).toISOString();
    const body = message({ aanmaakdatum: at, afnames: afname(`leerling-${number}`, resultaat(`r-${number}`)) });
    expect(await post(gateway, body)).toMatchObject({ status: 200 });
  }
}

/** With the permissions that only its owner has: Node 22 and later do not copy those of a directory. */
function copyDirectory(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  chmodSync(to, 0o700);
}

/** What a kill would leave behind at this moment takes the place of the data directory once the gateway has stopped. */
async function killed(gateway: Gateway): Promise<void> {
  const left = path.join(parent, 'left');
  copyDirectory(data, left);
  await gateway.stop();
  rmSync(data, { recursive: true });
  renameSync(left, data);
}

async function expectResults(gateway: Gateway, count: number): Promise<void> {
  expect((await gateway.store.results({ school: '99XX', limit: 100 })).items).toHaveLength(count);
  expect((await gateway.store.diagnose()).filter(({ ok }) => !ok)).toEqual([]);
}

async function begin(): Promise<void> {
  const gateway = await start();
  await furnish(gateway, ['99XX'], PARTY);
  await deliver(gateway, 3);
  await gateway.stop();
}

describe('a backup that is copied over the database of a gateway that was killed', () => {
  test('is refused as long as the write-ahead log of the other one is there, and whole without it', async () => {
    await begin();
    const backup = path.join(parent, 'backup.db');
    copyFileSync(file, backup);
    const day = await start();
    await deliver(day, 3);
    await day.stop();
    const last = await start();
    await deliver(last, 2);
    await killed(last);
    copyFileSync(backup, file);
    await expect(start()).rejects.toMatchObject({ code: 'corrupt', message: expect.stringMatching(/uwlr\.db-wal does not belong/) });
    // Nothing was touched by trying.
    expect(existsSync(`${file}-wal`)).toBe(true);
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix);
    await uwlr(['audit', 'accept-restored', '--data', data]);
    const gateway = await start();
    await expectResults(gateway, 3);
    number = 3;
    await deliver(gateway, 1);
    await gateway.stop();
  });

  test('is refused when it is newer than the log that stayed, and when it is of another gateway', async () => {
    await begin();
    const first = await start();
    await deliver(first, 1);
    cpSync(`${file}-wal`, path.join(parent, 'old-wal'));
    await first.stop();
    for (let times = 0; times < 2; times++) {
      const gateway = await start();
      await deliver(gateway, 1);
      await gateway.stop();
    }
    copyFileSync(path.join(parent, 'old-wal'), `${file}-wal`);
    await expect(start()).rejects.toMatchObject({ code: 'corrupt' });
    rmSync(`${file}-wal`);
    const own = await start();
    await deliver(own, 1);
    await killed(own);
    const other = path.join(parent, 'other');
    const stranger = await startGateway(loadConfig({ data: other, port: 0 }, {}), { shortLived: true });
    await furnish(stranger, ['99XX'], PARTY);
    await stranger.stop();
    copyFileSync(path.join(other, 'uwlr.db'), file);
    await expect(start()).rejects.toMatchObject({ code: 'corrupt', message: expect.stringMatching(/uwlr\.db-wal does not belong/) });
  });
});

describe('a gateway that was killed', () => {
  test.each([
    ['before its log went into the file', ''],
    ['when a part of its log was in the file', 'nobody'],
    ['while somebody read, so that the log went on', 'reader'],
  ])('%s starts with everything', async (_, how) => {
    await begin();
    const gateway = await start();
    await deliver(gateway, 2);
    const [reader, other] = [new SqliteDatabase(file), new SqliteDatabase(file)];
    if (how === 'reader') reader.exec('BEGIN; SELECT count(*) FROM results');
    const takeOver = () => how !== '' && other.pragma('wal_checkpoint(PASSIVE)');
    takeOver();
    await deliver(gateway, 2);
    takeOver();
    await deliver(gateway, 1);
    const left = path.join(parent, 'left');
    copyDirectory(data, left);
    reader.close();
    other.close();
    await gateway.stop();
    rmSync(data, { recursive: true });
    renameSync(left, data);
    const again = await start();
    await expectResults(again, 8);
    await again.stop();
  });
});

describe('a database with damaged pages', () => {
  test('is refused at start, and the gateway says what to do', async () => {
    await begin();
    const db = new SqliteDatabase(file);
    const root = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'results'").pluck().get() as number;
    db.close();
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(4096, 0xa5), 0, 4096, (root - 1) * 4096);
    closeSync(handle);
    await expect(start()).rejects.toMatchObject({ code: 'corrupt', message: expect.stringMatching(/restore a backup/) });
  });
});
