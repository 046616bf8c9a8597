import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SchoolTurns } from '../../../src/exchange/sync/school-turns.js';
import { SyncRoster } from '../../../src/exchange/sync/sync-roster.js';
import { type SimulatedLas, startSimulatedLas } from '../../../src/simulator/las.js';
import { SchoolKeys } from '../../../src/store/school-keys.js';
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

/** A sync to which somebody else comes first, this many times: between its look at the store, the last of which is this one, and its change of it. */
function overtaken(times: number, somebody: () => Promise<unknown>, look: keyof Store = 'learnerAliases'): SyncRoster {
  let left = times;
  const store = new Proxy(fetching.store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const method = value.bind(target) as (...given: unknown[]) => unknown;
      if (name !== look) return method;
      return async (...given: unknown[]) => {
        const seen = await method(...given);
        if (left-- > 0) await somebody();
        return seen;
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

describe('what a source said is not remembered of a roster that was made while names came to stand for others', () => {
  const OTHER_YEAR = { school: SCHOOL, schoolYear: '2025-2026', receivedAt: '2026-01-01T00:00:00.000Z', version: '2.2' } as const;
  const NOTHING = { upserts: [], left: [], joined: [], parted: [], aliases: [], at: OTHER_YEAR.receivedAt };
  const nobody = { kind: 'learner', id: 'somebody-else', content: 'c', document: Buffer.from('d'), position: 0 } as const;

  /** In the roster of another year, all names of the first pupil are those of somebody else. */
  async function renamed(): Promise<void> {
    const { store, keyring } = fetching;
    const schoolKey = await new SchoolKeys(store, keyring).of(SCHOOL);
    const [first] = syntheticSchool({ brin: '99XX' }).roster.learners;
    const names = [schoolKey.alias('leerlingid', first?.key ?? ''), schoolKey.alias('eckid', first?.eckId ?? '')];
    const aliases = names.map((alias) => ({ alias, learner: nobody.id }));
    const base = (await store.rosters(SCHOOL)).find(({ schoolYear }) => schoolYear === OTHER_YEAR.schoolYear)?.revision ?? 0;
    const committed = await store.commitRoster({ ...NOTHING, head: OTHER_YEAR, base, upserts: [nobody], aliases });
    expect(committed.kind).toBe('stored');
  }
  const again = () => fetching.run({ full: true });
  const renewed = { outcome: 'updated', summary: { learners: { added: 1, left: 1 } } };

  test('a first roster', async () => {
    expect(await overtaken(1, renamed).run(REQUEST)).toMatchObject({ outcome: 'updated' });
    expect((await again()).outcome).toBe('unchanged');
  });

  test('a roster that has changed', async () => {
    await fetching.run();
    las.change((roster) => ({ ...roster, learners: roster.learners.slice(0, -1) }));
    expect(await overtaken(1, renamed).run(REQUEST)).toMatchObject({ outcome: 'updated', summary: { learners: { left: 1 } } });
    expect(await again()).toMatchObject(renewed);
    expect((await again()).outcome).toBe('unchanged');
  });

  test('a roster that was the same', async () => {
    await fetching.run();
    expect((await overtaken(1, renamed, 'rosterSource').run({ ...REQUEST, full: true })).outcome).toBe('unchanged');
    expect(await again()).toMatchObject(renewed);
  });

  test('a roster with one who came back, whose names were removed with those who had left', async () => {
    const { learners } = syntheticSchool({ brin: '99XX' }).roster;
    las.change((roster) => ({ ...roster, learners: learners.slice(1) }));
    await fetching.run();
    await renamed();
    const { store } = fetching;
    await store.commitRoster({ ...NOTHING, head: OTHER_YEAR, base: 1, left: [{ kind: 'learner', id: nobody.id }] });
    las.change((roster) => ({ ...roster, learners }));
    const purge = () => store.purgeRosters({ before: '2026-02-01T00:00:00Z', beforeYear: '2024-2025' });
    expect(await overtaken(1, purge).run(REQUEST)).toMatchObject({ outcome: 'updated', summary: { learners: { added: 1 } } });
    expect(await again()).toMatchObject(renewed);
    expect((await again()).outcome).toBe('unchanged');
  });
});
