import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/store.js';
import { THOROUGH } from '../support/thorough.js';
import { ALL, AT_ONCE, storeSuite } from './suite.js';
import { addParties, delivery, learner, resultRow, SCHOOL, slice } from './support/records.js';
import { commit, left, links, SPRING, upsert, WINTER, YEAR } from './support/rosters.js';
import { inlinePlace, sqlitePlace } from './support/temporary.js';

storeSuite('SQLite store', inlinePlace);
storeSuite('SQLite store that writes in a thread', sqlitePlace, THOROUGH ? ALL : AT_ONCE);

describe('a SQLite store on disk', () => {
  let place: Awaited<ReturnType<typeof sqlitePlace>>;
  let opened: Store[];

  const open = async (): Promise<Store> => {
    const store = await place.open();
    opened.push(store);
    return store;
  };

  /** Changes the file behind the store's back. */
  const tamper = (sql: string): void => {
    const db = new SqliteDatabase(place.file);
    db.pragma('foreign_keys = OFF');
    db.exec(sql);
    db.close();
  };

  beforeEach(async () => {
    opened = [];
    place = await inlinePlace();
  });

  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await place.remove();
  });

  /** In a place where none was before, writing in a thread. */
  const made = async (): Promise<void> => {
    await place.remove();
    place = await sqlitePlace();
  };

  test('is for the eyes of its owner only', async () => {
    await made();
    const store = await open();
    await addParties(store);
    const modes = [place.directory, place.file, `${place.file}-wal`].map((path) => (statSync(path).mode & 0o777).toString(8));
    expect(modes).toEqual(['700', '600', '600']);
  });

  test('puts everything in the database file when it closes', async () => {
    const store = await open();
    await addParties(store);
    await store.close();
    expect(existsSync(`${place.file}-wal`)).toBe(false);
  });

  test('can be made by several processes at once', async () => {
    await made();
    const stores = await Promise.all([open(), open(), open(), open()]);
    await addParties(stores[0]!);
    expect((await stores[3]!.directory()).schools.size).toBe(2);
  });

  test.each([
    ['changed', "UPDATE migrations SET sha256 = 'other' WHERE number = 1"],
    ['renamed', "UPDATE migrations SET name = 'other' WHERE number = 1"],
    ['newer', "INSERT INTO migrations (number, name, sha256, applied_at) VALUES (9999, 'newer', '', '')"],
  ])('is refused when a migration in it is %s', async (_, sql) => {
    await (await open()).close();
    tamper(sql);
    await expect(place.open()).rejects.toMatchObject({ code: 'corrupt' });
  });

  test('is refused when the file is something else', async () => {
    await (await open()).close();
    writeFileSync(place.file, 'This is a letter to the parents, and no database at all. '.repeat(100));
    await expect(place.open()).rejects.toMatchObject({ code: 'corrupt' });
  });

  test('keeps the first sealed key of a learner, and rewrites it never', async () => {
    const store = await open();
    await addParties(store);
    const deliver = (id: string, sealedId?: Uint8Array) =>
      store.commit(delivery(id, { slices: [slice([resultRow(`r of ${id}`)], [learner('alias-1', sealedId && { sealedId })])] }));
    await deliver('e1');
    await deliver('e2', Uint8Array.of(0, 255, 128));
    await deliver('e3', Uint8Array.of(9, 9, 9));
    const db = new SqliteDatabase(place.file, { readonly: true });
    expect(db.prepare('SELECT alias, hex(sealed_id) AS sealed FROM learners').all()).toEqual([{ alias: 'alias-1', sealed: '00FF80' }]);
    db.close();
  });

  test('keeps the key of a result, in clear or sealed', async () => {
    const store = await open();
    await addParties(store);
    const { key: _, ...unkeyed } = resultRow('r2');
    const rows = [resultRow('r1'), { ...unkeyed, sealedKey: Uint8Array.of(0, 255, 10), identity: 'key of r2' }];
    await store.commit(delivery('e1', { slices: [slice(rows)] }));
    const db = new SqliteDatabase(place.file, { readonly: true });
    expect(db.prepare('SELECT CAST(substr(id, 2) AS TEXT) AS id, key, hex(sealed_key) AS sealed FROM results').all()).toEqual([
      { id: 'r1', key: 'key of r1', sealed: '' },
      { id: 'r2', key: null, sealed: '00FF0A' },
    ]);
    db.close();
  });

  test.each([
    ['current results', 'UPDATE results SET current = 0'],
    [
      'current assessments',
      'INSERT INTO assessments SELECT 9, school, id, 9, 1, party, code, version, exchange, document FROM assessments',
    ],
    ['exchanges of results', "UPDATE exchanges SET outcome = 'refused'"],
    ['foreign keys', 'DELETE FROM learners'],
    ['matches with the roster', "UPDATE learners SET roster_learner = 'somebody'"],
    ['memberships', "UPDATE roster_objects SET until = since WHERE kind = 'group'"],
    ['packs of rosters', "INSERT INTO roster_packs SELECT 1, school, school_year, 'learner', 0, 2, x'00' FROM rosters"],
    // There is no pack with the group.
    ['packs of rosters', "INSERT INTO roster_packs SELECT 1, school, school_year, 'learner', 0, 1, x'00' FROM rosters"],
    ['migrations', "UPDATE migrations SET name = 'other'"],
  ])('is found out when the %s do not add up', async (check, sql) => {
    const store = await open();
    await addParties(store);
    const assessment = { id: 't1', code: 'T1', document: '{"id":"t1"}' };
    await store.commit(delivery('e1', { assessments: [assessment] }));
    await commit(store, { upserts: [upsert('group', 'g1'), upsert('learner', 'p1')], joined: links('g1', 'p1') });
    tamper(sql);
    const wrong = (await store.diagnose()).filter((diagnosis) => !diagnosis.ok);
    expect(wrong.map((diagnosis) => diagnosis.check)).toEqual([check]);
  });

  test('holds nothing any more of what was purged, in no file', async () => {
    const store = await open();
    await addParties(store);
    const secret = 'what was sealed of somebody';
    await commit(store, { upserts: [upsert('learner', 'p1', 0, secret), upsert('learner', 'p2', 1)] });
    await commit(store, { left: left('learner', 'p1'), at: WINTER });
    // In another process: to open and close a file of SQLite's in this one would undo its locks.
    const read = 'for (const file of process.argv.slice(1)) if (fs.existsSync(file)) process.stdout.write(fs.readFileSync(file))';
    const files = () => execFileSync(process.execPath, ['-e', read, place.file, `${place.file}-wal`], { encoding: 'latin1' });
    expect(files()).toContain(secret);
    await store.purgeRosters({ before: SPRING, beforeYear: YEAR });
    expect(files()).not.toContain(secret);
    expect(files()).toContain('says p2');
  });

  test('holds nothing any more of the pack that an erased pupil was in, in no file', async () => {
    const store = await open();
    await addParties(store);
    const secret = 'what was sealed of some dozens';
    await commit(store, { upserts: [upsert('learner', 'p1'), upsert('learner', 'p2', 1)] });
    const { head } = (await store.roster(SCHOOL, YEAR))!;
    await store.keepRosterPacks({ head, rows: [{ kind: 'learner', size: 2, document: Buffer.from(secret) }] });
    const read = 'for (const file of process.argv.slice(1)) if (fs.existsSync(file)) process.stdout.write(fs.readFileSync(file))';
    const files = () => execFileSync(process.execPath, ['-e', read, place.file, `${place.file}-wal`], { encoding: 'latin1' });
    expect(files().includes(secret)).toBe(true);
    const request = { id: 'receipt', school: SCHOOL, at: SPRING, hashKey: Buffer.alloc(32, 7), digests: [], noticesUntil: SPRING };
    const nobody = { receiverAliases: [], aliasReceivers: [], withdrawals: [], agreed: [] };
    await store.rights.erase({ ...request, ...nobody, person: { learner: 'p1', names: [] }, dryRun: false });
    expect(await store.rights.scrub()).toBe(true);
    expect(files().includes(secret)).toBe(false);
    expect(files().includes('says p2')).toBe(true);
  });

  test('is found out when others can read it', async () => {
    await made();
    const store = await open();
    chmodSync(place.file, 0o644);
    expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([
      { check: 'permissions', ok: false, detail: 'open to other users of this machine: uwlr.db' },
    ]);
  });

  test('says where it is damaged without a word of what it holds', async () => {
    const store = await open();
    await addParties(store);
    await store.commit(delivery('e1'));
    tamper(`UPDATE results SET own = '{"secret of a learner'`);
    const failure = await store.results({ school: '99AB', limit: 1 }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'failed', message: 'results: the document of row 1 is not JSON' });
    expect(failure).not.toHaveProperty('cause');
  });
});

