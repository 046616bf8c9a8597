import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { openForWriting } from '../../src/store/sqlite/connection/connection.js';
import { Patience } from '../../src/store/sqlite/connection/patience.js';
import { prepareDatabaseFile } from '../../src/store/sqlite/files/data-files.js';
import { migrate } from '../../src/store/sqlite/migrations/migrate.js';
import type { Reply } from '../../src/store/sqlite/writer/protocol.js';
import { WriteEngine } from '../../src/store/sqlite/writer/write-engine.js';
import { NO_ROWS } from '../../src/store/tables/cells.js';
import { wholeExchange } from '../../src/store/tables/exchanges/exchange-columns.js';
import type { Stamped } from '../../src/store/tables/operation.js';
import { exchange } from './support/records.js';
import { sqlitePlace } from './support/temporary.js';

describe('the engine that writes', () => {
  let place: Awaited<ReturnType<typeof sqlitePlace>>;
  let db: Database;
  let engine: WriteEngine;

  beforeEach(async () => {
    place = await sqlitePlace();
    db = openForWriting(prepareDatabaseFile(place.directory));
    migrate(db);
    engine = new WriteEngine(db, undefined, new Patience(0));
  });

  afterEach(async () => {
    db.close();
    await place.remove();
  });

  const record = (id: string, operation = 'BrengLeerresultaten'): Stamped => ({
    kind: 'record',
    actor: 'gateway',
    ...wholeExchange(exchange(id, { operation })),
  });
  const batch = (...operations: Stamped[]): Reply => engine.answer({ kind: 'batch', operations });
  const stored = (): unknown[] => db.prepare('SELECT id FROM exchanges ORDER BY seq').pluck().all();

  test('says that the disk is full, keeps nothing of what did not fit, and goes on when there is room', () => {
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 1}`);
    const reply = batch(record('fits'), record('does not fit', 'x'.repeat(100_000)));
    const replies = reply.ok ? (reply.value as Reply[]) : [reply, reply];
    expect(replies[1]).toMatchObject({ ok: false, code: 'full' });
    expect(stored()).toEqual(replies[0]!.ok ? ['fits'] : []);
    expect(db.inTransaction).toBe(false);
    db.pragma('max_page_count = 100000');
    expect(batch(record('later', 'x'.repeat(100_000)))).toEqual({ ok: true, value: [{ ok: true, value: undefined }] });
    expect(stored()).toContain('later');
  });

  test('says so when another process keeps the database for itself', () => {
    db.pragma('busy_timeout = 0');
    const other = new SqliteDatabase(place.file);
    other.exec('BEGIN IMMEDIATE');
    expect(batch(record('e1'))).toMatchObject({ ok: false, code: 'busy' });
    other.exec('ROLLBACK');
    other.close();
    expect(batch(record('e1'))).toMatchObject({ ok: true });
  });

  test('refuses slices of a delivery that was not opened', () => {
    expect(engine.answer({ kind: 'slice', rows: NO_ROWS })).toMatchObject({
      ok: false,
      code: 'failed',
    });
    expect(engine.answer({ kind: 'end', strips: [] })).toMatchObject({ ok: false, code: 'failed' });
    expect(engine.answer({ kind: 'abort' })).toMatchObject({ ok: true });
  });
});
