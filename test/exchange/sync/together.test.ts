import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SchoolTurns } from '../../../src/exchange/sync/school-turns.js';
import { SyncRoster } from '../../../src/exchange/sync/sync-roster.js';
import { type SimulatedLas, startSimulatedLas } from '../../../src/simulator/las.js';
import type { Store } from '../../../src/store/store.js';
import { syntheticSchool } from '../../../src/synthetic/school/synthetic-school.js';
import { FetchingSchool, SCHOOL, YEAR } from './support/fetching-school.js';

let las: SimulatedLas;
let fetching: FetchingSchool;

beforeEach(async () => {
  las = await startSimulatedLas({ school: syntheticSchool({ brin: '99XX' }) });
  fetching = await FetchingSchool.at(las.endpoint);
});

afterEach(async () => {
  await fetching.close();
  await las.close();
});

/** A sync to which somebody else comes first, this many times: between its look at the store and its change of it. */
function overtaken(times: number, somebody: () => Promise<unknown>): SyncRoster {
  let left = times;
  const store = new Proxy(fetching.store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const method = value.bind(target) as (...given: unknown[]) => unknown;
      if (name !== 'learnerAliases') return method;
      return async (...given: unknown[]) => {
        const aliases = await method(...given);
        if (left-- > 0) await somebody();
        return aliases;
      };
    },
  }) as Store;
  return new SyncRoster({ store, keyring: fetching.keyring, allowTargets: ['localhost'] });
}

const REQUEST = { school: SCHOOL, schoolYear: YEAR };

test('two syncs of one school follow each other: the second has nothing to do', async () => {
  const [first, second] = await Promise.all([fetching.run(), fetching.run()]);
  expect([first.outcome, second.outcome]).toEqual(['updated', 'unchanged']);
  expect(las.requests.map(({ asked }) => asked.laatstontvangengegevens)).toEqual([undefined, expect.any(String)]);
  expect((await fetching.snapshot())?.head.revision).toBe(1);
});

test('work on one school waits for earlier work on it, also when that fails; other schools do not wait', async () => {
  const turns = new SchoolTurns();
  const told: string[] = [];
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  const first = turns.take('a', async () => {
    await held;
    told.push('first');
    throw new Error('failed');
  });
  const second = turns.take('a', async () => told.push('second'));
  await turns.take('b', async () => told.push('other'));
  expect(told).toEqual(['other']);
  go();
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(told).toEqual(['other', 'first', 'second']);
});

test('a sync that somebody else overtakes with the same answer goes on from what is there then', async () => {
  await fetching.run();
  las.change((roster) => ({ ...roster, learners: roster.learners.slice(1) }));
  const touch = async () => {
    const snapshot = await fetching.snapshot();
    if (snapshot === undefined) throw new Error('there is no roster');
    const { revision, changedAt: at, ...head } = snapshot.head;
    const [group] = snapshot.rows;
    if (group === undefined) throw new Error('there is no group');
    const upserts = [{ ...group, content: 'anders', position: 0 }];
    await fetching.store.commitRoster({ head, base: revision, at, upserts, left: [], joined: [], parted: [], aliases: [] });
  };
  const report = await overtaken(1, touch).run(REQUEST);
  expect(report).toMatchObject({ outcome: 'updated', summary: { learners: { left: 1 }, groups: { changed: 1 } } });
  expect((await fetching.roster()).learners).toHaveLength(24);
});

test('a sync that a later one overtakes leaves the roster to that one', async () => {
  await fetching.run();
  las.change((roster) => ({ ...roster, learners: roster.learners.slice(1) }));
  const later = async () => {
    las.change((roster) => ({ ...roster, learners: roster.learners.slice(1) }));
    await fetching.run();
  };
  const report = await overtaken(1, later).run(REQUEST);
  expect(report).toMatchObject({ outcome: 'conflict', ok: false });
  expect(report.findings[0]?.rule).toBe('UWLR-SY-019');
  expect((await fetching.roster()).learners).toHaveLength(23);
  expect(await fetching.exchange(report)).toMatchObject({ outcome: 'refused' });
});

test('a store that fails is no outcome: the sync is rejected, recorded, and the next one works', async () => {
  const failing = overtaken(1, () => Promise.reject(new Error('the disk is full')));
  await expect(failing.run(REQUEST)).rejects.toThrow('the disk is full');
  const { items } = await fetching.store.exchanges({ limit: 10 });
  expect(items).toMatchObject([{ outcome: 'refused', findings: [{ rule: 'UWLR-EX-006' }] }]);
  expect((await failing.run(REQUEST)).outcome).toBe('updated');
});
