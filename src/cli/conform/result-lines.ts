import type { TestResult } from '../../conformance/run.js';
import { VERDICTS, type Verdict } from '../../conformance/verdict.js';
import { groupedBy } from '../../goals/grouped.js';

const INDENT = ' '.repeat(17);
/** They are about the run, and are told in one line for each reason. */
const QUIET: ReadonlySet<Verdict> = new Set(['skip', 'not-applicable', 'not-testable']);

/** A group of tests: how many of each, then those that a person has to look at. `all`: those that passed too. */
export function groupLines(name: string, results: readonly TestResult[], all: boolean): string[] {
  const counts = VERDICTS.map((verdict) => [results.filter((one) => one.verdict === verdict).length, verdict] as const);
  const told = counts.filter(([count]) => count > 0).map(([count, verdict]) => `${count} ${verdict}`);
  const shown = results.filter(({ verdict }) => (verdict === 'pass' ? all : !QUIET.has(verdict)));
  const quiet = groupedBy(
    results.filter(({ verdict }) => QUIET.has(verdict)),
    ({ verdict, reason = '' }) => `${verdict.padEnd(14)} ${reason}`,
  );
  return [
    `${name}: ${told.join(', ')}`,
    ...shown.flatMap(resultLines),
    ...[...quiet].map(([line, ones]) => `  ${line}${ones.length === 1 ? `: ${ones[0]?.id}` : ` (${ones.length})`}`),
  ];
}

/** A test with what was expected and seen. */
export function resultLines({ verdict, id, requirement, reason, expected, actual, evidence, findings = [] }: TestResult): string[] {
  return [
    `  ${verdict.padEnd(14)} ${id}  ${requirement}${reason === undefined ? '' : `  (${reason})`}`,
    ...(expected === undefined ? [] : [`${INDENT}expected: ${expected}`, `${INDENT}seen:     ${actual}`]),
    ...(verdict === 'pass'
      ? evidence.map(({ text, exchange }) => `${INDENT}${text}${exchange === undefined ? '' : ` (exchange ${exchange})`}`)
      : []),
    ...findings
      .slice(0, MOST_FINDINGS)
      .map(({ rule, path, line, message }) => `${INDENT}${rule}${line === undefined ? '' : ` line ${line}`} ${path}: ${message}`),
    ...(findings.length > MOST_FINDINGS ? [`${INDENT}and ${findings.length - MOST_FINDINGS} more`] : []),
  ];
}

const MOST_FINDINGS = 5;
