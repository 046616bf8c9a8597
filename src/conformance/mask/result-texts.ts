import type { TestResult } from '../run.js';

/** A result with each of its texts passed through `edit`. */
export function withTexts(result: TestResult, edit: (text: string) => string): TestResult {
  const { reason, evidence, expected, actual, findings } = result;
  return {
    ...result,
    evidence: evidence.map((one) => ({ ...one, text: edit(one.text) })),
    ...(reason === undefined ? {} : { reason: edit(reason) }),
    ...(expected === undefined ? {} : { expected: edit(expected) }),
    ...(actual === undefined ? {} : { actual: edit(actual) }),
    ...(findings === undefined ? {} : { findings: findings.map((one) => ({ ...one, message: edit(one.message) })) }),
  };
}
