import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requirementOf } from '../../src/conformance/catalogue.js';
import { RECEIVER_TESTS } from '../../src/conformance/receiver/receiver-tests.js';
import type { ReceiverRun } from '../../src/conformance/receiver/run-receiver.js';
import { RECEIVER_DEFECTS } from '../../src/simulator/defects/receiver-defects.js';
import { runAgainstReceiver } from './support/simulated-receiver.js';

/** Verdicts by which the suite says that something is not as it should be. */
const FOUND = ['fail', 'warning', 'review'];
/** What no defect of the simulated receiver can break, and why. */
const WITHOUT_DEFECT: Readonly<Record<string, string>> = {
  'RECEIVER-04': 'the simulated receiver runs on this machine, where http is right',
  'RECEIVER-98': 'the server before the simulated receiver reads whole messages, however slowly they come',
};

let sound: ReceiverRun;
const killed: string[] = [];

beforeAll(async () => {
  sound = await runAgainstReceiver();
});

afterAll(() => {
  console.info(`${killed.length} of ${RECEIVER_DEFECTS.length} defects of a receiver were found.`);
});

test('a receiver without defects passes', () => {
  expect(sound.tests.filter(({ verdict }) => FOUND.includes(verdict) || verdict === 'error')).toEqual([]);
});

test('each requirement with a test has a defect that breaks it, or a reason', () => {
  const broken = new Set(RECEIVER_DEFECTS.map(({ breaks }) => breaks));
  const tested = new Set(RECEIVER_TESTS.map(({ requirement }) => requirement));
  expect([...tested].filter((id) => !broken.has(id))).toEqual(Object.keys(WITHOUT_DEFECT));
  const names = RECEIVER_DEFECTS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

describe('a receiver with a defect is found out:', () => {
  test.each(RECEIVER_DEFECTS)('$name ($breaks)', async (defect) => {
    expect(requirementOf(defect.breaks)).toMatchObject({ role: 'receiver' });
    const { tests } = await runAgainstReceiver({ defects: [defect] }, { only: (ids) => ids.includes(defect.breaks) });
    const passing = sound.tests.filter(({ requirement, verdict }) => requirement === defect.breaks && verdict === 'pass');
    const found = tests.filter(({ id, verdict }) => FOUND.includes(verdict) && passing.some((before) => before.id === id));
    expect({ passed: passing.map(({ id }) => id), found: found.map(({ id }) => id) }).toEqual({
      passed: expect.arrayContaining([expect.any(String)]),
      found: expect.arrayContaining([expect.any(String)]),
    });
    killed.push(defect.name);
  });
});
