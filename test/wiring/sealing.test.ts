import { Writable } from 'node:stream';
import { afterEach, expect, jest, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { startSealing } from '../../src/gateway/jobs/audit-sealing.js';
import { createLog } from '../../src/telemetry/log.js';
import { Metrics } from '../../src/telemetry/metrics.js';
import { sealing } from '../store/support/audit.js';
import { Forger } from '../store/support/forger.js';
import { inlinePlace } from '../store/support/temporary.js';

const MINUTE_MS = 60_000;

afterEach(() => {
  jest.useRealTimers();
});

test('seals that somebody removes under a running gateway are a line of the log and a count of metrics within a minute, again and again', async () => {
  const place = await inlinePlace();
  const store = await place.open();
  store.useSecret('k', sealing());
  await store.checkAuditSeals();
  const work = { messages: 0, bytes: 0, unproven: { messages: 0, bytes: 0 } };
  const metrics = new Metrics(work);
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const failures = async () => /^uwlr_seal_failures_total (\d+)$/m.exec(await metrics.text())?.[1];
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'setTimeout'] });
  const stop = await startSealing(store, createLog({ level: 'info', stream }), metrics);
  await jest.advanceTimersByTimeAsync(MINUTE_MS);
  expect(await failures()).toBe('0');

  const db = new SqliteDatabase(place.file);
  new Forger(db).unseal(1);
  db.close();
  for (const count of ['1', '2']) {
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    while ((await failures()) !== count) await new Promise((resolve) => setImmediate(resolve));
  }
  await stop();
  expect(lines.filter((line) => line.includes('"seal failed"') && line.includes('"restored"'))).toHaveLength(3);
  metrics.close();
  await store.close();
  await place.remove();
});

test('whoever stops while another node is sealing waits for it, so that the stop is sealed too', async () => {
  const place = await inlinePlace();
  const [store, other] = [await place.open(), await place.open()];
  for (const one of [store, other]) one.useSecret('k', sealing());
  await store.checkAuditSeals();
  const log = createLog({ level: 'error', stream: new Writable({ write: (_chunk, _encoding, done) => done() }) });
  const tries: boolean[] = [];
  let release = () => {};
  const watched = Object.create(store) as typeof store;
  watched.alone = async (duty, work) => {
    const done = await store.alone(duty, work);
    tries.push(done !== undefined);
    // The other one is done once this one has come in vain twice.
    if (tries.length === 3) release();
    return done;
  };
  const stop = await startSealing(watched, log, { sealFailed: () => undefined });
  let isHeld = () => {};
  const held = new Promise<void>((resolve) => {
    isHeld = resolve;
  });
  const holding = other.alone('seal', () => {
    isHeld();
    return new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  await held;
  await stop();
  await holding;
  expect([tries[0], tries[1], tries[2], tries.at(-1)]).toEqual([true, false, false, true]);
  await other.close();
  await store.close();
  await place.remove();
});