describe('openStore', () => {
  test('opens SQLite in the data directory', async () => {
    const place = await sqlitePlace();
    const store = await openStore({ dataDirectory: place.directory });
    expect(existsSync(place.file)).toBe(true);
    await store.close();
    await place.remove();
  });

  const canSeeLocks = existsSync('/proc/locks');

  (canSeeLocks ? test : test.skip)('a second one in this process takes no lock away from the first', async () => {
    const place = await sqlitePlace();
    const first = await place.open();
    await addParties(first);
    const locks = () =>
      readFileSync('/proc/locks', 'utf8')
        .split('\n')
        .filter((line) => line.includes(`:${statSync(place.file).ino} `));
    const held = locks();
    const second = await place.open();
    await second.close();
    const left = locks();
    await first.close();
    await place.remove();
    expect(held).not.toEqual([]);
    expect(left.length).toBeGreaterThanOrEqual(held.length);
  });

  test('refuses the URL of a database that it does not know', async () => {
    const opening = openStore({ dataDirectory: '/nowhere', databaseUrl: 'mysql://uwlr:geheim@localhost/uwlr' });
    const message = 'UWLR_DATABASE_URL names mysql://localhost/uwlr: that is no database that the gateway knows';
    await expect(opening).rejects.toMatchObject({ code: 'failed', message });
  });

  test('says so when the data directory cannot be made', async () => {
    const place = await sqlitePlace();
    writeFileSync(place.directory, '');
    await expect(place.open()).rejects.toMatchObject({ name: 'StoreError', code: 'failed' });
    await place.remove();
  });
});
