import type { TestResult } from '../run.js';

/** A failure that is known, and why it is there for now. */
export interface ExpectedFailure {
  /** Id of a test, with or without its version. */
  readonly test: string;
  readonly reason: string;
}

/** What became of an expected failure: `gone` fails a run as a failure does, so that the list stays true. */
export interface MetExpectation extends ExpectedFailure {
  readonly state: 'failed' | 'gone' | 'not-run';
}

/** Holds the results against the list. */
export function meetExpectations(expected: readonly ExpectedFailure[], results: readonly TestResult[]): MetExpectation[] {
  return expected.map((one) => {
    const found = results.filter(({ id }) => isTest(id, one.test)).map(({ verdict }) => verdict);
    if (found.includes('fail')) return { ...one, state: 'failed' };
    return { ...one, state: found.some((verdict) => SAID_SOMETHING.has(verdict)) ? 'gone' : 'not-run' };
  });
}

const SAID_SOMETHING: ReadonlySet<string> = new Set(['pass', 'warning', 'review']);

/** Why a failure of this test is expected; undefined when it is not. */
export function reasonToExpect(id: string, expected: readonly ExpectedFailure[]): string | undefined {
  return expected.find(({ test }) => isTest(id, test))?.reason;
}

function isTest(id: string, asked: string): boolean {
  return id === asked || id.startsWith(`${asked}@`);
}
