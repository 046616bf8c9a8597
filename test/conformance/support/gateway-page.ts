import { CATALOGUE } from '../../../src/conformance/catalogue.js';
import type { TestResult } from '../../../src/conformance/run.js';
import { VERDICTS } from '../../../src/conformance/verdict.js';

/** One run of the suite against the gateway. */
export interface GatewayRun {
  readonly heading: string;
  /** What stood around the gateway, in a paragraph. */
  readonly about: string;
  readonly tests: readonly TestResult[];
  /** English titles, by the id of a test without version. */
  readonly titles: ReadonlyMap<string, string>;
}

const HEAD = `# The gateway, tested by its own suite

Made by \`npm run conform:gateway\`, which starts the gateway and runs every test at level \`full\`. It holds no dates, so that a difference
between two versions of this page is a difference in the gateway or in the suite. The schemas that judged are those of \`schemas/\`, derived from
the grammar of the gateway: for a second opinion give \`uwlr conform\` the official files with \`--schema\`.
`;

/** The page in \`docs/\`: what the suite says of the gateway, test by test. */
export function gatewayPage(runs: readonly GatewayRun[]): string {
  return [HEAD, ...runs.map(sectionOf)].join('\n');
}

function sectionOf({ heading, about, tests, titles }: GatewayRun): string {
  const counts = VERDICTS.map((verdict) => [verdict, tests.filter((one) => one.verdict === verdict).length] as const);
  const said = counts.filter(([, count]) => count > 0).map(([verdict, count]) => `${count} ${verdict}`);
  const alike = new Map<string, TestResult[]>();
  for (const one of tests) {
    const key = JSON.stringify([plainId(one), one.verdict, whyOf(one)]);
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  const rows = [...alike.values()].map((those) => {
    const [first] = those as [TestResult];
    const id = plainId(first);
    const versions = those.flatMap((one) => (one.id === id ? [] : (one.version ?? [])));
    const title = titleOf(id, first.requirement, titles);
    return { verdict: first.verdict, cells: [`\`${id}\``, first.requirement, title], why: whyOf(first), versions: versions.join(', ') };
  });
  const passedRows = rows.filter(({ verdict }) => verdict === 'pass').map(({ cells, versions }) => [...cells, versions]);
  const otherRows = rows
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ cells, verdict, why, versions }) => [...cells, versions, `${verdict}: ${why}`]);
  return [
    ...[`## ${heading}`, '', about, '', `${tests.length} verdicts: ${said.join(', ')}.`, '', '**Passed**', ''],
    table(['test', 'requirement', 'what it tests', 'in each of'], passedRows),
    ...['', '**Everything else**', '', table(['test', 'requirement', 'what it tests', 'in each of', 'verdict'], otherRows), ''],
  ].join('\n');
}

function whyOf({ verdict, reason, expected, actual }: TestResult): string {
  // How many there were differs from run to run.
  if (verdict === 'review') return `for a person to look at: ${expected}`;
  return reason ?? (expected === undefined ? '' : `expected ${expected}; got ${actual}`);
}

function plainId({ id }: TestResult): string {
  return id.replace(/@[\d.]+$/, '');
}

function titleOf(id: string, requirement: string, titles: ReadonlyMap<string, string>): string {
  return titles.get(id.replace(/@[\d.]+$/, '')) ?? CATALOGUE.find((one) => one.id === requirement)?.en ?? '';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
