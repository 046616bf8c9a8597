import { requirementOf } from '../../conformance/catalogue.js';
import type { Language } from '../../conformance/report/language.js';
import { isLeftOutByChoice, type TestResult } from '../../conformance/run.js';
import { VERDICTS, type Verdict } from '../../conformance/verdict.js';
import { groupedBy } from '../../goals/grouped.js';
import { wordsIn } from './output/report-words.js';

const INDENT = ' '.repeat(17);
/** They are about the run, and are told in one line for each reason. Those that the caller chose, and those that no run can test, only with `--verbose`. */
const QUIET: ReadonlySet<Verdict> = new Set(['skip', 'not-applicable', 'not-testable']);

/** A group of tests: how many of each, then those that a person has to look at. `all`: those that passed too. */
export function groupLines(name: string, results: readonly TestResult[], all: boolean, language: Language): string[] {
  const counts = VERDICTS.map((verdict) => [results.filter((one) => one.verdict === verdict).length, verdict] as const);
  const told = counts.filter(([count]) => count > 0).map(([count, verdict]) => `${count} ${verdict}`);
  const shown = results.filter(({ verdict }) => (verdict === 'pass' ? all : !QUIET.has(verdict)));
  if (!all && results.every(isLeftOutByChoice)) return [];
  const quiet = groupedBy(
    results.filter((one) => QUIET.has(one.verdict) && (all || !(isLeftOutByChoice(one) || one.verdict === 'not-testable'))),
    ({ verdict, reason = '' }) => `${verdict.padEnd(14)} ${reason}`,
  );
  return [
    `${name}: ${told.join(', ')}${all || !results.some(({ verdict }) => verdict === 'not-testable') ? '' : ` (${wordsIn(language)('verbose')})`}`,
    ...shown.flatMap((result) => resultLines(result, language)),
    ...[...quiet].map(([line, ones]) => `  ${line}${ones.length === 1 ? `: ${ones[0]?.id}` : ` (${ones.length})`}`),
  ];
}

/** A test with what was expected and seen. One that did not pass begins with the words of its requirement: an id alone tells nobody what to mend. */
export function resultLines(result: TestResult, language: Language): string[] {
  const { verdict, id, requirement, reason, expected, actual, evidence, findings = [] } = result;
  const words = verdict === 'pass' ? undefined : requirementOf(requirement)?.[language];
  const demand = words === `${expected}.` ? undefined : words;
  const word = wordsIn(language);
  const names = [`${word('expected').toLowerCase()}:`, `${word('actual').toLowerCase()}:`];
  const [ask, see] = names.map((name) => name.padEnd(Math.max(...names.map(({ length }) => length))));
  return [
    `  ${verdict.padEnd(14)} ${id}  ${requirement}${reason === undefined ? '' : `  (${reason})`}`,
    ...(demand === undefined ? [] : [`${INDENT}${demand}`]),
    ...(expected === undefined ? [] : [`${INDENT}${ask} ${expected}`, `${INDENT}${see} ${actual}`]),
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
