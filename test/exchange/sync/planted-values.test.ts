import { readdir, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Learner, PersonName } from '../../../src/model/roster/roster.js';
import { SIMULATED_CALLER, type SimulatedLas, startSimulatedLas } from '../../../src/simulator/las.js';
import { PLANTED_BSN, PLANTED_REMARK } from '../../../src/simulator/las-deviations.js';
import { syntheticSchool } from '../../../src/synthetic/school/synthetic-school.js';
import { FetchingSchool, type FetchingSetup } from './support/fetching-school.js';

const PLANTED: Learner = {
  id: 'planted',
  key: 'geplante-sleutel-4711',
  eckId: 'https://ketenid.nl/pilot/geplant-eckid',
  name: { family: 'Geplanteachternaam', prefix: 'gepl', initials: 'GQ', call: 'Geplanteroepnaam' },
  birthDate: '2016-12-31',
  gender: '2',
  yearGroup: '5',
  combinedGroups: [],
  numberEnding: '8642',
};
const VALUES = [
  ...Object.values(PLANTED.name satisfies PersonName).filter((value) => value.length > 3),
  PLANTED.key as string,
  PLANTED.eckId as string,
  PLANTED.birthDate as string,
  PLANTED_BSN,
  PLANTED_REMARK,
  SIMULATED_CALLER.autorisatiesleutel,
];

let las: SimulatedLas;
let fetching: FetchingSchool;

async function begin(setup: FetchingSetup = {}): Promise<void> {
  await fetching?.close();
  fetching = await FetchingSchool.at(las.endpoint, { party: { policy: 'tolerant' }, ...setup });
}

beforeEach(async () => {
  las = await startSimulatedLas({ school: syntheticSchool({ brin: '99XX' }) });
  las.change((roster) => ({ ...roster, learners: [PLANTED, ...roster.learners] }));
  await begin();
});

afterEach(async () => {
  await fetching.close();
  await las.close();
});

function expectNone(text: string): void {
  for (const value of VALUES) expect(text.includes(value)).toBe(false);
}

test.each([
  ['is taken in', [], {}],
  ['is taken in with habits', ['extra-fields', 'unknown-fields', 'wrong-order'], {}],
  ['cannot be taken in', ['duplicate-keys', 'dangling-groups', 'extra-fields'], {}],
  ['is taken in in steps', ['extra-fields', 'unknown-fields'], { connection: { inSteps: true } }],
  ['cannot be taken in in steps', ['dangling-groups', 'extra-fields'], { connection: { inSteps: true } }],
] as const)('nothing of a pupil is told of a roster that %s', async (_what, habits, setup) => {
  await begin({ party: { policy: 'tolerant' }, ...setup });
  las.deviate(...habits);
  const report = await fetching.run();
  expectNone(JSON.stringify([report, fetching.records, await fetching.exchange(report)]));
  expectNone(String(fetching.errors));
});

test('nothing of a pupil lies open on the disk', async () => {
  las.deviate('extra-fields', 'unknown-fields');
  expect((await fetching.run()).outcome).toBe('updated');
  expect((await fetching.roster()).learners[0]).toMatchObject({ key: PLANTED.key, name: { family: PLANTED.name.family } });
  const files = (await readdir(fetching.directory)).map((file) => `${fetching.directory}/${file}`);
  const bytes = await Promise.all(files.map((file) => readFile(file, 'latin1')));
  expect(bytes.length).toBeGreaterThan(0);
  expect(bytes.some((text) => text.includes('UWLR-SY-017'))).toBe(true);
  for (const text of bytes) expectNone(text);
});
