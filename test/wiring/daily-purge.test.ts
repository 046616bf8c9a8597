import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { startDailyPurge } from '../../src/gateway/jobs/daily-purge.js';
import { Keyring } from '../../src/privacy/keys/keyring.js';
import { runPurge } from '../../src/retention/run-purge.js';
import type { Committed, Store } from '../../src/store/store.js';
import { createLog } from '../../src/telemetry/log.js';
import { Metrics } from '../../src/telemetry/metrics.js';
import { allResults, idsOf } from '../store/support/reading.js';
import { addParties, delivery, OTHER_SCHOOL, SCHOOL, slice } from '../store/support/records.js';
import { dated, terms } from '../store/support/retention.js';
import { inlinePlace } from '../store/support/temporary.js';

const NOW = new Date('2026-11-22T03:00:00.000Z');
const HOUR_MS = 3_600_000;
const keyring = Keyring.fromSecret('an invented secret of more than thirty-two bytes');
const work = { messages: 0, bytes: 0, unproven: { messages: 0, bytes: 0 } };

describe('the daily purge', () => {
  let place: Awaited<ReturnType<typeof inlinePlace>>;
  let store: Store;
  let metrics: Metrics;
  let lines: Record<string, unknown>[];

  beforeEach(async () => {
    place = await inlinePlace();
    store = await place.open();
    await addParties(store);
    metrics = new Metrics(work);
    lines = [];
  });
  afterEach(async () => {
    metrics.close();
    await store.close();
    await place.remove();
  });

  const log = () =>
    createLog({
      level: 'info',
      stream: new Writable({
        write(chunk, _, done) {
          lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
          done();
        },
      }),
    });
  const deliver = (id: string, date: string, count: number, school = SCHOOL) =>
    store.commit(
      delivery(id, { school, slices: [slice(Array.from({ length: count }, (_, index) => dated(`${id} ${index}`, date, { school })))] }),
    );
  /** Until no purge is under way. */
  const reported = async (count: number): Promise<void> => {
    for (;;) {
      const reports = await store.purgeReports(count);
      if (reports.length === count && reports.every(({ outcome }) => outcome !== 'running')) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  test('runs at the start, and tells in log and metrics what went, by class', async () => {
    await deliver('old', '2001-05-01', 30);
    await deliver('other', '2001-05-01', 5, OTHER_SCHOOL);
    const end = startDailyPurge({ store, keyring, workload: work, metrics, log: log() }, terms());
    await reported(1);
    await end();
    expect(lines.map(({ event, dataClass, school, count }) => ({ event, dataClass, school, count }))).toEqual([
      { event: 'purged', dataClass: 'results', school: SCHOOL, count: 1 },
      { event: 'purged', dataClass: 'results', school: OTHER_SCHOOL, count: 1 },
      { event: 'purged', dataClass: 'results-leavers', school: SCHOOL, count: 30 },
      { event: 'purged', dataClass: 'results-leavers', school: OTHER_SCHOOL, count: 5 },
      { event: 'purge done', dataClass: undefined, school: undefined, count: 37 },
    ]);
    expect(await metrics.text()).toContain('uwlr_purged_total{class="results-leavers"} 35');
  });

  test('asks when the clock leapt: log and metrics say so, and nothing went', async () => {
    await deliver('old', '2001-05-01', 30);
    const db = new SqliteDatabase(place.file);
    db.exec("INSERT INTO purges (started_at, outcome, held, bytes_before) VALUES ('2020-01-01T03:00:00.000Z', 'done', '[]', 1)");
    db.close();
    const end = startDailyPurge({ store, keyring, workload: work, metrics, log: log() }, terms());
    await reported(2);
    await end();
    expect(lines).toEqual(
      ['results-leavers', 'results'].map((dataClass) =>
        expect.objectContaining({ level: 'warn', event: 'purge asks', dataClass, count: 30, doubt: 'clock' }),
      ),
    );
    expect(await metrics.text()).toContain('uwlr_purge_asks{doubt="clock"} 2');
    expect(await allResults(store)).toHaveLength(30);
  });

  test('stops when the gateway stops, and the next one goes on from there', async () => {
    await deliver('old', '2001-05-01', 2_000);
    await startDailyPurge({ store, keyring, workload: work, metrics, log: log() }, terms())();
    await store.close();
    store = await place.open();
    await runPurge(store, { terms: terms(), now: NOW });
    expect(await allResults(store)).toEqual([]);
    expect((await store.purgeReports(9)).at(-1)?.outcome).toMatch(/^(?:done|stopped)$/);
  });

  test('loses nothing that is young and refuses no message while messages come in', async () => {
    await deliver('old', '2001-05-01', 3_000);
    const committed: Promise<Committed>[] = [];
    let sent = 0;
    // In step with the purge: a few messages at each of its steps, some of several slices.
    const stopping = (): boolean => {
      if (sent < 40) {
        sent += 1;
        const rows = Array.from({ length: 6 }, (_, index) => dated(`young ${sent} ${index}`, '2026-10-01', { learner: `a${index}` }));
        const slices = sent % 4 === 0 ? [slice(rows.slice(0, 3)), slice(rows.slice(3))] : [slice(rows)];
        committed.push(store.commit(delivery(`young ${sent}`, { slices, acceptStale: true })));
      }
      return false;
    };
    const report = await runPurge(store, { terms: terms(), now: NOW, stopping });
    const outcomes = await Promise.all(committed);
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['stored']));
    expect(report).toMatchObject({
      outcome: 'done',
      lines: [{ class: 'results' }, { class: 'results-leavers', removed: { results: 3_000 } }],
    });
    const kept = idsOf(await allResults(store));
    expect(kept).toHaveLength(6 * sent);
    expect(kept.every((id) => id.startsWith('young'))).toBe(true);
    expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
  });

  test('goes on as before when the clock was set back an hour', async () => {
    await deliver('old', '2001-05-01', 3);
    await deliver('young', '2026-10-01', 3);
    const first = await runPurge(store, { terms: terms(), now: NOW });
    const second = await runPurge(store, { terms: terms(), now: new Date(NOW.getTime() - HOUR_MS) });
    expect([first, second].map((report) => report?.outcome)).toEqual(['done', 'done']);
    expect(second!.id).toBeGreaterThan(first!.id);
    expect(second!.lines).toEqual([]);
    expect((await store.purgeReports(1))[0]).toEqual(second);
    expect(idsOf(await allResults(store))).toHaveLength(3);
  });

  test('takes over from one whose process ended in the middle, with its report kept as failed', async () => {
    await deliver('old', '2001-05-01', 3);
    const db = new SqliteDatabase(place.file);
    db.exec("INSERT INTO purges (started_at, outcome, held, bytes_before) VALUES ('2026-11-21T03:00:00.000Z', 'running', '[]', 1)");
    db.close();
    expect(await runPurge(store, { terms: terms(), now: NOW })).toMatchObject({
      outcome: 'done',
      lines: [{ class: 'results' }, { class: 'results-leavers', removed: { results: 3 } }],
    });
    expect((await store.purgeReports(9)).map(({ outcome }) => outcome)).toEqual(['done', 'failed']);
  });
});
