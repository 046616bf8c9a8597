import type { TestTitle } from '../../conformance/report/make-report.js';
import type { Counts, Report } from '../../conformance/report/report.js';
import { withoutVersion } from '../../conformance/test-id.js';
import { VERDICTS } from '../../conformance/verdict.js';

/** The end of a run on the terminal: what to mend first, the counts, and what the report does not prove. */
export function summaryLines(report: Report, titles: readonly TestTitle[]): string[] {
  const { suite, judge, counts, requirements, limits, expectations = [], subject, authorisedBy } = report;
  const judged =
    judge === undefined
      ? []
      : [
          `Judge: ${judge.kind === 'official' ? `official XSDs in ${judge.path}` : 'XSDs derived from the grammar of this suite'} (${judge.digest.slice(0, 19)}).`,
        ];
  return [
    '',
    ...adviceLines(report, titles),
    ...expectations.map(({ test, state, reason }) => `expected failure ${state === 'failed' ? 'seen' : state}: ${test} (${reason})`),
    `Tests: ${countLine(counts)}`,
    `Requirements of the catalogue: ${countLine(requirements)}`,
    `Tested against ${subject.versions.length === 0 ? 'the catalogue' : `UWLR ${subject.versions.join(', ')}`} by suite ${suite.version} (${suite.digest.slice(0, 19)}).`,
    ...judged,
    ...(authorisedBy === undefined ? [] : [`Authorised by ${authorisedBy}.`]),
    ...limits,
  ];
}

/** `12 = 10 pass + 2 fail` */
export function countLine(counts: Counts): string {
  const parts = VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) => `${counts[verdict]} ${verdict}`);
  return `${counts.total} = ${parts.join(' + ') || '0'}`;
}

/** Of the first failed test that has advice: once that is mended, the rest may look different. */
function adviceLines({ tests, language }: Report, titles: readonly TestTitle[]): string[] {
  for (const { id, verdict } of tests) {
    const advice = verdict === 'fail' ? titles.find((one) => one.id === withoutVersion(id))?.advice : undefined;
    if (advice !== undefined) return [`${language === 'nl' ? 'Herstel eerst' : 'Mend first'}: ${advice[language]} (${id})`];
  }
  return [];
}
