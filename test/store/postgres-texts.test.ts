import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openPostgresStore } from '../../src/store/postgres/open.js';
import type { ResultRow, Store } from '../../src/store/store.js';
import { describePostgres, emptyDatabase, type TestDatabase } from '../support/postgres.js';
import { addParties, delivery, OTHER_SCHOOL, resultRow, SCHOOL, slice } from './support/records.js';

await describePostgres('texts that PostgreSQL cannot hold', () => {
  let database: TestDatabase;
  let directory: string;
  let store: Store;

  beforeEach(async () => {
    [database, directory] = await Promise.all([emptyDatabase(), mkdtemp(path.join(tmpdir(), 'uwlr-texts-'))]);
    store = await openPostgresStore(database.url, { marks: path.join(directory, 'erasure.marks') });
    await addParties(store);
  });
  afterEach(async () => {
    await store.close();
    await database.remove();
    await rm(directory, { recursive: true, force: true });
  });

  test('are kept with a sign in the place of U+0000, and in documents as they are', async () => {
    const row = { ...resultRow('r1', { score: 'a\0b\ud800' }), key: 'key\0 "\\' } as ResultRow;
    const both = [delivery('m1', { slices: [slice([row])] }), delivery('m2', { school: OTHER_SCHOOL })];
    const committed = await Promise.all(both.map((one) => store.commit(one)));
    expect(committed.map(({ kind }) => kind)).toEqual(['stored', 'stored']);
    const { items } = await store.results({ school: SCHOOL, limit: 10 });
    expect(items.map(({ values }) => values[0]?.value)).toEqual(['a\0b\ud800']);
  });

  test('do not keep the key of a school from being destroyed', async () => {
    const plain = String.raw`\0 \u0000 \ud800`;
    const score = `${plain}\0\0 \\\0 \ud800\ud801 \u{1f600}`;
    const row = resultRow('r1', { score });
    const result = { ...row.result, detailUrl: 'https://example.com/?who=\0' };
    await store.commit(delivery('m1', { slices: [slice([{ ...row, result }])] }));
    await store.schoolKey(SCHOOL, Buffer.from('wrapped'));
    await store.destroySchoolKey(SCHOOL, new Date().toISOString());
    const [found] = (await store.results({ school: SCHOOL, limit: 10 })).items;
    expect(found).not.toHaveProperty('detailUrl');
    const sign = '\ufffd';
    expect(found?.values[0]?.value).toBe(`${plain}${sign}${sign} \\${sign} ${sign}${sign} \u{1f600}`);
  });

  test('are in no list, and nothing is found by them', async () => {
    await store.commit(delivery('m1'));
    expect(await store.exchange('m1\0')).toBeUndefined();
    expect((await store.results({ school: SCHOOL, learner: 'alias-1\0', limit: 10 })).items).toEqual([]);
    expect((await store.results({ school: `${SCHOOL}\0`, limit: 10 })).items).toEqual([]);
  });
});
