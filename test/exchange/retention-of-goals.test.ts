import { afterEach, beforeEach, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import type { Annotation } from '../../src/goals/annotation.js';
import type { Terms } from '../../src/privacy/data-class.js';
import { ACCEPT_ALL } from '../../src/retention/purge-guard.js';
import { forecastPurge, runPurge } from '../../src/retention/run-purge.js';
import type { PurgeLine } from '../../src/store/retention-store.js';
import type { Store } from '../../src/store/store.js';
import { addParties, delivery, SCHOOL, slice } from '../store/support/records.js';
import { dated, terms } from '../store/support/retention.js';
import { aliases, commit, learners, left } from '../store/support/rosters.js';
import { signalIntake, signalRow } from '../store/support/signals.js';
import { inlinePlace } from '../store/support/temporary.js';

let place: Awaited<ReturnType<typeof inlinePlace>>;
let store: Store;

beforeEach(async () => {
  place = await inlinePlace();
  store = await place.open();
  await addParties(store);
  await commit(store, { head: { schoolYear: '2026-2027' }, upserts: learners('kim', 'lot'), aliases: aliases({ 'kim alias': 'kim' }) });
  await store.commit(delivery('m1', { slices: [slice([dated('r1', '2026-10-01', { learner: 'kim alias' })])] }));
});
afterEach(async () => {
  await store.close();
  await place.remove();
});

/** Revisions of a signal about kim, raised at these moments. */
async function raise(id: string, ...moments: readonly string[]): Promise<void> {
  for (const raisedAt of moments) {
    await store.goals.signals.takeSignals(signalIntake([signalRow(id, { learner: 'kim alias', raisedAt, basis: ['r1'] })]));
  }
}

function annotate(id: string, createdAt: string, about: Pick<Annotation, 'learner' | 'group'>): Promise<boolean> {
  const annotation: Annotation = { id, author: 't1', goal: 'https://doelen.voorbeeld/klok', kind: 'workingOn', createdAt, ...about };
  return store.goals.annotations.addAnnotation(SCHOOL, annotation);
}

/** What is left, by table. */
function kept(): Readonly<Record<string, readonly string[]>> {
  const db = new SqliteDatabase(place.file, { readonly: true });
  const of = (sql: string) => db.prepare<[], string>(sql).pluck().all();
  const found = {
    signals: of("SELECT id || ' ' || revision FROM signals ORDER BY id, revision"),
    basis: of('SELECT signal FROM signal_basis ORDER BY signal'),
    annotations: of('SELECT id FROM annotations ORDER BY id'),
  };
  db.close();
  return found;
}

/** Purges on a day, and gives what went of signals and annotations; the forecast has said the same. */
async function purgedAt(day: string, own: Partial<Terms> = {}): Promise<Readonly<Record<string, object>>> {
  const options = { now: new Date(`${day}T03:00:00+02:00`), terms: terms(own), accept: ACCEPT_ALL };
  const of = (lines: readonly PurgeLine[] = []) =>
    Object.fromEntries(
      lines.filter((line) => line.class === 'signals' || line.class === 'annotations').map((line) => [line.class, line.removed]),
    );
  const said = of((await forecastPurge(store, options)).lines);
  const done = of((await runPurge(store, options))?.lines);
  expect(said).toEqual(done);
  return done;
}

test('a signal stays the school year in which it was raised and the next one, and then goes with all it was', async () => {
  await raise('old', '2025-07-31T21:59:59.000Z');
  await raise('edge', '2025-07-31T22:00:00.000Z');
  await raise('again', '2024-10-01T08:00:00.000Z', '2026-10-01T08:00:00.000Z');
  await raise('earlier', '2026-10-01T08:00:00.000Z', '2025-01-01T08:00:00.000Z');
  expect(await purgedAt('2026-08-02')).toEqual({ signals: { signals: 2, signalRevisions: 1 } });
  expect(kept()).toEqual({ signals: ['again 1', 'again 2', 'edge 1'], basis: ['again', 'edge'], annotations: [] });
  expect(await purgedAt('2026-08-02')).toEqual({});
});

test('an annotation stays the school year in which it was made and the two after it', async () => {
  await annotate('old', '2024-07-31T21:59:59.000Z', { group: 'g1' });
  await annotate('edge', '2024-07-31T22:00:00.000Z', { group: 'g1' });
  await annotate('of lot', '2026-01-05T10:00:00.000Z', { learner: 'lot' });
  expect(await purgedAt('2026-08-02')).toEqual({ annotations: { annotations: 1 } });
  expect(kept()['annotations']).toEqual(['edge', 'of lot']);
});

test('an annotation about a pupil goes when the pupil goes from the roster, and not before', async () => {
  await annotate('of lot', '2026-09-05T10:00:00.000Z', { learner: 'lot' });
  await annotate('of kim', '2026-09-05T10:00:00.000Z', { learner: 'kim' });
  await commit(store, { head: { schoolYear: '2026-2027' }, at: '2026-10-02T10:00:00.000Z', left: left('learner', 'lot') });
  expect(await purgedAt('2026-10-20')).toEqual({});
  expect(await purgedAt('2026-11-20')).toEqual({ annotations: { annotations: 1 } });
  expect(kept()['annotations']).toEqual(['of kim']);
});

test('a school has shorter terms if it wants, and nothing of it goes while it is held', async () => {
  await raise('s', '2025-10-01T08:00:00.000Z');
  await annotate('a', '2025-10-01T08:00:00.000Z', { group: 'g1' });
  await store.holdSchool(SCHOOL, '2026-08-01T00:00:00.000Z');
  for (const name of ['signals', 'annotations'] as const)
    await store.setRetentionTerm({ school: SCHOOL, class: name, days: 0, setAt: '2026-08-01T00:00:00.000Z' });
  expect(await purgedAt('2026-08-02')).toEqual({});
  await store.holdSchool(SCHOOL, undefined);
  expect(await purgedAt('2026-08-02')).toEqual({ signals: { signals: 1 }, annotations: { annotations: 1 } });
});
