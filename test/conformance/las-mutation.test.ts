import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requirementOf } from '../../src/conformance/catalogue.js';
import type { LasRun } from '../../src/conformance/las/run-las.js';
import { LAS_DEFECTS } from '../../src/simulator/defects/las-defects.js';
import { runAgainst } from './support/simulated-run.js';

/** Verdicts by which the suite says that something is not as it should be. */
const FOUND = ['fail', 'warning', 'review'];

let sound: LasRun;
const killed: string[] = [];

beforeAll(async () => {
  sound = await runAgainst();
});

afterAll(() => {
  console.info(`${killed.length} of ${LAS_DEFECTS.length} defects of a LAS were found.`);
});

test('an administration without defects passes', () => {
  expect(sound.tests.filter(({ verdict }) => FOUND.includes(verdict) || verdict === 'error')).toEqual([]);
});

test('defects have names of their own', () => {
  const names = LAS_DEFECTS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

describe('an administration with a defect is found out:', () => {
  test.each(LAS_DEFECTS)('$name ($breaks)', async (defect) => {
    expect(requirementOf(defect.breaks)).toMatchObject({ role: 'las' });
    const { tests } = await runAgainst({ defects: [defect] }, { only: (ids) => ids.includes(defect.breaks) });
    const passing = sound.tests.filter(({ requirement, verdict }) => requirement === defect.breaks && verdict === 'pass');
    const found = tests.filter(({ id, verdict }) => FOUND.includes(verdict) && passing.some((before) => before.id === id));
    expect({ passed: passing.map(({ id }) => id), found: found.map(({ id }) => id) }).toEqual({
      passed: expect.arrayContaining([expect.any(String)]),
      found: expect.arrayContaining([expect.any(String)]),
    });
    killed.push(defect.name);
  });
});
