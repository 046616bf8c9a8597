import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { retag } from '../../../src/admin/goals/retag.js';
import { type Retagged, retagSchools } from '../../../src/admin/goals/retag-schools.js';
import type { ReadGoalSet } from '../../../src/goals/goal-set.js';
import { taggedActivity } from '../../../src/goals/tagged-activity.js';
import type { ResultRow, Store } from '../../../src/store/store.js';
import { addReceivers, answer, HOOK, LAS, later, request, take } from '../../store/support/outbox.js';
import { allResults, idsOf } from '../../store/support/reading.js';
import { addParties, agreement, delivery, resultRow, SCHOOL, slice } from '../../store/support/records.js';
import { inlinePlace, type SqlitePlace } from '../../store/support/temporary.js';

const KILLED = fileURLToPath(new URL('./support/retag-until.js', import.meta.url));
const AT = '2026-10-01T08:00:00.000Z';
const GOAL = 'https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-000000000001';
const OTHER = 'https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-000000000002';

let place: SqlitePlace;
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

/** A set of one goal, in this version. */
function setOf(goal: string, version = '1'): ReadGoalSet {
  const set = { id: 'verzonnen', version, uri: `https://doelen.voorbeeld/sets/verzonnen/${version}`, title: 'Verzonnen' };
  return {
    set: { ...set, status: 'unknown', legalStatus: 'published' },
    goals: [{ uri: goal, id: goal.slice(-36), type: 'doel', title: 'Verzonnen doel', levels: [] }],
    relations: [],
    ledger: [],
  };
}

/** A result of a test that names this goal in its hierarchy. */
function naming(id: string, goal: string, code = 'T1'): ResultRow {
  const row = resultRow(id);
  const activity = { ...row.result.activity, code, hierarchy: [{ level: '1', entry: { value: goal } }] };
  return { ...row, result: { ...row.result, activity } };
}

/** As they are stored when they come in. */
async function tagged(rows: readonly ResultRow[]): Promise<readonly ResultRow[]> {
  const tagger = store.goals.links.tagger();
  return rows.map((row) => {
    return { ...row, activity: tagger.rowOf(SCHOOL, row.result.source.party, taggedActivity(row.result)) };
  });
}

let messages = 0;

async function bring(rows: readonly ResultRow[], targets: readonly string[] = []): Promise<void> {
  messages += 1;
  await store.commit(delivery(`message ${messages}`, { slices: [slice(await tagged(rows))], targets }));
}

const goalsOf = async () => (await allResults(store)).map(({ id, goalLinks }) => [id, ...goalLinks.map(({ goal }) => goal)]);
const retagged = (): Promise<Retagged> => retagSchools({ store, at: AT }, { school: SCHOOL });

