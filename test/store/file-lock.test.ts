import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { openSqliteStore } from '../../src/store/sqlite/open.js';
import type { Store } from '../../src/store/store.js';

let directory: string;
let store: Store;

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'uwlr-file-lock-'));
  store = await openSqliteStore(directory, { inline: true });
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

test('a duty is had by whoever comes first, also while another is just looking whether it is free', async () => {
  const file = path.join(directory, 'seal.lock');
  writeFileSync(file, '');
  // What another process holds for a moment between opening the file and asking for the lock.
  const looking = new SqliteDatabase(file);
  try {
    looking.exec('BEGIN');
    looking.pragma('page_count');
    looking.prepare('SELECT count(*) FROM sqlite_schema').get();
    expect(await store.alone('seal', async () => 'done')).toEqual({ value: 'done' });
  } finally {
    looking.close();
  }
});

test('a lock that somebody wrote something into is named, and the database is well', async () => {
  const file = path.join(directory, 'seal.lock');
  writeFileSync(file, '1234\n');
  await expect(store.alone('seal', async () => 'done')).rejects.toMatchObject({ code: 'failed', message: expect.stringContaining(file) });
  expect(await store.readiness()).toBeUndefined();
  await store.addSchool({ id: '99XX', name: 'Verzonnen school', createdAt: '2026-01-01T00:00:00.000Z' });
  expect(await store.alone('alerts', async () => 'done')).toEqual({ value: 'done' });
});
