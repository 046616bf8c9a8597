import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { purgeLeavers } from '../../src/exchange/roster/purge-leavers.js';
import type { Terms } from '../../src/privacy/data-class.js';
import { ACCEPT_ALL, type Accepted } from '../../src/retention/purge-guard.js';
import { forecastPurge, type Purged, runPurge } from '../../src/retention/run-purge.js';
import type { Store } from '../../src/store/store.js';
import { allResults, idsOf } from '../store/support/reading.js';
import { addParties, delivery, OTHER_SCHOOL, SCHOOL, slice } from '../store/support/records.js';
import { dated, terms } from '../store/support/retention.js';
import { aliases, commit, learners, left, SPRING } from '../store/support/rosters.js';
import { inlinePlace } from '../store/support/temporary.js';

const DAY_MS = 86_400_000;
/** The first day on which results of 2023-2024 may go, and the day before. */
const AUGUST = new Date('2026-08-01T03:00:00.000Z');
const JULY = new Date(AUGUST.getTime() - DAY_MS);
const YEARS_AHEAD = new Date('2030-07-31T03:00:00.000Z');

let place: Awaited<ReturnType<typeof inlinePlace>>;
let store: Store;

beforeEach(async () => {
  place = await inlinePlace();
  store = await place.open();
  await addParties(store);
});
afterEach(async () => {
  await store.close();
  await place.remove();
});

/** Stores results of one day, which came in at a moment. */
async function deliver(id: string, date: string, count: number, { storedAt = JULY, school = SCHOOL } = {}): Promise<void> {
  await store.commit(
    delivery(id, { school, slices: [slice(Array.from({ length: count }, (_, index) => dated(`${id} ${index}`, date, { school })))] }),
  );
  write('UPDATE exchanges SET stored_at = ? WHERE id = ?', storedAt.getTime(), id);
}
/** The pupil of these results is at the school now, so that the terms of results alone decide. */
async function enrol(): Promise<void> {
  await commit(store, { upserts: learners('p1'), aliases: aliases({ 'alias-1': 'p1' }), head: { schoolYear: '2026-2027' } });
}
/** Past the store. */
function write(sql: string, ...parameters: readonly unknown[]): void {
  const db = new SqliteDatabase(place.file);
  db.prepare(sql).run(...parameters);
  db.close();
}
async function purge(now: Date, more: { accept?: Accepted; terms?: Partial<Terms>; school?: string } = {}): Promise<Purged> {
  return (await runPurge(store, { now, ...more, terms: terms(more.terms) }))!;
}
const later = (moment: Date, days: number) => new Date(moment.getTime() + days * DAY_MS);
const kept = async () => idsOf(await allResults(store)).length;
const outcomes = async () => (await store.purgeReports(9)).map(({ outcome }) => outcome);

