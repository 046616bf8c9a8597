import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Learner, Roster } from '../../../src/model/roster/roster.js';
import { type SimulatedLas, startSimulatedLas } from '../../../src/simulator/las.js';
import { syntheticSchool } from '../../../src/synthetic/school/synthetic-school.js';
import { FetchingSchool, type FetchingSetup, LAS, rulesOf, YEAR } from './support/fetching-school.js';

let las: SimulatedLas;
let fetching: FetchingSchool;

async function begin(setup: FetchingSetup = {}): Promise<void> {
  await fetching?.close();
  fetching = await FetchingSchool.at(las.endpoint, setup);
}

beforeEach(async () => {
  las = await startSimulatedLas({ school: syntheticSchool({ brin: '99XX', learners: 30 }) });
  await begin();
});

afterEach(async () => {
  await fetching.close();
  await las.close();
});

const since = () => las.requests.map(({ asked }) => asked.laatstontvangengegevens);

function learners(edit: (learners: readonly Learner[]) => readonly Learner[]): (roster: Roster) => Roster {
  return (roster) => ({ ...roster, learners: edit(roster.learners) });
}

describe('what is held already', () => {
  test('is not fetched again: the administration says that nothing has changed', async () => {
    await fetching.run();
    const before = await fetching.snapshot();
    const report = await fetching.run();
    expect(report).toMatchObject({ outcome: 'unchanged', ok: true });
    expect(since()).toEqual([undefined, before?.head.createdAt]);
    const after = await fetching.snapshot();
    expect(after?.rows).toEqual(before?.rows);
    expect(after?.head).toEqual({ ...before?.head, receivedAt: after?.head.receivedAt });
    expect(Date.parse(after?.head.receivedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(before?.head.receivedAt ?? ''));
    expect((await fetching.exchange(report)).outcome).toBe('repeated');
  });

  test('is fetched again in full when that is asked for', async () => {
    await fetching.run();
    expect((await fetching.run({ full: true })).outcome).toBe('unchanged');
    expect(since()).toEqual([undefined, undefined]);
  });

  test('is fetched again when it came from elsewhere, in another version, or before the agreement', async () => {
    await fetching.run();
    const snapshot = await fetching.snapshot();
    if (snapshot === undefined) throw new Error('there is no roster');
    const { revision, changedAt, ...head } = snapshot.head;
    const nothing = { upserts: [], left: [], joined: [], parted: [], aliases: [], at: changedAt, base: revision };
    const { party: _, ...ofFile } = head;
    for (const held of [
      ofFile,
      { ...head, party: undefined },
      { ...head, version: '2.1' as const },
      { ...head, receivedAt: '2025-12-31T00:00:00.000Z' },
    ]) {
      await fetching.store.commitRoster({ head: held as typeof head, ...nothing });
      await fetching.run();
      expect(since().at(-1)).toBeUndefined();
    }
    await fetching.run();
    expect(since().at(-1)).toBe(snapshot === undefined ? '' : (await fetching.snapshot())?.head.createdAt);
  });

  test('is found to be the same by what was said of it, but not once it was changed otherwise', async () => {
    await fetching.run();
    const before = await fetching.snapshot();
    const again = await fetching.run({ full: true });
    expect(again).toMatchObject({ outcome: 'unchanged', summary: { learners: { before: 30, after: 30, added: 0, changed: 0, left: 0 } } });
    expect((await fetching.exchange(again)).learnerCount).toBe(30);
    if (before === undefined) throw new Error('there is no roster');
    const { revision, changedAt, ...head } = before.head;
    const gone = before.rows.find(({ kind }) => kind === 'learner')?.id ?? '';
    const nothing = { upserts: [], joined: [], parted: [], aliases: [], at: changedAt, base: revision };
    await fetching.store.commitRoster({ head, ...nothing, left: [{ kind: 'learner', id: gone }] });
    expect(await fetching.run({ full: true })).toMatchObject({ outcome: 'updated', summary: { learners: { before: 29, added: 1 } } });
    expect((await fetching.snapshot())?.rows.map(({ id }) => id).sort()).toEqual(before.rows.map(({ id }) => id).sort());
    await fetching.store.rights.restrict(fetching.school, { learner: gone, names: [] }, changedAt, true);
    expect((await fetching.run({ full: true })).outcome).toBe('unchanged');
  });

  test('is always fetched in full in steps', async () => {
    await begin({ connection: { inSteps: true } });
    await fetching.run();
    expect((await fetching.run()).outcome).toBe('unchanged');
    expect(new Set(since())).toEqual(new Set([undefined]));
  });
});

describe('a change at the administration', () => {
  test('is taken over: who came, who left, who is called otherwise', async () => {
    await fetching.run();
    const before = await fetching.roster();
    las.change(
      learners(([first, second, ...rest]) => [
        { ...(second as Learner), name: { family: 'Andersnaam', call: 'Anderroep' } },
        ...rest,
        { ...(first as Learner), id: 'LL-1', key: 'LL-1', eckId: 'https://ketenid.nl/pilot/nieuw' },
      ]),
    );
    const report = await fetching.run();
    expect(report).toMatchObject({ outcome: 'updated', summary: { learners: { before: 30, after: 30, added: 1, changed: 1, left: 1 } } });
    expect(since()).toEqual([undefined, expect.any(String)]);
    const after = await fetching.roster();
    const renamed = after.learners.find(({ name }) => name.family === 'Andersnaam');
    expect(renamed?.id).toBe(before.learners[1]?.id);
    expect(after.learners.some(({ id }) => id === before.learners[0]?.id)).toBe(false);
  });

  test('is only found out about in a dry run', async () => {
    expect(await fetching.run({ dryRun: true })).toMatchObject({ outcome: 'would-change', ok: true, summary: { learners: { added: 30 } } });
    expect(await fetching.snapshot()).toBeUndefined();
    await fetching.run();
    const before = await fetching.snapshot();
    expect((await fetching.run({ dryRun: true, full: true })).outcome).toBe('unchanged');
    expect((await fetching.run({ dryRun: true })).outcome).toBe('unchanged');
    las.change(learners((all) => all.slice(1)));
    const report = await fetching.run({ dryRun: true });
    expect(report).toMatchObject({ outcome: 'would-change', summary: { learners: { left: 1 } } });
    expect(await fetching.snapshot()).toEqual(before);
    expect((await fetching.exchange(report)).direction).toBe('out');
  });
});

describe('a roster that shrinks', () => {
  beforeEach(async () => {
    await fetching.run();
  });

  test('by as much as may pass, passes', async () => {
    las.change(learners((all) => all.slice(6)));
    expect((await fetching.run()).outcome).toBe('updated');
  });

  test('by more than may pass is refused, until somebody accepts it', async () => {
    const before = await fetching.snapshot();
    las.change(learners((all) => all.slice(7)));
    const report = await fetching.run();
    expect(report).toMatchObject({ outcome: 'shrink-refused', ok: false, summary: { learners: { before: 30, after: 23, left: 7 } } });
    expect(report.findings[0]).toMatchObject({ rule: 'UWLR-SY-018', hint: '7 of 30' });
    expect(await fetching.snapshot()).toEqual(before);
    expect((await fetching.exchange(report)).outcome).toBe('refused');
    expect((await fetching.run({ acceptShrink: true })).outcome).toBe('updated');
    expect((await fetching.roster()).learners).toHaveLength(23);
  });

  test('passes within a limit of its own', async () => {
    las.change(learners((all) => all.slice(15)));
    expect((await fetching.run({ shrinkLimit: 0.4 })).outcome).toBe('shrink-refused');
    expect((await fetching.run({ shrinkLimit: 0.5 })).outcome).toBe('updated');
  });

  test('counts who leaves, however many come', async () => {
    las.change(() => syntheticSchool({ brin: '99XX', learners: 30, seed: 'anders' }).roster);
    las.change(learners((all) => all.map((learner) => ({ ...learner, key: `N${learner.key}` }))));
    expect(await fetching.run()).toMatchObject({ outcome: 'shrink-refused', summary: { learners: { before: 30, after: 30, left: 30 } } });
  });

  test('to nobody is refused whatever the limit, until somebody accepts it', async () => {
    las.change((roster) => ({ ...roster, learners: [] }));
    expect(rulesOf(await fetching.run({ shrinkLimit: 1 }))).toEqual(['UWLR-SY-018', 'UWLR-SY-021']);
    expect((await fetching.run({ acceptShrink: true })).outcome).toBe('updated');
    expect((await fetching.roster()).learners).toEqual([]);
    expect(await fetching.run({ full: true })).toMatchObject({ outcome: 'no-data', ok: true });
  });
});

describe('an administration without data', () => {
  test('of a year that it does not have leaves nothing behind but a record', async () => {
    const report = await fetching.run({ schoolYear: '2024-2025' });
    expect(report).toMatchObject({ outcome: 'no-data', ok: true, schoolYear: '2024-2025' });
    expect(rulesOf(report)).toEqual(['UWLR-SY-021']);
    expect(await fetching.store.rosters('99XX')).toEqual([]);
    expect((await fetching.exchange(report)).outcome).toBe('accepted');
  });

  test('in steps as well', async () => {
    await begin({ connection: { inSteps: true } });
    expect((await fetching.run({ schoolYear: '2024-2025' })).outcome).toBe('no-data');
  });
});

test('the school year is the running one, by the clock in the Netherlands', async () => {
  for (const [now, year] of [
    ['2027-07-31T21:59:59Z', '2026-2027'],
    ['2027-07-31T22:00:00Z', '2027-2028'],
  ] as const) {
    const report = await fetching.another(() => new Date(now)).run({ school: '99XX' });
    expect(report.schoolYear).toBe(year);
    expect(las.requests.at(-1)?.asked.schooljaar).toBe(year);
  }
});

describe('pupils who are known by dummy keys only', () => {
  const dummies = (all: readonly Learner[]) => all.map(({ eckId: _, ...learner }, at) => ({ ...learner, key: `#${at + 1}` }));

  test('are others each time, which is no shrink', async () => {
    las.change(learners(dummies));
    expect((await fetching.run()).outcome).toBe('updated');
    las.change((roster) => roster);
    expect(await fetching.run()).toMatchObject({
      outcome: 'updated',
      summary: { learners: { before: 30, after: 30, left: 30, added: 30 } },
    });
    las.change(learners((all) => all.slice(0, 20)));
    expect((await fetching.run()).outcome).toBe('shrink-refused');
  });

  test('in place of all who were known for good is one', async () => {
    await fetching.run();
    las.change(learners(dummies));
    expect((await fetching.run()).outcome).toBe('shrink-refused');
  });
});

test('a pupil who gets an ECK iD stays who it was', async () => {
  const without = learners((all) => all.map(({ eckId: _, ...learner }) => learner));
  const original = las.school.roster;
  las.change(without);
  await fetching.run();
  const before = (await fetching.roster()).learners.map(({ id }) => id);
  las.change(() => original);
  expect(await fetching.run()).toMatchObject({ outcome: 'updated', summary: { learners: { changed: 27, added: 0, left: 0 } } });
  las.change(learners((all) => all.map((learner) => (learner.eckId === undefined ? learner : { ...learner, key: `N${learner.key}` }))));
  expect(await fetching.run()).toMatchObject({ outcome: 'updated', summary: { learners: { added: 0, left: 0 } } });
  expect((await fetching.roster()).learners.map(({ id }) => id)).toEqual(before);
});

test('with several administrations it has to be said which', async () => {
  const { store, keyring } = fetching;
  const { parties } = await store.directory();
  const other = { ...(parties.get(LAS) as NonNullable<ReturnType<typeof parties.get>>), klantcode: 'ANDERLAS' };
  await store.addParty(other);
  const { agreements, credentials } = await store.directory();
  const [agreement] = agreements.all();
  const [credential] = credentials.all();
  if (agreement === undefined || credential === undefined) throw new Error('nothing was agreed on');
  await store.addAgreements([{ ...agreement, id: 'ag-2', party: 'ANDERLAS' }], {
    ...credential,
    id: 'cr-2',
    party: 'ANDERLAS',
    hash: keyring.hashCredential('nog een'),
  });
  expect((await fetching.run()).outcome).toBe('bad-configuration');
  expect(await fetching.run({ party: 'ANDERLAS' })).toMatchObject({ outcome: 'updated', party: 'ANDERLAS', schoolYear: YEAR });
  // What is held came from the other one, whose clock this one does not know.
  await fetching.run({ party: LAS });
  expect(since()).toEqual([undefined, undefined]);
});
