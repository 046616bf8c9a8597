import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { purgeLeavers } from '../../src/exchange/roster/purge-leavers.js';
import { ACCEPT_ALL } from '../../src/retention/purge-guard.js';
import { forecastPurge, runPurge } from '../../src/retention/run-purge.js';
import type { Store } from '../../src/store/store.js';
import { allResults, idsOf } from '../store/support/reading.js';
import { addParties, delivery, slice } from '../store/support/records.js';
import { dated, ofExercise, terms } from '../store/support/retention.js';
import { aliases, commit, learners, left } from '../store/support/rosters.js';
import { inlinePlace } from '../store/support/temporary.js';
import { post, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat, TOETSEN } from '../support/messages.js';

const DAY_MS = 86_400_000;

let place: Awaited<ReturnType<typeof inlinePlace>>;
let store: Store;
let messages = 0;

beforeEach(async () => {
  place = await inlinePlace();
  store = await place.open();
  await addParties(store);
});
afterEach(async () => {
  await store.close();
  await place.remove();
});

/** Stores a result of a pupil (`kim` of the roster is `kim's alias` here). */
async function result(id: string, pupil: string, date: string, exercise = false): Promise<void> {
  messages += 1;
  const row = dated(id, date, { learner: `${pupil} alias` });
  await store.commit(delivery(`m${messages}`, { slices: [slice([exercise ? ofExercise(row) : row])] }));
}
/** The roster of a school year has these pupils from a moment on, and no others. */
async function roster(schoolYear: string, at: string, pupils: readonly string[], gone: readonly string[] = []): Promise<void> {
  const names = Object.fromEntries([...pupils, ...gone].map((pupil) => [`${pupil} alias`, pupil]));
  await commit(store, { head: { schoolYear }, at, upserts: learners(...pupils), left: left('learner', ...gone), aliases: aliases(names) });
}
/** Purges as a gateway does every day, on these days at night, and gives the results that are left. */
async function purgedAt(...days: readonly string[]): Promise<readonly string[]> {
  for (const day of days) {
    const options = { now: new Date(`${day}T03:00:00+02:00`), terms: terms(), accept: ACCEPT_ALL };
    const said = (await forecastPurge(store, options)).lines;
    const done = (await runPurge(store, options))?.lines;
    const of = (lines: typeof said = []) =>
      lines
        .filter((line) => line.class.startsWith('results'))
        .flatMap((line) => (line.removed.results === undefined ? [] : [`${line.class} ${line.removed.results}`]))
        .toSorted();
    expect(of(said)).toEqual(of(done));
  }
  return idsOf(await allResults(store)).toSorted();
}
function monthly(from: string, until: string): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(until); at += 28 * DAY_MS) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

