import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { openPostgresStore } from '../../src/store/postgres/open.js';
import type { ErasureRequest } from '../../src/store/rights-store.js';
import type { Store } from '../../src/store/store.js';
import { describePostgres, emptyDatabase, onDatabase, type TestDatabase } from '../support/postgres.js';
import { addTargets, HOOK, LAS, later, request } from './support/outbox.js';
import { delivery, learner, resultRow, SCHOOL, school, slice } from './support/records.js';

/** What another node is in the middle of, as a transaction of a connection of its own. */
await describePostgres('what two nodes do at the same time', () => {
  let database: TestDatabase;
  let directory: string;
  let store: Store;
  let other: pg.Client;

  beforeEach(async () => {
    [database, directory] = await Promise.all([emptyDatabase(), mkdtemp(path.join(tmpdir(), 'uwlr-races-'))]);
    store = await openPostgresStore(database.url, { marks: path.join(directory, 'erasure.marks'), connections: 4 });
    other = new pg.Client({ connectionString: database.url });
    await other.connect();
    await addTargets(store);
    await store.commit(delivery('m1', { targets: ['hook'], slices: [slice([resultRow('r1', { learner: 'ann' })], [learner('ann')])] }));
  });
  afterEach(async () => {
    await other.end();
    await store.close();
    await database.remove();
    await rm(directory, { recursive: true, force: true });
  });

  /** Until something of the store waits for a lock. */
  const somebodyWaits = () =>
    onDatabase(database.url, async (client) => {
      const waiting =
        "SELECT 1 FROM pg_stat_activity WHERE application_name = 'uwlr' AND wait_event_type = 'Lock' AND datname = current_database()";
      while ((await client.query(waiting)).rowCount === 0) await setTimeout(10);
    });
  const erasure = (more: Partial<ErasureRequest> = {}): ErasureRequest => ({
    ...{ id: 'receipt', school: SCHOOL, at: later(0), person: { names: ['ann'] }, hashKey: Buffer.alloc(32, 7), digests: [] },
    ...{ receiverAliases: [], aliasReceivers: [], withdrawals: [], agreed: [LAS, HOOK], noticesUntil: later(1_000), dryRun: false },
    ...more,
  });

  test('who erases a pupil sees what is taken at that moment', async () => {
    await other.query('BEGIN');
    await other.query("SELECT 1 FROM delivery_lanes WHERE target = 'hook' FOR UPDATE");
    await other.query("UPDATE outbox SET state = 'leased', attempts = 1");
    const erased = store.rights.erase(erasure());
    await somebodyWaits();
    await other.query('COMMIT');
    // The receiver may have it, so that there is something to withdraw.
    expect(await erased).toEqual({ kind: 'changed' });
  });

  test('nothing is taken for a school while a pupil of it is erased', async () => {
    await other.query('BEGIN');
    // Comes after what the erasure did to the lanes, and before its end.
    await other.query('LOCK TABLE erasures IN EXCLUSIVE MODE');
    const erased = store.rights.erase(erasure());
    await somebodyWaits();
    expect(await store.outbox.take(request({ target: 'hook' }))).toBeUndefined();
    await other.query('COMMIT');
    expect(await erased).toMatchObject({ kind: 'erased' });
    expect(await store.outbox.take(request({ target: 'hook' }))).toBeUndefined();
  });

  test('messages of other schools do not wait for the school that another node is at', async () => {
    const schools = Array.from({ length: 8 }, (_, nth) => `99L${nth}`);
    for (const id of schools) await store.addSchool(school(id));
    const stored: string[] = [];
    await other.query('BEGIN');
    await other.query("SELECT pg_advisory_xact_lock(hashtextextended('99L7', 0))");
    // The first four have a transaction each; then the one that is locked is among others.
    const all = schools.map((id) => store.commit(delivery(`of ${id}`, { school: id })).then(() => stored.push(id)));
    await Promise.all(all.slice(0, 7));
    expect(stored).not.toContain('99L7');
    await other.query('COMMIT');
    await Promise.all(all);
    expect(stored.sort()).toEqual(schools);
  });

  test('a lane that is due is not let rest by who does not see yet what is put back in it', async () => {
    const person = { names: ['ann'] };
    await store.rights.restrict(SCHOOL, person, later(0), true);
    await other.query("UPDATE outbox SET state = 'held', reason = 'restricted'");
    await other.query('BEGIN');
    // The last thing that it writes.
    await other.query('LOCK TABLE audit_heads IN EXCLUSIVE MODE');
    const released = store.rights.restrict(SCHOOL, person, later(1), false);
    await somebodyWaits();
    expect(await store.outbox.take(request({ target: 'hook', at: later(2) }))).toBeUndefined();
    await other.query('COMMIT');
    await released;
    expect(await store.outbox.take(request({ target: 'hook', at: later(3) }))).toMatchObject({ size: 1 });
  });
});
