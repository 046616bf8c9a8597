import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import type { Result } from '../../src/model/result.js';
import { runPurge } from '../../src/retention/run-purge.js';
import { prepareDatabaseFile } from '../../src/store/sqlite/files/data-files.js';
import type { Store } from '../../src/store/store.js';
import { allResults } from './support/reading.js';
import { addParties, delivery, slice } from './support/records.js';
import { dated, terms } from './support/retention.js';
import { sqlitePlace } from './support/temporary.js';

const NOW = new Date('2026-11-22T03:00:00.000Z');
const MANY = 6_000;

describe('the database file', () => {
  let place: Awaited<ReturnType<typeof sqlitePlace>>;
  let store: Store;

  beforeEach(async () => {
    place = await sqlitePlace();
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });

  const fill = async (): Promise<void> => {
    await addParties(store);
    // As big as real ones are.
    const padding = 'x'.repeat(1_500);
    function* slices() {
      for (let from = 0; from < MANY; from += 500) {
        const rows = Array.from({ length: 500 }, (_, index) => {
          const row = dated(`r${from + index}`, index === 0 ? '2026-05-01' : '2021-05-01', { learner: `a${index % 40}` });
          return { ...row, result: { ...row.result, padding } as Result };
        });
        yield slice(rows);
      }
    }
    await store.commit(delivery('e1', { slices: slices() }));
  };
  const free = (db: Database): number => Number(db.pragma('freelist_count', { simple: true }));
  const inspect = <T>(look: (db: Database) => T): T => {
    const db = new SqliteDatabase(place.file, { readonly: true });
    try {
      return look(db);
    } finally {
      db.close();
    }
  };

  test('is smaller after a purge, and holds nothing but what stays', async () => {
    store = await place.open();
    await fill();
    const report = (await runPurge(store, { terms: terms(), now: NOW }))!;
    const ofResults = report.lines.filter((line) => line.class.startsWith('results'));
    expect(ofResults.reduce((sum, { removed }) => sum + (removed.results ?? 0), 0)).toBe(MANY - 12);
    expect(ofResults.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(MANY * 1_000);
    expect(report.bytesAfter!).toBeLessThan(report.bytesBefore / 4);
    const size = inspect((db) => Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true })));
    expect(size).toBeLessThan(report.bytesBefore / 4);
    expect(inspect(free)).toBe(0);
    expect(await allResults(store)).toHaveLength(12);
    expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
  });

  test('of before it could shrink is written anew once, when nobody waits for the store', async () => {
    const old = new SqliteDatabase(prepareDatabaseFile(place.directory));
    old.pragma('journal_mode = WAL');
    old.exec('CREATE TABLE first (only INTEGER); DROP TABLE first');
    expect(old.pragma('auto_vacuum', { simple: true })).toBe(0);
    old.close();
    store = await place.open();
    await fill();
    const busy = (await runPurge(store, { terms: terms(), now: NOW, quiet: () => false }))!;
    expect(busy.bytesAfter!).toBeGreaterThanOrEqual(busy.bytesBefore);
    const quiet = (await runPurge(store, { terms: terms(), now: NOW, quiet: () => true }))!;
    expect(quiet.lines).toEqual([]);
    expect(quiet.bytesAfter!).toBeLessThan(quiet.bytesBefore / 4);
    expect(inspect((db) => db.pragma('auto_vacuum', { simple: true }))).toBe(2);
    expect(await allResults(store)).toHaveLength(12);
    expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
  });
});
