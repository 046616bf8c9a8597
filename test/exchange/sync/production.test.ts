import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SyncRoster } from '../../../src/exchange/sync/sync-roster.js';
import { type SimulatedLas, startSimulatedLas } from '../../../src/simulator/las.js';
import { syntheticSchool } from '../../../src/synthetic/school/synthetic-school.js';
import type { Policy } from '../../../src/uwlr/finding.js';
import { FetchingSchool, SCHOOL, YEAR } from './support/fetching-school.js';

let las: SimulatedLas;
let fetching: FetchingSchool | undefined;

// All its ECK iDs are of the pilot environment.
beforeEach(async () => {
  las = await startSimulatedLas({ school: syntheticSchool({ brin: SCHOOL, schoolYear: YEAR, learners: 12 }) });
});

afterEach(async () => {
  await fetching?.close();
  await las.close();
});

async function syncInProduction(policy: Policy) {
  fetching = await FetchingSchool.at(las.endpoint, { party: { policy } });
  const { store, keyring } = fetching;
  const sync = new SyncRoster({ store, keyring, allowTargets: ['localhost'], refusePilotIds: true });
  return { fetching, report: await sync.run({ school: SCHOOL, schoolYear: YEAR }) };
}

test('in production an administration with ECK iDs of the pilot environment is refused: nothing is changed', async () => {
  const { fetching, report } = await syncInProduction('strict');
  expect(report).toMatchObject({ outcome: 'invalid-answer', ok: false });
  expect(report.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toContain('UWLR-LG-025');
  expect(await fetching.snapshot()).toBeUndefined();
});

test('under the tolerant policy its pupils come without those ECK iDs, and the record says so', async () => {
  const { fetching, report } = await syncInProduction('tolerant');
  expect(report.outcome).toBe('updated');
  const { learners } = await fetching.roster();
  expect(learners).toHaveLength(12);
  expect(learners.filter(({ eckId }) => eckId !== undefined)).toEqual([]);
  expect(report.findings.map(({ rule, severity }) => `${rule} ${severity}`)).toContain('UWLR-LG-025 warning');
  expect(report.strips).toContainEqual({
    path: expect.stringMatching(/leerling\/@eckid$/),
    rule: 'pilot-eckid',
    count: expect.any(Number),
  });
});
