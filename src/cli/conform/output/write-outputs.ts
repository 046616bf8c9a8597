import { junitOf } from '../../../conformance/report/junit.js';
import type { TestTitle } from '../../../conformance/report/make-report.js';
import type { Report } from '../../../conformance/report/report.js';
import { writeWhole } from '../../roster/write-whole.js';
import { printJson } from '../../terminal/print.js';
import type { RunFlags } from '../run-flags.js';
import { markdownOf } from './markdown.js';
import { reportPage } from './report-page.js';

type Outputs = Pick<RunFlags, 'report' | 'junit' | 'markdown' | 'html'>;

/** Writes the report in each form that was asked for. Throws `CommandError` when a file cannot be written. */
export async function writeOutputs(
  report: Report,
  titles: readonly TestTitle[],
  { report: json, junit, markdown, html }: Outputs,
): Promise<void> {
  if (json === '-') printJson(report);
  else if (json !== undefined) await writeWhole(json, [`${JSON.stringify(report, undefined, 2)}\n`]);
  if (junit !== undefined) await writeWhole(junit, [junitOf(report)]);
  if (markdown !== undefined) await writeWhole(markdown, [markdownOf(report)]);
  if (html !== undefined) await writeWhole(html, [reportPage(report, titles)]);
}
