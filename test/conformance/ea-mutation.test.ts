import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requirementOf } from '../../src/conformance/catalogue.js';
import type { EaRun } from '../../src/conformance/ea/run-ea.js';
import type { EaDefect } from '../../src/simulator/defects/ea-defect.js';
import { EA_DEFECTS } from '../../src/simulator/defects/ea-defects.js';
import { runEaAgainst } from './support/ea-run.js';

/** Verdicts by which the suite says that something is not as it should be. */
const FOUND = ['fail', 'warning', 'review'];
/** Runs mostly wait for each other's next round, so several go at once. */
const AT_ONCE = 6;

let sound: EaRun;
/** Of a sound client too, as short as the runs that count. */
let usual: EaRun;
const runs = new Map<string, EaRun>();
const killed: string[] = [];

async function runWith(defect: EaDefect): Promise<EaRun> {
  const watchMs = defect.habits?.repeats === undefined ? 40 : 150;
  // A client that ends the connection does so long before the slow answer, however busy the machine is.
  const slowMs = defect.habits?.patience === undefined ? 250 : 3000;
  const only = (ids: readonly string[]) => ids.includes(defect.breaks);
  const perRound = defect.habits?.needsField === undefined ? 3 : 20;
  return runEaAgainst({ defects: [defect], intervalMs: 2 * watchMs, perRound }, { config: { watchMs, slowMs }, only });
}

beforeAll(async () => {
  sound = await runEaAgainst({ perRound: 20 });
  usual = await runEaAgainst({}, { only: (ids) => ids.some((id) => id.startsWith('EA-USEFUL-0') && isCounted(id)) });
  const waiting = [...EA_DEFECTS];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) runs.set(next.name, await runWith(next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}, 120_000);

afterAll(() => {
  console.info(`${killed.length} of ${EA_DEFECTS.length} defects of an EA were found.`);
});

/** Of these the suite gives counts for a person to look at: a defect shows in other counts. */
function isCounted(requirement: string): boolean {
  return requirement.startsWith('EA-USEFUL-') && requirement !== 'EA-USEFUL-09';
}

test('a client without defects passes', () => {
  const odd = sound.tests.filter(({ verdict, requirement }) => (FOUND.includes(verdict) && !isCounted(requirement)) || verdict === 'error');
  expect(odd.map(({ id, verdict, actual, reason }) => ({ id, verdict, actual, reason }))).toEqual([]);
});

test('defects have names of their own', () => {
  const names = EA_DEFECTS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test('what results are worth is counted, and never a pass or a failure', () => {
  const counted = sound.tests.filter(({ requirement }) => isCounted(requirement));
  expect(counted.map(({ verdict }) => verdict)).toEqual(Array(8).fill('review'));
});

describe('a client with a defect has other counts:', () => {
  test.each(EA_DEFECTS.filter(({ breaks }) => isCounted(breaks)))('$name ($breaks)', ({ name, breaks }) => {
    const countsOf = (run: EaRun | undefined) => run?.tests.find(({ requirement }) => requirement === breaks)?.actual;
    expect(countsOf(usual)).toMatch(/\d/);
    expect(countsOf(runs.get(name))).not.toBe(countsOf(usual));
    killed.push(name);
  });
});

describe('a client with a defect is found out:', () => {
  test.each(EA_DEFECTS.filter(({ breaks }) => !isCounted(breaks)))('$name ($breaks)', ({ name, breaks }) => {
    expect(requirementOf(breaks)).toMatchObject({ role: 'ea' });
    const tests = runs.get(name)?.tests ?? [];
    const passing = sound.tests.filter(({ requirement, verdict }) => requirement === breaks && verdict === 'pass');
    const found = tests.filter(({ id, verdict }) => FOUND.includes(verdict) && passing.some((before) => before.id === id));
    expect({ passed: passing.map(({ id }) => id), found: found.map(({ id }) => id) }).toEqual({
      passed: expect.arrayContaining([expect.any(String)]),
      found: expect.arrayContaining([expect.any(String)]),
    });
    killed.push(name);
  });
});
