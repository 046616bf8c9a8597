import { requirementOf } from '../../conformance/catalogue.js';
import type { TestTitle } from '../../conformance/report/make-report.js';
import type { Counts, Report } from '../../conformance/report/report.js';
import type { TestResult } from '../../conformance/run.js';
import { withoutVersion } from '../../conformance/test-id.js';
import { VERDICTS } from '../../conformance/verdict.js';
import { titleWord, wordsIn } from './output/report-words.js';

/** The end of a run on the terminal: what to mend first, the counts, and what the report does not prove. `file`: where the report is. */
export function summaryLines(report: Report, titles: readonly TestTitle[], file?: string): string[] {
  const { suite, judge, counts, requirements, limits, expectations = [], subject, authorisedBy, language, role } = report;
  const word = wordsIn(language);
  const versions = subject.versions.length === 0 ? '' : ` ${subject.versions.join(', ')}`;
  const schemas = judge?.kind === 'official' ? `${word('official')} ${judge.path}` : word('derived');
  return [
    '',
    ...adviceLines(report, titles, file),
    ...expectations.map(({ test, state, reason }) => `${word('accepted')} (${word(STATES[state])}): ${test} (${reason})`),
    `${word('tests')}: ${countLine(counts)}`,
    `${word('requirements')}: ${countLine(requirements)}`,
    `${word(titleWord(role))}${versions}; ${word('suite').toLowerCase()} ${suite.version} (${suite.digest.slice(0, 19)}).`,
    ...(judge === undefined ? [] : [`${word('judge')}: ${schemas} (${judge.digest.slice(0, 19)}).`]),
    ...(authorisedBy === undefined ? [] : [`${word('authorisedBy')} ${authorisedBy}.`]),
    ...limits,
  ];
}

const STATES = { failed: 'seen', gone: 'gone', 'not-run': 'notRun' } as const;

/** `12 = 10 pass + 2 fail` */
export function countLine(counts: Counts): string {
  const parts = VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) => `${counts[verdict]} ${verdict}`);
  return `${counts.total} = ${parts.join(' + ') || '0'}`;
}

/** Roles that need nothing but the report to run a test again. */
const AGAIN: ReadonlySet<Report['role']> = new Set(['las', 'receiver']);

/** Of the first failed test that has advice, else of the first: once that is mended, the rest may look different. */
function adviceLines({ role, tests, language }: Report, titles: readonly TestTitle[], file: string | undefined): string[] {
  const failed = tests.filter(({ verdict, accepted }) => verdict === 'fail' && accepted === undefined);
  const adviceOf = ({ id }: TestResult) => titles.find((one) => one.id === withoutVersion(id))?.advice;
  const first = failed.find((test) => adviceOf(test) !== undefined) ?? failed[0];
  if (first === undefined) return [];
  const text = (adviceOf(first) ?? requirementOf(first.requirement))?.[language];
  const word = wordsIn(language);
  const again = file !== undefined && AGAIN.has(role) ? [`${word('rerun')}: uwlr conform rerun ${first.id} ${file}`] : [];
  return [`${word('mend')}: ${text} (${first.id})`, ...again];
}
