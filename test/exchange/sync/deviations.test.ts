import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SimulatedLas, startSimulatedLas } from '../../../src/simulator/las.js';
import type { LasDeviation } from '../../../src/simulator/las-deviations.js';
import { syntheticSchool } from '../../../src/synthetic/school/synthetic-school.js';
import { FetchingSchool, rulesOf } from './support/fetching-school.js';

const HABITS: readonly (readonly [LasDeviation, string])[] = [
  ['wrong-order', 'UWLR-SCH-002'],
  ['empty-prefix', 'UWLR-SCH-014'],
  ['empty-lists', 'UWLR-SCH-014'],
  ['unknown-fields', 'UWLR-SCH-001'],
];
const open: { close(): Promise<void> }[] = [];
let las: SimulatedLas;

beforeEach(async () => {
  las = await startSimulatedLas({ school: syntheticSchool({ brin: '99XX' }) });
  open.push(las);
});

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function school(policy: 'strict' | 'tolerant'): Promise<FetchingSchool> {
  const fetching = await FetchingSchool.at(las.endpoint, { party: { policy } });
  open.push(fetching);
  return fetching;
}

describe('an administration with habits', () => {
  test.each(HABITS)('is refused under the strict policy: %s', async (habit, rule) => {
    const fetching = await school('strict');
    await fetching.run();
    const before = await fetching.snapshot();
    las.deviate(habit);
    const report = await fetching.run({ full: true });
    expect(report.outcome).toBe('invalid-answer');
    // Where it may not be passed over, an empty field is too short, and an empty list lacks what it lists.
    expect(rulesOf(report)).toContain({ 'empty-prefix': 'UWLR-SCH-020', 'empty-lists': 'UWLR-SCH-003' }[habit as string] ?? rule);
    expect(await fetching.snapshot()).toEqual(before);
  });

  test.each(HABITS)('is read under the tolerant one, and it is noted: %s', async (habit, rule) => {
    const fetching = await school('tolerant');
    await fetching.run();
    const before = await fetching.roster();
    las.deviate(habit);
    const report = await fetching.run({ full: true });
    expect(report).toMatchObject({ outcome: 'unchanged', ok: true });
    expect(rulesOf(report)).toContain(rule);
    expect((await fetching.exchange(report)).findings.map((finding) => finding.rule)).toContain(rule);
    expect((await fetching.roster()).learners).toEqual(before.learners);
  });

  test.each(['strict', 'tolerant'] as const)('gives more than was agreed on: it is left out and counted (%s)', async (policy) => {
    const fetching = await school(policy);
    las.deviate('extra-fields');
    const report = await fetching.run();
    expect(report.outcome).toBe('updated');
    const finding = report.findings.find(({ rule }) => rule === 'UWLR-SY-017');
    expect(finding).toMatchObject({ severity: 'warning', hint: '3 fields, 53 values' });
    expect(report.strips).toEqual([
      { path: 'leerlinggegevens_antwoord/leerlinggegevens/groepen/groep/omschrijving', rule: 'not-in-profile', count: 3 },
      { path: 'leerlinggegevens_antwoord/leerlinggegevens/leerlingen/leerling/bsn', rule: 'not-in-profile', count: 25 },
      { path: 'leerlinggegevens_antwoord/leerlinggegevens/leerlingen/leerling/mutatiedatum', rule: 'not-in-profile', count: 25 },
    ]);
    expect(await fetching.exchange(report)).toMatchObject({ strips: report.strips, learnerCount: 25 });
  });

  test.each([
    ['duplicate-keys', 'UWLR-LG-003'],
    ['dangling-groups', 'UWLR-LG-008'],
  ] as const)('says what cannot be: no policy reads that (%s)', async (habit, rule) => {
    const fetching = await school('tolerant');
    las.deviate(habit);
    const report = await fetching.run();
    expect(report.outcome).toBe('invalid-answer');
    expect(rulesOf(report)).toContain(rule);
    expect(await fetching.snapshot()).toBeUndefined();
  });

  test('says in steps what cannot be', async () => {
    const fetching = await FetchingSchool.at(las.endpoint, { connection: { inSteps: true } });
    open.push(fetching);
    las.deviate('dangling-groups');
    const report = await fetching.run();
    expect(report.outcome).toBe('invalid-answer');
    expect(rulesOf(report)).toEqual(expect.arrayContaining(['UWLR-LG-008']));
    expect(await fetching.snapshot()).toBeUndefined();
  });
});
