import type { TestResult } from '../run.js';

/** A result with each of its texts passed through `edit`, and each place in a message through `place`. */
export function withTexts(result: TestResult, edit: (text: string) => string, place: (path: string) => string): TestResult {
  const { reason, evidence, expected, actual, findings } = result;
  return {
    ...result,
    evidence: evidence.map((one) => ({ ...one, text: edit(one.text), ...(one.path === undefined ? {} : { path: place(one.path) }) })),
    ...(reason === undefined ? {} : { reason: edit(reason) }),
    ...(expected === undefined ? {} : { expected: edit(expected) }),
    ...(actual === undefined ? {} : { actual: edit(actual) }),
    ...(findings === undefined ? {} : { findings: findings.map((one) => ({ ...one, path: place(one.path), message: edit(one.message) })) }),
  };
}