describe('results of a pupil who left', () => {
  test('go two years after that, not after the end of the school year; those of who stays are kept by the school year', async () => {
    await roster('2026-2027', '2026-09-01T08:00:00.000Z', ['kim', 'bo']);
    await result('of kim', 'kim', '2026-09-10');
    await result('of bo', 'bo', '2026-09-10');
    await roster('2026-2027', '2026-09-20T08:00:00.000Z', ['bo'], ['kim']);
    await roster('2027-2028', '2027-09-01T08:00:00.000Z', ['bo']);
    await roster('2028-2029', '2028-08-20T08:00:00.000Z', ['bo']);
    expect(await purgedAt('2026-10-01', '2028-09-19')).toEqual(['of bo', 'of kim']);
    expect(await purgedAt('2028-09-21')).toEqual(['of bo']);
    await roster('2028-2029', '2029-07-01T08:00:00.000Z', ['bo']);
    expect(await purgedAt('2029-07-30')).toEqual(['of bo']);
    expect(await purgedAt('2029-08-02')).toEqual([]);
  });

  test('go just as late when the names went with a purge of the roster by hand, or by the day', async () => {
    await roster('2026-2027', '2026-09-01T08:00:00.000Z', ['kim']);
    await result('of kim', 'kim', '2026-09-10');
    await roster('2026-2027', '2026-12-01T08:00:00.000Z', [], ['kim']);
    await purgeLeavers(store, { days: 0, now: new Date('2026-12-02T08:00:00Z'), accept: ACCEPT_ALL });
    expect(await purgedAt(...monthly('2026-12-03', '2028-11-30'))).toEqual(['of kim']);
    expect(await purgedAt('2028-12-02')).toEqual([]);
  });

  test('of one who comes back are kept again', async () => {
    await roster('2026-2027', '2026-09-01T08:00:00.000Z', ['kim']);
    await result('of kim', 'kim', '2026-09-10');
    await roster('2026-2027', '2026-10-01T08:00:00.000Z', [], ['kim']);
    expect(await purgedAt(...monthly('2026-10-02', '2027-08-20'))).toEqual(['of kim']);
    await roster('2027-2028', '2027-09-01T08:00:00.000Z', ['kim']);
    await roster('2028-2029', '2028-09-01T08:00:00.000Z', ['kim']);
    expect(await purgedAt('2028-10-20', '2029-07-01')).toEqual(['of kim']);
  });

  test('of one who leaves twice go two years after the second time', async () => {
    await roster('2026-2027', '2026-09-01T08:00:00.000Z', ['kim']);
    await result('of kim', 'kim', '2026-09-10');
    await roster('2026-2027', '2026-10-01T08:00:00.000Z', [], ['kim']);
    expect(await purgedAt(...monthly('2026-10-02', '2027-08-20'))).toEqual(['of kim']);
    await roster('2027-2028', '2027-09-01T08:00:00.000Z', ['kim']);
    await roster('2027-2028', '2028-03-01T08:00:00.000Z', [], ['kim']);
    expect(await purgedAt(...monthly('2028-03-02', '2029-07-20'))).toEqual(['of kim']);
  });

  test('of one who comes back to a school that has no rosters any more are kept: a result after the departure says so', async () => {
    await roster('2026-2027', '2026-09-01T08:00:00.000Z', ['kim']);
    await result('before', 'kim', '2026-09-10');
    await roster('2026-2027', '2026-10-01T08:00:00.000Z', [], ['kim']);
    expect(await purgedAt(...monthly('2026-10-02', '2028-08-20'))).toEqual(['before']);
    await result('back', 'kim', '2028-09-10');
    expect(await purgedAt('2028-10-03')).toEqual(['back', 'before']);
    expect(await purgedAt('2030-09-09')).toEqual(['back']);
    expect(await purgedAt('2030-09-12')).toEqual([]);
  });

  test('of one who left go by the roster, also those of later days, as long as the school has a roster without that pupil', async () => {
    await roster('2026-2027', '2026-09-01T08:00:00.000Z', ['kim', 'bo']);
    await result('before', 'kim', '2026-09-10');
    await roster('2026-2027', '2026-10-01T08:00:00.000Z', ['bo'], ['kim']);
    await result('after', 'kim', '2026-10-20');
    expect(await purgedAt('2026-11-15')).toEqual(['after', 'before']);
    await roster('2028-2029', '2028-09-01T08:00:00.000Z', ['bo']);
    expect(await purgedAt('2028-09-30')).toEqual(['after', 'before']);
    expect(await purgedAt('2028-10-02')).toEqual([]);
  });

  test('whom no roster knows go two years after their last result: up to that day they were there', async () => {
    await result('first', 'kim', '2026-01-10');
    await result('last', 'kim', '2026-09-10');
    await result('of another', 'bo', '2026-01-10');
    expect(await purgedAt('2028-01-09')).toEqual(['first', 'last', 'of another']);
    expect(await purgedAt('2028-01-11')).toEqual(['first', 'last']);
    expect(await purgedAt('2028-07-30')).toEqual(['first', 'last']);
    expect(await purgedAt('2028-08-02')).toEqual(['last']);
    expect(await purgedAt('2028-09-11')).toEqual([]);
  });

  test('who was in the roster to the end of a school year, and in none after it, go two years after the last one', async () => {
    await roster('2026-2027', '2026-09-01T08:00:00.000Z', ['kim']);
    await result('of kim', 'kim', '2027-06-10');
    expect(await purgedAt(...monthly('2027-08-10', '2029-06-07'))).toEqual(['of kim']);
    expect(await purgedAt('2029-06-12')).toEqual([]);
  });
});

describe('results of exercises', () => {
  test('go a year after the end of their school year, before those of tests', async () => {
    await roster('2026-2027', '2026-09-01T08:00:00.000Z', ['kim']);
    await result('exercise', 'kim', '2026-09-10', true);
    await result('test', 'kim', '2026-09-10');
    await roster('2028-2029', '2028-08-01T08:00:00.000Z', ['kim']);
    expect(await purgedAt('2028-07-30')).toEqual(['exercise', 'test']);
    expect(await purgedAt('2028-08-02')).toEqual(['test']);
  });
});

test('a vendor says over UWLR that a result is of an exercise, and the store knows it', async () => {
  const running = await startTestGateway();
  const category = '<toetsnormering><toetscategorie>Oefening</toetscategorie><norm>';
  const toetsen = TOETSEN.replace('<toetsnormering><norm>', category);
  expect((await post(running.gateway, message({ toetsen }))).code).toBeUndefined();
  expect(
    (await post(running.gateway, message({ afnames: afname('L-2', resultaat('r-2')), aanmaakdatum: '2026-01-16T09:00:00Z' }))).code,
  ).toBeUndefined();
  await running.gateway.stop();
  const db = new SqliteDatabase(path.join(running.directory, 'uwlr.db'), { readonly: true });
  expect(db.prepare('SELECT h.exercise FROM results r JOIN result_shared h ON h.seq = r.shared ORDER BY r.seq').pluck().all()).toEqual([
    1, 0,
  ]);
  db.close();
  await running.stop();
});