describe('a clock that is years ahead', () => {
  beforeEach(async () => {
    await purge(JULY);
    await deliver('m1', '2026-05-01', 10);
  });

  test('removes nothing of any class, and says what it would have removed', async () => {
    const report = await purge(YEARS_AHEAD);
    expect(report).toMatchObject({ outcome: 'asks-clock', lines: [] });
    expect(report.asks).toContainEqual(expect.objectContaining({ class: 'results', school: SCHOOL, doubt: 'clock', due: 10, rows: 10 }));
    expect(report.asks?.map((asked) => asked.class)).toContain('audit');
    expect(await kept()).toBe(10);
  });

  test('is not believed the next day, though messages came in by it; the right clock is', async () => {
    await purge(YEARS_AHEAD);
    await deliver('m2', '2030-07-30', 1, { storedAt: YEARS_AHEAD });
    expect(await purge(later(YEARS_AHEAD, 1))).toMatchObject({ outcome: 'asks-clock', lines: [] });
    expect(await purge(AUGUST)).toMatchObject({ outcome: 'done', lines: [] });
    expect(await kept()).toBe(11);
  });

  test('is not believed either after a year of purges that asked', async () => {
    const asked = JSON.stringify(Array.from({ length: 410 }, (_, day) => later(YEARS_AHEAD, day).toISOString()));
    write("INSERT INTO purges (started_at, outcome, held, bytes_before) SELECT value, 'asks-clock', '[]', 1 FROM json_each(?)", asked);
    await purge(later(YEARS_AHEAD, 410));
    expect(await store.purgeReports(1_000)).toHaveLength(401);
    expect(await purge(later(YEARS_AHEAD, 411))).toMatchObject({ outcome: 'asks-clock' });
  });

  test('lets go what is accepted, and goes on from there once all of it is', async () => {
    expect(await purge(YEARS_AHEAD, { accept: new Set(['audit', 'exchanges'] as const) })).toMatchObject({ outcome: 'asks-clock' });
    expect(await kept()).toBe(10);
    expect(await purge(YEARS_AHEAD, { accept: ACCEPT_ALL })).toMatchObject({ outcome: 'done' });
    expect(await kept()).toBe(0);
    expect(await purge(later(YEARS_AHEAD, 1))).toMatchObject({ outcome: 'done' });
  });

  test('is not vouched for by what was accepted of one school', async () => {
    await deliver('m2', '2026-05-01', 3, { school: OTHER_SCHOOL });
    expect(await purge(YEARS_AHEAD, { school: OTHER_SCHOOL, accept: ACCEPT_ALL })).toMatchObject({ lines: expect.any(Array) });
    expect(await kept()).toBe(10);
    expect(await purge(later(YEARS_AHEAD, 1))).toMatchObject({ outcome: 'asks-clock', lines: [] });
  });

  test('leaves who left a roster where they are, when they are purged by hand', async () => {
    await commit(store, { at: SPRING, upserts: learners('a', 'b') });
    await commit(store, { at: JULY.toISOString(), left: left('learner', 'b') });
    const purged = await purgeLeavers(store, { days: 30, now: YEARS_AHEAD });
    expect(purged).toMatchObject({ learners: 0, asks: [{ class: 'roster-leavers', doubt: 'clock', due: 2, rows: 2 }] });
    expect((await purge(YEARS_AHEAD)).asks?.map((asked) => asked.class)).toContain('roster-leavers');
    const accepted = await purgeLeavers(store, { days: 30, now: YEARS_AHEAD, accept: ACCEPT_ALL });
    expect(accepted).toMatchObject({ learners: 2, asks: [] });
  });

  test('is seen by a store that never purged, from its messages', async () => {
    write('DELETE FROM purges');
    expect(await purge(YEARS_AHEAD)).toMatchObject({ outcome: 'asks-clock', lines: [] });
  });

  test('shows in a dry run', async () => {
    const forecast = await forecastPurge(store, { terms: terms(), now: YEARS_AHEAD });
    expect(forecast.asks?.map((asked) => asked.doubt)).toContain('clock');
  });
});