describe('a re-tag', () => {
  test('gives results that were there before a set the goals of it, and is asked for by the import', async () => {
    await bring([naming('r1', GOAL), naming('r2', GOAL), naming('r3', OTHER)]);
    expect(await goalsOf()).toEqual([['r1'], ['r2'], ['r3']]);
    await store.goals.sets.importGoalSet(setOf(GOAL), undefined, AT);
    const [job, ...more] = await store.goals.links.openRetags();
    expect([job, ...more]).toMatchObject([{ school: SCHOOL, cause: 'goals.import', step: 'results' }]);
    expect(await retag(store, job!)).toMatchObject({ changed: 1, links: 1, ended: 0, events: 0 });
    expect(await goalsOf()).toEqual([['r1', GOAL], ['r2', GOAL], ['r3']]);
    expect(await store.goals.links.openRetags()).toEqual([]);
  });

  test('keeps the links of before, with when they ended', async () => {
    const again = `${GOAL}/`;
    await store.goals.sets.importGoalSet(setOf(GOAL), undefined, AT);
    await bring([naming('r1', again)]);
    await store.goals.sets.importGoalSet({ ...setOf(GOAL, '2') }, undefined, AT);
    expect(await retagged()).toMatchObject({ jobs: [{ changed: 1, links: 1, ended: 1 }], elsewhere: [] });
    const [old, now, ...more] = await store.goals.links.linkHistory(SCHOOL, 'r1');
    expect([old?.setVersion, now?.setVersion, ...more]).toEqual(['1', '2']);
    expect([old?.endedAt, now?.endedAt]).toEqual([expect.any(String), undefined]);
    expect((await allResults(store))[0]?.goalLinks).toMatchObject([{ goal: GOAL, setVersion: '2', original: again }]);
  });

  test('of what is tagged already adds and ends nothing', async () => {
    await store.goals.sets.importGoalSet(setOf(GOAL), undefined, AT);
    await bring([naming('r1', GOAL)]);
    await store.goals.sets.setSchoolSets(SCHOOL, []);
    expect(await retagged()).toMatchObject({ jobs: [{ changed: 0, links: 0, ended: 0, events: 0 }] });
    expect(await store.goals.links.linkHistory(SCHOOL, 'r1')).toHaveLength(1);
  });

  test('tags results of versions of the gateway that knew no goals', async () => {
    await store.goals.sets.importGoalSet(setOf(GOAL), undefined, AT);
    await store.commit(delivery('e1', { slices: [slice([naming('r1', GOAL), resultRow('r2')])] }));
    expect(await goalsOf()).toEqual([['r1'], ['r2']]);
    await retagged();
    expect(await goalsOf()).toEqual([['r1', GOAL], ['r2']]);
  });

  test('is on record until fifty others are', async () => {
    await bring([naming('r1', GOAL)]);
    for (let times = 0; times < 53; times += 1) await retagged();
    expect(await store.goals.links.retagJobs({ school: SCHOOL, limit: 100 })).toHaveLength(50);
  });

  test('of a school leaves others alone', async () => {
    await bring([naming('r1', GOAL)]);
    await expect(retagSchools({ store, at: AT }, { school: '99ZZ' })).rejects.toThrow('there is no school 99ZZ');
    await store.goals.sets.importGoalSet(setOf(GOAL), undefined, AT);
    await retagSchools({ store, at: AT }, { school: '99XX' });
    expect(await goalsOf()).toEqual([['r1']]);
  });
});

describe('what receivers are told of goals that changed', () => {
  /** What waits for the webhook, and is then delivered: kinds and results. */
  async function takeAll(): Promise<readonly string[]> {
    const told: string[] = [];
    for (let seconds = 0; ; seconds += 10) {
      const batch = await store.outbox.take(
        request({ target: 'hook', at: new Date(Date.now() + 3_600_000 + seconds * 1_000).toISOString() }),
      );
      if (batch === undefined) return told;
      for (const { kind, content } of await store.outbox.batchItems(batch.id)) told.push(`${kind} ${content?.result.id}`);
      await answer(store.outbox, batch);
    }
  }

  beforeEach(async () => {
    await addReceivers(store);
    await store.addAgreements([agreement('lezer', { party: HOOK }), agreement('las', { party: LAS })], undefined);
  });

  test('is of results that they have, once, however often the goals change before it goes', async () => {
    await bring([naming('r1', GOAL)], ['hook', 'las']);
    expect(await takeAll()).toEqual(['result r1']);
    await bring([naming('r2', GOAL)], ['hook', 'las']);
    await store.goals.sets.importGoalSet(setOf(GOAL), undefined, AT);
    expect(await retagged()).toMatchObject({ jobs: [{ events: 1 }] });
    await store.goals.sets.importGoalSet(setOf(GOAL, '2'), undefined, AT);
    expect(await retagged()).toMatchObject({ jobs: [{ changed: 1, events: 0 }] });
    expect(await takeAll()).toEqual(['result r2', 'result.tagged r1']);
    expect(await takeAll()).toEqual([]);
    const kinds = (await store.outbox.deliveries({ target: 'las', limit: 10 })).items.map(({ kind }) => kind);
    expect(kinds).toEqual(['result', 'result']);
  });

  test('leaves out results that nobody sent them, and receivers whose agreement does not name goals', async () => {
    await bring([naming('r1', GOAL)]);
    await bring([naming('r2', GOAL)], ['hook']);
    expect(await takeAll()).toEqual(['result r2']);
    await store.replaceAgreement('lezer', agreement('minder', { party: HOOK, fields: ['resultaat/score'] }), AT);
    await store.goals.sets.importGoalSet(setOf(GOAL), undefined, AT);
    expect(await retagged()).toMatchObject({ jobs: [{ changed: 1, events: 0 }] });
    await store.goals.sets.importGoalSet(setOf(GOAL, '2'), undefined, AT);
    await store.replaceAgreement('minder', agreement('meer', { party: HOOK, fields: ['resultaat/score', 'goalLinks'] }), AT);
    expect(await retagged()).toMatchObject({ jobs: [{ changed: 1, events: 1 }] });
  });

  test('is dropped when a newer revision, which has the goals with it, comes first', async () => {
    await bring([naming('r1', GOAL)], ['hook']);
    await takeAll();
    await store.goals.sets.importGoalSet(setOf(GOAL), undefined, AT);
    await retagged();
    await bring([naming('r1', GOAL, 'T2')], ['hook']);
    expect(await takeAll()).toEqual(['result r1']);
  });
});

