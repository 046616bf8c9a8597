import type { ProblemName } from './problems.js';

/** Each thing that can be wrong with a signal has a problem of its own. */
const PROBLEM_OF: Readonly<Record<string, ProblemName>> = {
  'UWLR-SIG-001': 'signal-kind-unknown',
  'UWLR-SIG-002': 'signal-learner-unknown',
  'UWLR-SIG-003': 'signal-basis-unknown',
  'UWLR-SIG-004': 'signal-unknown',
  'UWLR-SIG-005': 'signal-key-taken',
  'UWLR-SIG-006': 'signal-key-taken',
  'UWLR-SIG-007': 'signal-key-taken',
  'UWLR-SIG-009': 'invalid-signals',
  'UWLR-SIG-010': 'invalid-signals',
};

/** The problem that a broken rule about signals is; undefined for other rules. */
export function signalProblem(rule: string): ProblemName | undefined {
  return PROBLEM_OF[rule];
}
