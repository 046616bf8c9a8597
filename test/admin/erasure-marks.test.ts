import { appendFileSync, copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { carryOutMarks } from '../../src/admin/rights/carry-out-marks.js';
import { compareMarks } from '../../src/admin/rights/marks-ahead.js';
import { restrictLearner } from '../../src/admin/rights/restrict-learner.js';
import { Keyring } from '../../src/privacy/keys/keyring.js';
import type { SchoolKey } from '../../src/privacy/keys/seal.js';
import { eraseLearner } from '../../src/rights/erase-learner.js';
import { openStore } from '../../src/store/open.js';
import type { Person } from '../../src/store/rights-store.js';
import { SchoolKeys } from '../../src/store/school-keys.js';
import type { Store } from '../../src/store/store.js';
import { addParties, agreement, delivery, learner, resultRow, SCHOOL, slice } from '../store/support/records.js';
import { aliases, commit, learners } from '../store/support/rosters.js';
import { signalIntake, signalRow } from '../store/support/signals.js';
import { temporaryDirectory } from '../store/support/temporary.js';

const keyring = Keyring.fromSecret('an invented secret of more than thirty-two bytes');
const NOW = new Date('2026-10-01T08:00:00.000Z');

let directory: string;
let store: Store;
let key: SchoolKey;
const file = (name: string) => path.join(directory, name);
const names = () => ({ one: key.alias('leerlingid', 'verzonnen-1'), two: key.alias('leerlingid', 'verzonnen-2') });

const open = async () => {
  store = await openStore({ dataDirectory: directory, actor: 'cli:tester', shortLived: true });
  key = await new SchoolKeys(store, keyring).of(SCHOOL);
};

beforeEach(async () => {
  directory = await temporaryDirectory();
  store = await openStore({ dataDirectory: directory, actor: 'cli:tester', shortLived: true });
  await addParties(store);
  await store.addAgreements([agreement('a1')], undefined);
  await store.close();
  await open();
  const { one, two } = names();
  const results = [resultRow('r1', { learner: one }), resultRow('r2', { learner: two })];
  await store.commit(delivery('m1', { slices: [slice(results, [learner(one), learner(two)])] }));
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const person = (name: string): Person => ({ names: [name] });
const erase = (name: string) => eraseLearner({ store, school: SCHOOL, schoolKey: key, person: person(name), now: NOW, dryRun: false });
const learnersLeft = async () => (await store.results({ school: SCHOOL, limit: 10 })).items.map((result) => result.learner);
const carryOut = () => carryOutMarks(store, keyring, NOW);

/** Keeps a copy of the database; gives what puts it back. */
async function copy(): Promise<() => Promise<void>> {
  await store.close();
  copyFileSync(file('uwlr.db'), file('older'));
  await open();
  return async () => {
    await store.close();
    copyFileSync(file('older'), file('uwlr.db'));
    await open();
  };
}

test('an erasure is marked in a file of its own that names nobody and that only its owner can read', async () => {
  const erased = await erase(names().one);
  const text = readFileSync(file('erasure.marks'), 'utf8');
  expect(text).not.toContain(names().one);
  expect(text).not.toContain('verzonnen-1');
  expect(statSync(file('erasure.marks')).mode & 0o777).toBe(0o600);
  expect(await store.rights.marks()).toMatchObject([{ kind: 'erased', school: SCHOOL, receipt: (erased as { receipt: object }).receipt }]);
});

test('a dry run marks nothing', async () => {
  await eraseLearner({ store, school: SCHOOL, schoolKey: key, person: person(names().one), now: NOW, dryRun: true });
  expect(existsSync(file('erasure.marks'))).toBe(false);
});

test('who was erased after a copy was made is erased from that copy again, under the same receipt, and stays out', async () => {
  const putBack = await copy();
  const { receipt } = (await erase(names().one)) as Extract<Awaited<ReturnType<typeof erase>>, { kind: 'erased' }>;
  await putBack();
  expect(await learnersLeft()).toContain(names().one);
  expect((await compareMarks(store, keyring, NOW)).ahead).toMatchObject([{ kind: 'erase', school: SCHOOL }]);
  expect(await carryOut()).toMatchObject({ erased: [receipt.id], left: [] });
  expect(await learnersLeft()).toEqual([names().two]);
  expect(await store.rights.erasures(SCHOOL)).toEqual([receipt]);
  expect((await store.rights.erasedNames(SCHOOL)).digests).toContain(key.erasedDigest(names().one));
  expect(await store.rights.marks()).toHaveLength(1);
  expect((await store.audit({ limit: 1, operation: 'learner.erase-again' })).items).toMatchObject([{ subject: receipt.id }]);
  expect((await compareMarks(store, keyring, NOW)).ahead).toEqual([]);
});

test('signals and annotations that an older copy brings back of somebody who was erased go again too', async () => {
  await commit(store, {
    upserts: learners('p1').map((row) => ({ ...row, document: key.seal('{"id":"p1"}') })),
    aliases: aliases({ [names().one]: 'p1' }),
  });
  await store.goals.signals.takeSignals(signalIntake([signalRow('s1', { learner: names().one })]));
  const annotation = { author: 't1', goal: 'https://doelen.voorbeeld/klok', kind: 'workingOn', createdAt: NOW.toISOString() } as const;
  await store.goals.annotations.addAnnotation(SCHOOL, { ...annotation, id: 'a1', learner: 'p1' });
  const left = async () => [
    (await store.goals.signals.signalRevisions(SCHOOL, 's1')).length,
    (await store.goals.annotations.annotations(SCHOOL, { learners: ['p1'], groups: [] })).length,
  ];
  const putBack = await copy();
  const found = await store.rights.findPerson(SCHOOL, { rosterId: 'p1', names: [] });
  if (found.kind !== 'found') throw new Error('nobody was found');
  await eraseLearner({ store, school: SCHOOL, schoolKey: key, person: found.person, now: NOW, dryRun: false });
  expect(await left()).toEqual([0, 0]);
  await putBack();
  expect(await left()).toEqual([1, 1]);
  expect(await carryOut()).toMatchObject({ erased: [expect.any(String)], left: [] });
  expect(await left()).toEqual([0, 0]);
});

test('who came and was erased after a copy was made may not come into that copy either', async () => {
  const putBack = await copy();
  const three = key.alias('leerlingid', 'verzonnen-3');
  await store.commit(delivery('m2', { slices: [slice([resultRow('r3', { learner: three })], [learner(three)])] }));
  await erase(three);
  await putBack();
  expect(await carryOut()).toMatchObject({ erased: [expect.any(String)], left: [] });
  expect((await store.rights.erasedNames(SCHOOL)).digests).toContain(key.erasedDigest(three));
  expect(await learnersLeft()).toEqual([names().one, names().two]);
});

test('an erasure that was lifted later is not carried out again, and a copy from in between learns that it was lifted', async () => {
  const { receipt } = (await erase(names().one)) as Extract<Awaited<ReturnType<typeof erase>>, { kind: 'erased' }>;
  const putBack = await copy();
  await store.rights.liftErasure(SCHOOL, receipt.id, NOW.toISOString());
  await putBack();
  expect(await carryOut()).toMatchObject({ erased: [], lifted: 1 });
  expect((await store.rights.erasedNames(SCHOOL)).digests.size).toBe(0);
});

test('a restriction of later holds in an older copy, and one that ended does not come back', async () => {
  const restrict = (name: string, on: boolean) =>
    restrictLearner({ store, school: SCHOOL, schoolKey: key, person: person(name), now: NOW, on });
  await restrict(names().two, true);
  const putBack = await copy();
  await restrict(names().one, true);
  await restrict(names().two, false);
  await putBack();
  expect(await carryOut()).toMatchObject({ restricted: 1, unrestricted: 1 });
  expect(await store.rights.restricted(SCHOOL)).toEqual(new Set([names().one]));
  // Who is erased is no longer restricted, and the marks know.
  await erase(names().one);
  expect((await compareMarks(store, keyring, NOW)).ahead).toEqual([]);
});

test('a key of a school that was destroyed is destroyed in an older copy too', async () => {
  const putBack = await copy();
  await store.destroySchoolKey(SCHOOL, NOW.toISOString());
  await putBack();
  expect(await carryOut()).toMatchObject({ keysDestroyed: 1 });
  await expect(new SchoolKeys(store, keyring).of(SCHOOL)).rejects.toMatchObject({ code: 'destroyed' });
});

test('a school under legal hold keeps everybody, and it is said', async () => {
  const putBack = await copy();
  await erase(names().one);
  await putBack();
  await store.holdSchool(SCHOOL, NOW.toISOString());
  expect(await carryOut()).toMatchObject({ erased: [], left: [{ school: SCHOOL, why: 'held' }] });
  expect(await learnersLeft()).toContain(names().one);
});

test('erasures of before there were marks are marked, once', async () => {
  await erase(names().one);
  rmSync(file('erasure.marks'));
  await carryOut();
  await carryOut();
  expect(await store.rights.marks()).toMatchObject([{ kind: 'erased', digests: expect.arrayContaining([key.erasedDigest(names().one)]) }]);
});

test('where the mark cannot be written nothing is erased', async () => {
  await store.close();
  store = await openStore({ dataDirectory: directory, erasureMarks: file('nowhere/marks'), shortLived: true });
  await expect(erase(names().one)).rejects.toThrow('nowhere/marks cannot be read or written (ENOENT)');
  expect(await learnersLeft()).toContain(names().one);
});

test('an erasure that the database did not take leaves no mark that holds', async () => {
  const twice = { store, school: SCHOOL, schoolKey: key, person: person(names().one), now: NOW, dryRun: false };
  const request = Promise.all([
    eraseLearner(twice),
    // In the same transaction, which is taken back for it: there is no such party.
    store.addAgreements([agreement('other', { party: 'NOBODY' })], undefined).catch((error: unknown) => error),
  ]);
  await request;
  expect((await store.rights.marks()).map(({ kind }) => kind)).toEqual(['erased']);
  expect(await learnersLeft()).toEqual([names().two]);
});

test('a mark that a crash cut off is not there; what comes after it is', async () => {
  await erase(names().one);
  appendFileSync(file('erasure.marks'), '0123456789abcdef {"mark":"cut');
  expect(await store.rights.marks()).toHaveLength(1);
  await erase(names().two);
  expect(await store.rights.marks()).toHaveLength(2);
});

test('a damaged mark is found, by its line', async () => {
  await erase(names().one);
  await erase(names().two);
  writeFileSync(file('erasure.marks'), readFileSync(file('erasure.marks'), 'utf8').replace('"at":"2026', '"at":"2016'));
  await expect(store.rights.marks()).rejects.toThrow('line 1 of the erasure marks is damaged');
});

/** Marks of a gateway elsewhere, which has a school of this BRIN too: as the file has them, and moved to this one. */
async function marksOfAnother(work: (other: Store) => Promise<void>): Promise<void> {
  await store.close();
  const elsewhere = await temporaryDirectory();
  const other = await openStore({ dataDirectory: elsewhere, actor: 'cli:tester', shortLived: true });
  await addParties(other);
  await other.addAgreements([agreement('a1')], undefined);
  await work(other);
  await other.close();
  copyFileSync(path.join(elsewhere, 'erasure.marks'), file('erasure.marks'));
  rmSync(elsewhere, { recursive: true, force: true });
  await open();
}

test('restrictions under another key of the school keep no gateway from starting, and it is said', async () => {
  await marksOfAnother(async (other) => {
    const otherKey = await new SchoolKeys(other, keyring).of(SCHOOL);
    const name = otherKey.alias('leerlingid', 'verzonnen-9');
    await other.commit(delivery('m1', { slices: [slice([resultRow('r9', { learner: name })], [learner(name)])] }));
    await restrictLearner({ store: other, school: SCHOOL, schoolKey: otherKey, person: person(name), now: NOW, on: true });
  });
  expect(await carryOut()).toMatchObject({ restricted: 0, left: [{ school: SCHOOL, why: 'other-key' }] });
});

test('the key of a school that was added after another key of it was destroyed stays', async () => {
  const long = '2020-01-01T00:00:00.000Z';
  await store.rights.addMarks([{ kind: 'key-destroyed', school: SCHOOL, at: long }]);
  expect(await carryOut()).toMatchObject({ keysDestroyed: 0, left: [] });
  await new SchoolKeys(store, keyring).of(SCHOOL);
});