describe('a re-tag whose process is killed', () => {
  /** 650 activities, so four pieces, with two results each, of which the receiver has every one. */
  const ACTIVITIES = 650;

  test('is finished by who comes after, with every link once and every receiver told once', async () => {
    await addReceivers(store);
    await store.addAgreements([agreement('lezer', { party: HOOK })], undefined);
    const rows = Array.from({ length: ACTIVITIES * 2 }, (_, at) => naming(`r${at}`, GOAL, `T${at % ACTIVITIES}`));
    await bring(rows, ['hook']);
    for (let left = rows.length; left > 0; left -= 500) {
      const batch = await take(store.outbox, { target: 'hook', limit: 500, at: later(10 * (rows.length - left)) });
      await answer(store.outbox, batch, undefined, {}, later(10 * (rows.length - left)));
    }
    await store.goals.sets.importGoalSet(setOf(GOAL, '1'), undefined, AT);
    await retagged();
    const first = (await allResults(store)).map(({ goalLinks }) => goalLinks.length);
    expect(new Set(first)).toEqual(new Set([1]));
    await store.goals.sets.importGoalSet(setOf(GOAL, '2'), undefined, AT);
    await store.close();
    // In the middle of the activities, and in the middle of telling receivers.
    for (const pieces of [2, 5]) {
      const child = spawn(process.execPath, [KILLED, place.directory, String(pieces)], { stdio: ['ignore', 'ignore', 'inherit'] });
      expect(await once(child, 'close')).toEqual([null, 'SIGKILL']);
    }
    store = await place.open();
    const [job] = await store.goals.links.openRetags();
    const done = await retag(store, job!);
    expect(done).toMatchObject({ changed: ACTIVITIES, links: ACTIVITIES, ended: ACTIVITIES });
    for (const [at, { id, goalLinks }] of (await allResults(store)).entries()) {
      expect(goalLinks).toMatchObject([{ setVersion: '2' }]);
      if (at % 20 > 0) continue;
      const history = await store.goals.links.linkHistory(SCHOOL, id);
      expect(history.map(({ setVersion, endedAt }) => [setVersion, endedAt === undefined])).toEqual([
        ['1', false],
        ['2', true],
      ]);
    }
    const tags = (await store.outbox.deliveries({ target: 'hook', states: ['waiting'], limit: 10_000 })).items;
    expect(tags.map(({ kind }) => kind)).toEqual(rows.map(() => 'result.tagged'));
    expect(new Set(tags.map(({ result }) => result)).size).toBe(rows.length);
    expect(idsOf(await allResults(store))).toHaveLength(rows.length);
  });
});
