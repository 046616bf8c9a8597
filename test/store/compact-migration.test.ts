import { afterEach, beforeEach, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { openForWriting } from '../../src/store/sqlite/connection/connection.js';
import { prepareDatabaseFile } from '../../src/store/sqlite/files/data-files.js';
import { migrate } from '../../src/store/sqlite/migrations/migrate.js';
import type { Store } from '../../src/store/store.js';
import { layOldResults, type OldResult } from './support/old-results.js';
import { delivery, learner, OTHER_SCHOOL, PARTY, resultRow, SCHOOL, slice } from './support/records.js';
import { type SqlitePlace, sqlitePlace } from './support/temporary.js';

let place: SqlitePlace;

beforeEach(async () => {
  place = await sqlitePlace();
});
afterEach(() => place.remove());

/** A database of before, with so many messages in it, and whatever else is done to it. */
function layOld(messages: number, more: (db: Database) => void = () => undefined): readonly OldResult[] {
  const db = openForWriting(prepareDatabaseFile(place.directory));
  const old = layOldResults(db, messages);
  more(db);
  db.close();
  return old;
}

async function documents(store: Store, school: string): Promise<ReadonlyMap<number, unknown>> {
  const texts = await store.rights.keptTexts({ school, of: 'results', limit: 100_000 });
  return new Map(texts.map(({ seq, id, revision, document, key, sealedKey }) => [seq, { id, revision, document, key, sealedKey }]));
}

test('a store of before reads as it did: results, revisions, keys, exchanges, what was left out, and messages that are known', async () => {
  const old = layOld(60);
  expect(old.filter(({ current }) => current === 0).length).toBeGreaterThan(3);
  const store = await place.open();
  for (const school of [SCHOOL, OTHER_SCHOOL]) {
    const mine = old.filter((one) => one.school === school);
    const expected = mine.map(({ seq, id, revision, document, key, sealedKey }) => [
      seq,
      { id, revision, document, key: key ?? undefined, sealedKey: sealedKey ?? undefined },
    ]);
    expect(await documents(store, school)).toEqual(new Map(expected as [number, unknown][]));
    const { items } = await store.results({ school, limit: 100_000 });
    expect(items.map(({ id, revision }) => [id, revision])).toEqual(
      mine.filter(({ current }) => current === 1).map(({ id, revision }) => [id, revision]),
    );
    const twice = mine.find(({ revision }) => revision > 1);
    const revisions = mine.filter(({ id }) => id === twice?.id);
    expect(await store.revisionExchanges(school, twice?.id ?? '')).toEqual(revisions.map(({ exchange }) => exchange));
  }
  expect((await store.exchange('e5'))?.strips).toEqual([
    { path: 'path/0', rule: 'not-in-profile', count: 1 },
    { path: 'path/1', rule: 'not-in-profile', count: 2 },
  ]);
  expect((await store.exchange('e6'))?.strips).toEqual([]);
  expect(await store.commit(delivery('again', { content: 'm1' }))).toEqual({ kind: 'repeated', repeats: 'e1' });
  expect((await store.diagnose()).filter(({ ok }) => !ok)).toEqual([]);
  await store.close();
});

test('numbers of results that are gone are given to no other, and a result of before is revised as any', async () => {
  const old = layOld(10, (db) => db.exec('DELETE FROM results WHERE seq > (SELECT max(seq) FROM results) - 2'));
  const store = await place.open();
  await store.commit(delivery('new', { slices: [slice([resultRow('r1', { learner: 'a1' })], [learner('a1')])] }));
  const [place1] = (await store.resultPlaces({ school: SCHOOL }, { after: old.length - 1 })).slice(-1);
  expect(place1).toBe(old.length + 1);
  const first = old.find(({ school, party, current }) => school === SCHOOL && party === PARTY && current === 1) as OldResult;
  const result = { ...JSON.parse(first.document), date: '2026-01-01' };
  const row = { result, assessment: first.assessment, key: 'k' };
  expect(await store.commit(delivery('revised', { slices: [slice([row])] }))).toMatchObject({ kind: 'stored', revised: 1 });
  expect((await store.revisions(SCHOOL, first.id)).map(({ revision }) => revision)).toEqual([1, 2]);
  await store.close();
});

test('what is like no other goes on as it was: damaged, with fields of its own, or without some', async () => {
  const old = layOld(2, (db) => {
    const set = db.prepare('UPDATE results SET document = ? WHERE seq = ?');
    const { status: _, ...second } = JSON.parse(db.prepare<[], string>('SELECT document FROM results WHERE seq = 2').pluck().get()!);
    set.run('{"broken', 1);
    set.run(JSON.stringify({ ...second, id: 'other id', date: '2020-01-01', learner: 'x', later: { says: 1 } }), 2);
  });
  const store = await place.open();
  try {
    await expect(store.results({ school: SCHOOL, limit: 100 })).rejects.toMatchObject({
      message: 'results: the document of row 1 is not JSON',
    });
    const found = (await store.resultsAt(SCHOOL, [2])).get(2);
    expect(found).toMatchObject({ id: 'other id', date: '2020-01-01', learner: 'x', later: { says: 1 } });
    expect(found).not.toHaveProperty('status');
    expect((await store.resultsAt(SCHOOL, [3])).get(3)).toMatchObject({ id: old[2]?.id });
  } finally {
    await store.close();
  }
});

test('nothing is changed when a result would be lost on the way', async () => {
  const old = layOld(5, (db) => {
    db.pragma('foreign_keys = OFF');
    db.exec('UPDATE results SET learner = 4711 WHERE seq = 2');
  });
  await expect(place.open()).rejects.toMatchObject({
    code: 'failed',
    message: expect.stringContaining(`${old.length} results were stored`),
  });
  const db = new SqliteDatabase(place.file, { readonly: true });
  expect(db.prepare('SELECT count(document) FROM results').pluck().get()).toBe(old.length);
  expect(db.prepare('SELECT max(number) FROM migrations').pluck().get()).toBe(25);
  db.close();
});

test('whoever asks is told how far it is', () => {
  layOld(3);
  const db = openForWriting(place.file);
  const told: [number, number][] = [];
  migrate(db, undefined, (done, total) => told.push([done, total]));
  const total = told[0]?.[1] ?? 0;
  expect(told.at(-1)).toEqual([total, total]);
  expect(told.length).toBeGreaterThan(1);
  db.close();
});

test('every result of before is revised by its own key, in clear or sealed, and stays one result', async () => {
  const old = layOld(60);
  const store = await place.open();
  const mine = old.filter(({ school, party, current }) => school === SCHOOL && party === PARTY && current === 1);
  expect(mine.filter(({ sealedKey }) => sealedKey !== null).length).toBeGreaterThan(3);
  const rows = mine.map(({ id, document, key, sealedKey, assessment }) => {
    const result = { ...JSON.parse(document), date: '2026-01-01' };
    return sealedKey === null ? { result, assessment, key: key as string } : { result, assessment, sealedKey, identity: `key ${id}` };
  });
  try {
    expect(await store.commit(delivery('again', { slices: [slice(rows)] }))).toMatchObject({ kind: 'stored', revised: mine.length });
    for (const { id, revision } of mine) {
      const numbers = Array.from({ length: revision + 1 }, (_, at) => at + 1);
      expect((await store.revisions(SCHOOL, id)).map((one) => one.revision)).toEqual(numbers);
    }
    expect((await store.diagnose()).filter(({ ok }) => !ok)).toEqual([]);
  } finally {
    await store.close();
  }
});

test('a result of before that lacks its current revision goes on after its last one', async () => {
  const old = layOld(60, (db) => db.exec(`DELETE FROM results WHERE current = 1 AND revision > 1`));
  const alone = old.find(
    ({ revision, school, party, key }) => revision === 1 && school === SCHOOL && party === PARTY && key !== null && isTwice(old, key),
  ) as OldResult;
  const store = await place.open();
  const row = { result: { ...JSON.parse(alone.document), date: '2026-01-01' }, assessment: alone.assessment, key: alone.key as string };
  try {
    await store.commit(delivery('again', { slices: [slice([row])] }));
    expect((await store.revisions(SCHOOL, alone.id)).map(({ revision }) => revision)).toEqual([1, 2]);
  } finally {
    await store.close();
  }
});

function isTwice(old: readonly OldResult[], key: string): boolean {
  return old.filter((one) => one.key === key).length === 2;
}
