import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LasRun, type LasRunOptions, runLas } from '../../src/conformance/las/run-las.js';
import { type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { syntheticSchool } from '../../src/synthetic/school/synthetic-school.js';
import { configOf } from './support/simulated-run.js';

let las: SimulatedLas;

beforeAll(async () => {
  las = await startSimulatedLas({ school: syntheticSchool({ brin: '99XX', learners: 8 }), checksContents: true });
});
afterAll(() => las.close());

function run(changes: Partial<LasRunOptions['config']> = {}): Promise<LasRun> {
  const isResults = (ids: readonly string[]) => ids.some((id) => id.startsWith('las/results/'));
  return runLas({ level: 'full', only: isResults, config: { ...configOf(las), versions: ['2.2'], ...changes } });
}

function verdictsOf({ tests }: LasRun): ReadonlySet<string> {
  return new Set(tests.filter(({ id }) => id.startsWith('las/results/')).map(({ verdict, reason }) => reason ?? verdict));
}

function isConfirmation(body: Buffer | undefined): boolean {
  return body?.includes('leerresultaten_bevestiging') === true;
}

test('with --safe no results are sent', async () => {
  expect(verdictsOf(await run({ safe: true }))).toEqual(new Set(['it writes, and --safe leaves that out']));
  expect(las.ledger.entries).toEqual([]);
});

test('without an address for results none are sent, and the report says so', async () => {
  const { resultsUrl: _, ...config } = configOf(las);
  const isResults = (ids: readonly string[]) => ids.some((id) => id.startsWith('las/results/'));
  const without = await runLas({ level: 'full', only: isResults, config: { ...config, versions: ['2.2'] } });
  expect(verdictsOf(without)).toEqual(new Set(['no address for results was given']));
  expect(las.ledger.entries).toEqual([]);
});

test('what is stored are the confirmed messages, and a second run is not held up by those of the first', async () => {
  const first = await run();
  expect(verdictsOf(first)).toEqual(new Set(['pass']));
  const confirmed = first.traffic.all.filter(({ answer }) => isConfirmation(answer?.body));
  expect(las.ledger.entries).toHaveLength(confirmed.length);
  expect(las.ledger.entries.flatMap(({ items }) => items).every(({ key }) => key.startsWith('conform-'))).toBe(true);
  expect(verdictsOf(await run())).toEqual(new Set(['pass']));
});