describe('what is ordinary goes without asking', () => {
  test('a whole school year on 1 August, though it is all that a school has', async () => {
    await purge(later(JULY, -1));
    await deliver('m1', '2024-05-01', 500, { storedAt: new Date('2024-05-01T12:00:00Z') });
    await enrol();
    await purge(JULY);
    expect(await kept()).toBe(500);
    expect(await purge(AUGUST)).toMatchObject({ outcome: 'done' });
    expect(await kept()).toBe(0);
  });

  test('the same after a summer in which the gateway was off', async () => {
    await purge(new Date('2026-07-09T03:00:00.000Z'));
    await deliver('m1', '2024-05-01', 500, { storedAt: new Date('2024-05-01T12:00:00Z') });
    await enrol();
    await purge(new Date('2026-07-10T03:00:00.000Z'));
    expect(await purge(new Date('2026-08-23T03:00:00.000Z'))).toMatchObject({ outcome: 'done' });
    expect(await kept()).toBe(0);
  });

  test('results that were too old when they came, such as those of years that a vendor brings along', async () => {
    await purge(JULY);
    await deliver('m1', '2020-05-01', 500);
    expect(await purge(AUGUST)).toMatchObject({ outcome: 'done' });
    expect(await kept()).toBe(0);
  });

  test('anything, in three years in which results come every week but in summer, and nobody looks', async () => {
    const asked: string[] = [];
    for (let week = 0; week < 3 * 52; week++) {
      const now = later(new Date('2023-08-28T03:00:00.000Z'), week * 7);
      const date = now.toISOString().slice(0, 10);
      if (!['07', '08'].includes(date.slice(5, 7))) await deliver(`w${week}`, date, 60, { storedAt: now });
      // In the others the vendor says that it made them years later: its clock is ahead.
      if (week % 2 === 0) write('UPDATE exchanges SET created_at_ns = ? WHERE id = ?', BigInt(now.getTime()) * 1_000_000n, `w${week}`);
      const { outcome, asks } = await purge(now);
      if (outcome !== 'done') asked.push(`${date} ${outcome} ${JSON.stringify(asks)}`);
    }
    expect(asked).toEqual([]);
    const left = (await allResults(store)).map(({ date }) => date).sort();
    expect([left.at(0)?.slice(0, 7), left.length > 0]).toEqual(['2024-09', true]);
  });

  test('what a purge had not come to when it was stopped', async () => {
    const storedAt = new Date('2024-05-01T12:00:00Z');
    for (let nth = 0; nth < 60; nth++) await deliver(`m${nth}`, '2024-05-01', 1, { storedAt });
    write('UPDATE exchanges SET created_at_ns = ?', BigInt(storedAt.getTime()) * 1_000_000n);
    await enrol();
    await purge(later(JULY, -1), { accept: ACCEPT_ALL });
    await purge(JULY);
    const db = new SqliteDatabase(place.file, { readonly: true });
    const results = db.prepare('SELECT count(*) FROM results').pluck();
    const stopped = await runPurge(store, { now: AUGUST, terms: terms(), stopping: () => results.get() === 0 });
    expect([stopped?.outcome, db.prepare('SELECT count(*) FROM exchanges').pluck().get()]).toEqual(['stopped', 60]);
    db.close();
    const report = await purge(AUGUST);
    expect(report.outcome).toBe('done');
    expect(report.lines.map((line) => line.class)).toContain('exchanges');
  });

  test('whatever a clock says that was set back', async () => {
    await deliver('m1', '2024-05-01', 10);
    await purge(JULY);
    expect(await purge(new Date('2001-01-01T00:00:00.000Z'))).toMatchObject({ outcome: 'done', lines: [] });
    // And that is right again.
    expect(await purge(later(JULY, 1))).toMatchObject({ outcome: 'done' });
    expect(await outcomes()).toEqual(['done', 'done', 'done']);
  });
});

describe('a term that got shorter', () => {
  beforeEach(async () => {
    await purge(later(JULY, -1));
    await deliver('m1', '2025-05-01', 80, { storedAt: new Date('2025-05-01T12:00:00Z') });
    await deliver('m2', '2026-05-01', 80, { storedAt: new Date('2026-05-01T12:00:00Z') });
    await purge(JULY);
  });

  test('asks when much would go at once, and the other classes go on', async () => {
    const report = await purge(AUGUST, { terms: { results: 0, exchanges: 300 } });
    expect(report).toMatchObject({
      outcome: 'asks-share',
      asks: [{ class: 'results', school: SCHOOL, doubt: 'share', due: 160, rows: 160 }],
    });
    expect(await kept()).toBe(160);
    expect(report.lines.map((line) => line.class)).toContain('exchanges');
    // It goes on asking, and a day later the clock is still believed.
    expect(await purge(later(AUGUST, 60), { terms: { results: 0 } })).toMatchObject({ outcome: 'asks-clock' });
    expect(await purge(later(AUGUST, 40), { terms: { results: 0 } })).toMatchObject({ outcome: 'asks-share' });
    expect(await purge(later(AUGUST, 60), { terms: { results: 0 } })).toMatchObject({ outcome: 'asks-share' });
    expect(await purge(later(AUGUST, 60), { terms: { results: 0 }, accept: new Set(['results'] as const) })).toMatchObject({
      outcome: 'done',
    });
    expect(await kept()).toBe(0);
  });

  test('does not ask for a few rows, or for a small share', async () => {
    await deliver('few', '2025-05-01', 50, { school: OTHER_SCHOOL, storedAt: new Date('2025-05-01T12:00:00Z') });
    await deliver('many', '2026-05-01', 400, { storedAt: JULY });
    expect(await purge(JULY, { terms: { results: 365 } })).toMatchObject({ outcome: 'done' });
    expect(await kept()).toBe(560);
    expect(await purge(AUGUST, { terms: { results: 60 } })).toMatchObject({ outcome: 'done' });
  });
});
