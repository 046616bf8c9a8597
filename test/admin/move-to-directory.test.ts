import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { filesBeside, toDirectory } from '../../src/admin/move/to-directory.js';
import { loadConfig } from '../../src/config/config.js';
import { type MoveTarget, movedTables, moveTables, withSqliteSource } from '../../src/store/moves.js';
import { StoreError } from '../../src/store/store-error.js';
import { layEmptyStore } from '../support/empty-store.js';

const tables = movedTables();
const NOW = new Date('2026-11-30T08:00:00.000Z');
const REPLACED = 'replaced-2026-11-30T08-00-00Z';

let directory: string;
let cleaners: (() => void)[];
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'uwlr-move-'));
  cleaners = [];
  await layEmptyStore(at('from'));
  inStore('from', (db) => db.exec("INSERT INTO schools (id, name, created_at) VALUES ('99XX', 'here', '2026-01-01')"));
});
afterEach(() => rm(directory, { recursive: true }));

const at = (...names: string[]) => path.join(directory, ...names);
function inStore<T>(name: string, work: (db: SqliteDatabase.Database) => T): T {
  const db = new SqliteDatabase(at(name, 'uwlr.db'), { fileMustExist: true });
  try {
    return work(db);
  } finally {
    db.close();
  }
}
const schoolIn = (name: string) => inStore(name, (db) => db.prepare('SELECT name FROM schools').pluck().get());
const whenInterrupted = (clean: () => void) => {
  cleaners.push(clean);
  return () => void cleaners.splice(0);
};

/** Moves the store in `from`; `meanwhile` happens when all is written. */
async function move(meanwhile: () => void = () => undefined): Promise<string | undefined> {
  const { replaced } = await toDirectory(at('to'), { whenInterrupted }, (fill) =>
    withSqliteSource(at('from'), async (source) => {
      const copy = async (target: MoveTarget) => {
        const sums = await moveTables(source, target, tables, () => undefined);
        meanwhile();
        return sums;
      };
      return fill(copy, NOW);
    }),
  );
  return replaced;
}

test('a store comes into a directory that has none, whole and for its owner alone', async () => {
  mkdirSync(at('to'), { mode: 0o700 });
  expect(await move()).toBeUndefined();
  expect(readdirSync(at('to'))).toEqual(['uwlr.db']);
  expect(schoolIn('to')).toBe('here');
});

test('it does not take the place of a store that did not move away', async () => {
  await layEmptyStore(at('to'));
  await expect(move()).rejects.toMatchObject({ code: 'conflict' });
  expect(schoolIn('to')).toBeUndefined();
});

test('a store that moved away is set aside', async () => {
  await layEmptyStore(at('to'));
  await withSqliteSource(at('to'), (source) => source.markMoved('postgres://db.example/uwlr'));
  expect(await move()).toBe(at('to', REPLACED));
  expect(schoolIn('to')).toBe('here');
  expect(existsSync(at('to', REPLACED, 'uwlr.db'))).toBe(true);
});

test('nothing stays of a move that fails, or is interrupted', async () => {
  await layEmptyStore(at('to'));
  await withSqliteSource(at('to'), (source) => source.markMoved('postgres://db.example/uwlr'));
  const before = readdirSync(at('to'));
  const failing = () => {
    expect(existsSync(at('to', 'restoring', 'uwlr.db'))).toBe(true);
    throw new StoreError('full', 'the disk is full');
  };
  await expect(move(failing)).rejects.toMatchObject({ code: 'full' });
  expect(readdirSync(at('to'))).toEqual(before);
  await move(() => {
    for (const clean of cleaners) clean();
    expect(readdirSync(at('to'))).toEqual(before);
    throw new StoreError('gone', 'interrupted');
  }).catch(() => undefined);
  expect(readdirSync(at('to'))).toEqual(before);
});

test('files that belong beside it are named, and another secret is refused', async () => {
  for (const name of ['data', 'to']) mkdirSync(at(name));
  for (const name of ['secret', 'audit.head']) writeFileSync(at('data', name), name);
  const config = loadConfig({ data: at('data') }, {});
  expect(filesBeside(config, at('to'))).toEqual([at('data', 'secret'), at('data', 'audit.head')]);
  expect(filesBeside(config, at('data'))).toEqual([]);
  writeFileSync(at('to', 'secret'), 'secret\n');
  expect(filesBeside(config, at('to'))).toEqual([at('data', 'audit.head')]);
  writeFileSync(at('to', 'secret'), 'other');
  expect(() => filesBeside(config, at('to'))).toThrow(expect.objectContaining({ code: 'secret' }));
});
