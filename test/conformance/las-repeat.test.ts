import { expect, test } from '@jest/globals';
import type { LasRun } from '../../src/conformance/las/run-las.js';
import { THOROUGH } from '../support/thorough.js';
import { runAgainst } from './support/simulated-run.js';

/** All of them in a thorough run. */
const RUNS = THOROUGH ? 20 : 2;

function verdictsOf({ tests }: LasRun): readonly string[] {
  return tests.map(({ id, verdict, reason, expected, actual }) => [id, verdict, reason, expected, actual].join(' | '));
}

test(`${RUNS} runs in a row give the same verdicts, in the same order`, async () => {
  const first = verdictsOf(await runAgainst());
  for (let run = 1; run < RUNS; run += 1) expect(verdictsOf(await runAgainst())).toEqual(first);
});
