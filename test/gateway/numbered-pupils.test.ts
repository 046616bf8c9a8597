import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eraseLearner } from '../../src/rights/erase-learner.js';
import { findLearner } from '../../src/rights/find-learner.js';
import { SchoolKeys } from '../../src/store/school-keys.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message } from '../support/messages.js';

const SCHOOL = '99XX';
/** A vendor that numbers pupils and tests, as some do. */
const PUPILS = ['100001', '100002', '100003'];
/** Two tests of the class with numbers that pupils have too, and one that bears the number of the only pupil who took it. */
const TESTS = ['100002', 'B-100003', '100001'];

let running: Running;

beforeAll(async () => {
  running = await startTestGateway();
  const result = (pupil: string, code: string) =>
    `<resultaat key="${pupil}/${code}"><afnamedatum>2026-01-14</afnamedatum><toetscode>${code}</toetscode><score>100002</score></resultaat>`;
  const afnames = PUPILS.map((pupil) =>
    afname(pupil, [...TESTS.slice(0, 2), ...(pupil === TESTS[2] ? [pupil] : [])].map((code) => result(pupil, code)).join('')),
  );
  const toetsen = TESTS.map((code) => `<toets><toetscode>${code}</toetscode><toetsnaam>Toets ${code}</toetsnaam></toets>`);
  const answer = await post(running.gateway, message({ afnames: afnames.join(''), toetsen: toetsen.join('') }));
  expect([answer.code, answer.rules]).toEqual([undefined, []]);
});
afterAll(() => running.stop());

async function kept() {
  const { items: tests } = await running.gateway.store.assessments({ school: SCHOOL, limit: 200 });
  const { items: results } = await running.gateway.store.results({ school: SCHOOL, limit: 200 });
  return {
    tests: tests.map(({ code, name }) => `${code.value.slice(0, 12)}: ${name}`).sort(),
    results: results.map(({ activity, values }) => `${activity.code.slice(0, 12)}: ${values[0]?.value}`).sort(),
  };
}

test('the number of a test that a class took stays, though a pupil has the same number; that of a test of one pupil does not', async () => {
  expect(await kept()).toEqual({
    tests: ['100002: Toets 100002', 'B-100003: Toets B-100003', 'afgeschermd-: Toets [id]'],
    results: [
      ...['100002: 100002', '100002: 100002', '100002: 100002'],
      ...['B-100003: 100002', 'B-100003: 100002', 'B-100003: 100002', 'afgeschermd-: 100002'],
    ],
  });
});

test('to erase that pupil changes nothing of the test, and of the figures of others', async () => {
  const { store, keyring } = running.gateway;
  const schoolKey = await new SchoolKeys(store, keyring).of(SCHOOL);
  for (const pupil of ['100002', '100003']) {
    const found = await findLearner(store, SCHOOL, schoolKey, { by: 'leerlingid', leerlingid: pupil });
    if (found.kind !== 'found') throw new Error('nobody was found');
    const erased = await eraseLearner({ store, school: SCHOOL, schoolKey, person: found.person, now: new Date(), dryRun: false });
    if (erased.kind !== 'erased') throw new Error('nothing was erased');
  }
  expect(await kept()).toEqual({
    tests: ['100002: Toets 100002', 'B-100003: Toets B-100003', 'afgeschermd-: Toets [id]'],
    results: ['100002: 100002', 'B-100003: 100002', 'afgeschermd-: 100002'],
  });
});
