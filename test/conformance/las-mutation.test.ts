import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requirementOf } from '../../src/conformance/catalogue.js';
import type { LasConfig } from '../../src/conformance/las/las-config.js';
import { LAS_TESTS } from '../../src/conformance/las/las-tests.js';
import type { LasRun } from '../../src/conformance/las/run-las.js';
import type { LasDefect, Situation } from '../../src/simulator/defects/las-defect.js';
import { LAS_DEFECTS } from '../../src/simulator/defects/las-defects.js';
import type { SimulatedLasOptions } from '../../src/simulator/las.js';
import { THOROUGH } from '../support/thorough.js';
import { runAgainst, SITUATIONS } from './support/simulated-run.js';

/** Verdicts by which the suite says that something is not as it should be. */
const FOUND = ['fail', 'warning', 'review'];
/** Without a defect; all of them in a thorough run. */
const RUNS_IN_A_ROW = THOROUGH ? 20 : 2;

let sound: LasRun;
/** Runs against administrations without a defect, of the situations that were needed so far. */
const soundIn = new Map<Situation, LasRun>();
const killed: string[] = [];

beforeAll(async () => {
  sound = await runAgainst();
});

afterAll(() => {
  console.info(`${killed.length} of ${LAS_DEFECTS.length} defects of a LAS were found.`);
});

test('an administration without defects passes', () => {
  expect(unexpectedIn(sound)).toEqual([]);
});

function verdictsOf({ tests }: LasRun): readonly string[] {
  return tests.map(({ id, verdict, reason, expected, actual }) => [id, verdict, reason, expected, actual].join(' | '));
}

test(`${RUNS_IN_A_ROW} runs in a row give the same verdicts, in the same order`, async () => {
  const first = verdictsOf(sound);
  for (let run = 1; run < RUNS_IN_A_ROW; run += 1) expect(verdictsOf(await runAgainst())).toEqual(first);
});

test('defects have names of their own', () => {
  const names = LAS_DEFECTS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

/** Requirements with a test that no simulated administration breaks, and why. */
const OVER_TLS = 'the simulated administration has no TLS; see las-connection.test.ts';
const WITHOUT_DEFECT: Readonly<Record<string, string>> = {
  'LAS-HTTP-01': 'every message of the suite has its SOAPAction in quotes: without that nothing is answered',
  'LAS-HTTP-15': OVER_TLS,
  'LAS-HTTP-16': OVER_TLS,
  'LAS-HTTP-17': OVER_TLS,
  'UWLR-LG-021': 'an instellingsnummer is of a Flemish school, and simulated schools are Dutch',
};

test('every requirement that has a test is broken by a defect, or it is said why not', () => {
  const broken = new Set(LAS_DEFECTS.map(({ breaks }) => breaks));
  const tested = [...new Set(LAS_TESTS.map(({ requirement }) => requirement))];
  expect(tested.filter((id) => !broken.has(id)).sort()).toEqual(Object.keys(WITHOUT_DEFECT).sort());
});

describe('an administration with a defect is found out:', () => {
  test.each(LAS_DEFECTS)('$name ($breaks)', async (defect) => {
    expect(requirementOf(defect.breaks)).toMatchObject({ role: expect.stringMatching(/^(?:las|message)$/) });
    const { before, las, config } = await situationOf(defect);
    const { tests } = await runAgainst({ ...las, defects: [defect] }, { config, only: (ids) => ids.includes(defect.breaks) });
    const passing = before.tests.filter(({ requirement, verdict }) => requirement === defect.breaks && verdict === 'pass');
    // The run has the tests of this requirement and those that they need: when one of these fails first, it is found too.
    const passedBefore = new Set(before.tests.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id));
    const found = tests.filter(({ id, verdict }) => FOUND.includes(verdict) && passedBefore.has(id));
    expect({ passed: passing.map(({ id }) => id), found: found.map(({ id }) => id) }).toEqual({
      passed: expect.arrayContaining([expect.any(String)]),
      found: expect.arrayContaining([expect.any(String)]),
    });
    killed.push(defect.name);
  });
});

/** What a known reader would like, and an invented school does not have: an ECK iD for each member of staff. */
const NOT_FOR_ALL_READERS = 'las/readers/eckid-of-staff';

function unexpectedIn({ tests }: LasRun) {
  return tests.filter(({ id, verdict }) => (FOUND.includes(verdict) || verdict === 'error') && id !== NOT_FOR_ALL_READERS);
}

async function situationOf({ shows }: LasDefect): Promise<{ before: LasRun; las: SimulatedLasOptions; config: Partial<LasConfig> }> {
  if (shows === undefined) return { before: sound, las: {}, config: {} };
  const [las, config] = SITUATIONS[shows]();
  const before = soundIn.get(shows) ?? (await runAgainst(las, { config }));
  soundIn.set(shows, before);
  if (shows !== 'whole-set') expect(unexpectedIn(before)).toEqual([]);
  return { before, las, config };
}
