import type { TestTitle } from '../../conformance/report/make-report.js';
import type { Counts, Report } from '../../conformance/report/report.js';
import { withoutVersion } from '../../conformance/test-id.js';
import { VERDICTS } from '../../conformance/verdict.js';
import { titleWord, wordsIn } from './output/report-words.js';

/** The end of a run on the terminal: what to mend first, the counts, and what the report does not prove. */
export function summaryLines(report: Report, titles: readonly TestTitle[]): string[] {
  const { suite, judge, counts, requirements, limits, expectations = [], subject, authorisedBy, language, role } = report;
  const word = wordsIn(language);
  const versions = subject.versions.length === 0 ? '' : ` ${subject.versions.join(', ')}`;
  const schemas = judge?.kind === 'official' ? `${word('official')} ${judge.path}` : word('derived');
  return [
    '',
    ...adviceLines(report, titles),
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

/** Of the first failed test that has advice: once that is mended, the rest may look different. */
function adviceLines({ tests, language }: Report, titles: readonly TestTitle[]): string[] {
  for (const { id, verdict } of tests) {
    const advice = verdict === 'fail' ? titles.find((one) => one.id === withoutVersion(id))?.advice : undefined;
    if (advice !== undefined) return [`${wordsIn(language)('mend')}: ${advice[language]} (${id})`];
  }
  return [];
}
