import { groupsOf } from '../../../conformance/report/group-tests.js';
import type { Report, ReportedTest } from '../../../conformance/report/report.js';
import type { Verdict } from '../../../conformance/verdict.js';
import { countLine } from '../summary-lines.js';
import { titleWord, wordsIn } from './report-words.js';
import { learnedFacts, runFacts } from './run-facts.js';

const LOUD: readonly Verdict[] = ['error', 'fail', 'warning', 'review'];

/** The report for people who read it in a repository or a ticket. Without traffic. */
export function markdownOf(report: Report): string {
  const { language, tests, counts, requirements, limits } = report;
  const word = wordsIn(language);
  const loud = LOUD.flatMap((verdict) => tests.filter((test) => test.verdict === verdict));
  return `${[
    `# ${word(titleWord(report.role))}`,
    table(['', ''], runFacts(report)),
    `- ${word('tests')}: ${countLine(counts)}\n- ${word('requirements')}: ${countLine(requirements)}`,
    `## ${word('limits')}`,
    limits.map((limit) => `- ${plain(limit)}`).join('\n'),
    ...(learnedFacts(report).length === 0 ? [] : [`## ${word('learned')}`, table(['', ''], learnedFacts(report))]),
    ...loud.map((test) => section(test, word)),
    `## ${word('tests')}`,
    ...[...groupsOf(tests)].map(
      ([name, ones]) => `### ${name}\n\n${table(['', word('tests'), word('requirement'), word('evidence')], ones.map(row))}`,
    ),
  ].join('\n\n')}\n`;
}

function section(
  { id, title, verdict, requirement, reason, accepted, expected, actual, evidence, findings = [] }: ReportedTest,
  word: ReturnType<typeof wordsIn>,
): string {
  const lines = [
    ...(reason === undefined ? [] : [`- ${word('reason')}: ${plain(reason)}`]),
    ...(accepted === undefined ? [] : [`- ${word('accepted')}: ${plain(accepted)}`]),
    ...(expected === undefined ? [] : [`- ${word('expected')}: ${plain(expected)}`, `- ${word('actual')}: ${plain(actual ?? '')}`]),
    ...evidence.map(
      ({ text, exchange }) => `- ${plain(text)}${exchange === undefined ? '' : ` (${word('exchange').toLowerCase()} ${exchange})`}`,
    ),
    ...findings.map(({ rule, path, line, message }) => `- ${rule}${line === undefined ? '' : ` (${line})`} \`${path}\`: ${plain(message)}`),
  ];
  return `### ${verdict}: ${plain(title)}\n\n\`${id}\`, ${requirement}\n\n${lines.join('\n')}`;
}

function row({ id, title, verdict, requirement, reason, evidence }: ReportedTest): readonly string[] {
  return [verdict, `${title} (\`${id}\`)`, requirement, reason ?? evidence.map(({ text }) => text).join('; ')];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => plain(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** One line, and nothing that Markdown or HTML would take for markup, a link or a picture. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('](', ']&#40;')
    .replace(/[<>]/g, (one) => (one === '<' ? '&lt;' : '&gt;'));
}
