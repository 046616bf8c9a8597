import { describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { nameOf, wantsName } from '../../src/directory/party-name.js';
import { presentedTo } from '../../src/exchange/partner/party-access.js';
import { openForWriting } from '../../src/store/sqlite/connection/connection.js';
import { prepareDatabaseFile } from '../../src/store/sqlite/files/data-files.js';
import { FIRST } from '../../src/store/sqlite/migrations/0001-first.js';
import { MIGRATIONS } from '../../src/store/sqlite/migrations/list.js';
import { migrate } from '../../src/store/sqlite/migrations/migrate.js';
import { allResults, idsOf } from './support/reading.js';
import { delivery, learner, party, resultRow, SCHOOL, school, slice } from './support/records.js';
import { aliases, commit, learners } from './support/rosters.js';
import { sqlitePlace } from './support/temporary.js';

/** A party, a school and a result as the first version of the gateway stored them. */
const OLD_ROWS = `
  INSERT INTO schools (id, name, created_at) VALUES ('99AB', 'Verzonnen school 99AB', '2025-10-01T08:00:00.000Z');
  INSERT INTO parties (klantcode, klantnaam, role, policy, accept_stale, created_at)
    VALUES ('verzonnen-uitgever', 'Naam van verzonnen-uitgever', 'ea', 'strict', 0, '2025-10-01T08:00:00.000Z');
  INSERT INTO credentials (id, party, hash, valid_from) VALUES ('c1', 'verzonnen-uitgever', 'abc', '2025-10-01T08:00:00.000Z');
  INSERT INTO exchanges (seq, id, direction, operation, party, school, received_at, duration_ms, wire_bytes, decoded_bytes, outcome,
      findings, finding_count, result_count, stored_at, results_before)
    VALUES (1, 'e1', 'in', 'BrengLeerresultaten', 'verzonnen-uitgever', '99AB', '2025-10-01T08:00:00.000Z', 1, 1, 1, 'accepted', '[]', 0, 1, 1, 0);
  INSERT INTO learners (seq, school, alias) VALUES (1, '99AB', 'a1');`;

const READING = { school: SCHOOL, exchanges: ['rest'], profile: 'rest', infourl: { keep: 'none' } };

describe('a database that was made before there were rosters', () => {
  test('is brought up to date with everything in it, and its results match from then on', async () => {
    const place = await sqlitePlace();
    const old = openForWriting(prepareDatabaseFile(place.directory));
    migrate(old, [FIRST]);
    old.exec(OLD_ROWS);
    old
      .prepare(`
        INSERT INTO results (school, id, revision, current, party, learner, date, assessment, exchange, document)
        VALUES ('99AB', 'r1', 1, 1, 'verzonnen-uitgever', 1, '2025-10-01', 'assessment-1', 1, ?)`)
      .run(JSON.stringify(resultRow('r1', { learner: 'a1' }).result));
    old.close();

    const store = await place.open();
    const found = await store.directory();
    expect([...found.parties.values()]).toEqual([party('verzonnen-uitgever')]);
    expect([...found.schools.values()]).toEqual([school(SCHOOL)]);
    expect(found.credentials.all()[0]).not.toHaveProperty('sealed');
    expect((await store.unmatchedLearners({ school: SCHOOL, limit: 10 })).items).toEqual([{ learner: 'a1', results: 1 }]);
    expect(await commit(store, { upserts: learners('p1'), aliases: aliases({ 'eck-1': 'p1' }) })).toMatchObject({ matched: 0 });
    await store.commit(delivery('e2', { slices: [slice([resultRow('r2', { learner: 'a1' })], [learner('a1', { eckAlias: 'eck-1' })])] }));
    expect(idsOf(await allResults(store, { learner: 'p1' }))).toEqual(['r1', 'r2']);
    expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
    await store.close();

    const db = new SqliteDatabase(place.file, { readonly: true });
    expect(db.prepare('SELECT number FROM migrations ORDER BY number').pluck().all()).toEqual(MIGRATIONS.map(({ number }) => number));
    db.close();
    await place.remove();
  });
});

test('of deliveries of before their departure was written down, a store says that it was not; what else went, did', async () => {
  const place = await sqlitePlace();
  const old = openForWriting(prepareDatabaseFile(place.directory));
  migrate(
    old,
    MIGRATIONS.filter(({ number }) => number < 17),
  );
  old.exec(OLD_ROWS);
  old.exec(`
    INSERT INTO disclosures (school, exchange, at, receiver, operation, agreement, fields, whole) VALUES
      ('99AB', 'b1', '2026-01-01T08:00:00.000Z', 'verzonnen-uitgever', 'result.deliver', 'a1', '[]', 0),
      ('99AB', 'e9', '2026-01-02T08:00:00.000Z', 'verzonnen-uitgever', 'HaalLeerlinggegevens', 'a1', '[]', 0)`);
  old.close();

  const store = await place.open();
  const of = { receiver: 'verzonnen-uitgever', agreement: 'a1', count: 1 };
  expect(await store.rights.disclosureActivity(SCHOOL)).toEqual([
    { ...of, operation: 'HaalLeerlinggegevens', departure: 'left', last: '2026-01-02T08:00:00.000Z' },
    { ...of, operation: 'result.deliver', departure: 'not-recorded', last: '2026-01-01T08:00:00.000Z' },
  ]);
  await store.close();
  await place.remove();
});

test('results of exercises of before they had a term of their own are known by what they say', async () => {
  const place = await sqlitePlace();
  const old = openForWriting(prepareDatabaseFile(place.directory));
  migrate(
    old,
    MIGRATIONS.filter(({ number }) => number < 18),
  );
  old.exec(OLD_ROWS);
  const insert = old.prepare(`
    INSERT INTO results (school, id, revision, current, party, learner, date, assessment, exchange, document)
    VALUES ('99AB', ?, 1, 1, 'verzonnen-uitgever', 1, '2025-10-01', 'assessment-1', 1, ?)`);
  const document = JSON.stringify(resultRow('r1', { learner: 'a1' }).result);
  insert.run('r1', document);
  insert.run('r2', document.replace('"originType":"methodTest"', '"originType":"exercise"'));
  old.close();

  await (await place.open()).close();
  const db = new SqliteDatabase(place.file, { readonly: true });
  const kept = db.prepare(
    'SELECT CAST(substr(r.id, 2) AS TEXT), h.exercise FROM results r JOIN result_shared h ON h.seq = r.shared ORDER BY r.id',
  );
  expect(kept.raw().all()).toEqual([
    ['r1', 0],
    ['r2', 1],
  ]);
  db.close();
  await place.remove();
});

test('results of before there were learning goals are there without any, and a re-tag of their school waits', async () => {
  const place = await sqlitePlace();
  const old = openForWriting(prepareDatabaseFile(place.directory));
  migrate(
    old,
    MIGRATIONS.filter(({ number }) => number < 25),
  );
  old.exec(OLD_ROWS);
  old.exec(`INSERT INTO schools (id, name, created_at) VALUES ('99XX', 'Verzonnen school 99XX', '2025-10-01T08:00:00.000Z')`);
  old
    .prepare(`
      INSERT INTO results (school, id, revision, current, party, learner, date, assessment, exchange, document)
      VALUES ('99AB', 'r1', 1, 1, 'verzonnen-uitgever', 1, '2025-10-01', 'assessment-1', 1, ?)`)
    .run(JSON.stringify(resultRow('r1', { learner: 'a1' }).result));
  old.close();

  const store = await place.open();
  expect(await allResults(store)).toMatchObject([{ id: 'r1', goalLinks: [] }]);
  expect(await store.goals.links.openRetags()).toMatchObject([{ school: SCHOOL, cause: 'upgrade' }]);
  await store.close();
  await place.remove();
});

test('tokens that were given out before clients were parties go on, each under an agreement that can be ended', async () => {
  const place = await sqlitePlace();
  const old = openForWriting(prepareDatabaseFile(place.directory));
  migrate(old, [FIRST]);
  old.exec(OLD_ROWS);
  const add = old.prepare('INSERT INTO tokens (id, client, hash, school, scopes, created_at, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const scopes = '["results:read","groups:read"]';
  add.run('t1', 'dashboard', 'h1', SCHOOL, scopes, '2025-10-02T08:00:00.000Z', null);
  add.run('t2', 'dashboard', 'h2', SCHOOL, scopes, '2025-10-03T08:00:00.000Z', null);
  add.run('t3', 'verzonnen-uitgever', 'h3', SCHOOL, '["results:read"]', '2025-10-04T08:00:00.000Z', null);
  add.run('t4', 'weg', 'h4', SCHOOL, scopes, '2025-10-05T08:00:00.000Z', '2025-10-06T08:00:00.000Z');
  old.close();

  const store = await place.open();
  const { parties, agreements, tokens } = await store.directory();
  expect([...parties.values()].map(({ klantcode, role }) => [klantcode, role])).toEqual([
    ['verzonnen-uitgever', 'ea'],
    ['dashboard', 'client'],
  ]);
  expect(agreements.all().map(({ id: _, purpose: __, ...one }) => one)).toEqual([
    { ...READING, party: 'dashboard', scopes: ['results:read', 'groups:read'], from: '2025-10-02T08:00:00.000Z' },
    { ...READING, party: 'verzonnen-uitgever', scopes: ['results:read'], from: '2025-10-04T08:00:00.000Z' },
  ]);
  for (const { id } of agreements.all()) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(tokens.size).toBe(4);
  await store.close();
  await place.remove();
});

test('an administration of before parties had names presents what it did, and goes by the host of its endpoint', async () => {
  const place = await sqlitePlace();
  const old = openForWriting(prepareDatabaseFile(place.directory));
  migrate(
    old,
    MIGRATIONS.filter(({ number }) => number < 16),
  );
  old.exec(`
    INSERT INTO parties (klantcode, klantnaam, role, endpoint, policy, accept_stale, known_learners_only, created_at)
    VALUES ('GATEWAY-7', 'Gateway van de school', 'las', 'https://las.voorbeeld/uwlr', 'strict', 0, 0, '2025-10-01T08:00:00.000Z')`);
  old.close();

  const store = await place.open();
  const las = (await store.directory()).parties.get('GATEWAY-7')!;
  expect(nameOf(las)).toBe('las.voorbeeld');
  expect(wantsName(las)).toBe(true);
  expect(presentedTo(las, {})).toEqual({ klantcode: 'GATEWAY-7', klantnaam: 'Gateway van de school' });
  await store.close();
  await place.remove();
});
