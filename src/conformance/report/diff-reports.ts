import { supplied } from '../../core/supplied.js';
import type { Verdict } from '../verdict.js';
import type { RecordedExchange, Report, ReportedTest } from './report.js';

/**
 * `you`: the system under test answers otherwise. `suite`: the same questions and answers, judged otherwise. `both`: the suite asks or expects
 * something else, and the answers differ too. `run`: one of the runs left the test out.
 */
export type Cause = 'you' | 'suite' | 'both' | 'run';

export interface ChangedTest {
  readonly id: string;
  readonly title: string;
  readonly before: Verdict;
  readonly now: Verdict;
  readonly cause: Cause;
  /** The system is worse than it was. */
  readonly worse: boolean;
  readonly actual?: string;
}

export interface ReportDifference {
  readonly sameSuite: boolean;
  readonly changed: readonly ChangedTest[];
  /** Tests and requirements that only one of the two has, by id. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
}

/** What changed between two reports on the same system, and whether that was the system or the suite. */
export function diffReports(before: Report, now: Report): ReportDifference {
  const sameSuite = suiteOf(before) === suiteOf(now);
  const old = new Map(before.tests.map((test) => [test.id, test]));
  const changed = now.tests.flatMap((test): ChangedTest[] => {
    const other = old.get(test.id);
    if (other === undefined || other.verdict === test.verdict) return [];
    const cause = causeOf({ report: before, test: other }, { report: now, test }, sameSuite);
    const { id, title, verdict, actual } = test;
    return [
      {
        id,
        title,
        before: other.verdict,
        now: verdict,
        cause,
        worse: (cause === 'you' || cause === 'both') && WEIGHT.indexOf(verdict) < WEIGHT.indexOf(other.verdict),
        ...supplied({ actual }),
      },
    ];
  });
  const added = now.tests.filter(({ id }) => !old.has(id)).map(({ id }) => id);
  const kept = new Set(now.tests.map(({ id }) => id));
  return {
    sameSuite,
    changed,
    added,
    removed: before.tests.filter(({ id }) => !kept.has(id)).map(({ id }) => id),
    unchanged: now.tests.length - changed.length - added.length,
  };
}

const WEIGHT: readonly Verdict[] = ['fail', 'warning', 'review', 'pass'];

/** The judge is a part of it: with other schemas other verdicts. */
function suiteOf({ suite, catalogue, judge }: Report): string {
  return [suite.digest, catalogue.digest, judge?.digest ?? ''].join(' ');
}

interface Told {
  readonly report: Report;
  readonly test: ReportedTest;
}

function causeOf(before: Told, now: Told, sameSuite: boolean): Cause {
  if (!WEIGHT.includes(before.test.verdict) || !WEIGHT.includes(now.test.verdict)) return 'run';
  if (sameSuite) return 'you';
  const [old, present] = [exchangesOf(before), exchangesOf(now)];
  const asked = sameTexts(old, present, ({ request }) => request.body);
  const came = sameTexts(old, present, ({ answer, trouble }) => (answer === undefined ? `${trouble}` : `${answer.status} ${answer.body}`));
  if (came) return 'suite';
  return asked && before.test.revision === now.test.revision ? 'you' : 'both';
}

function exchangesOf({ report, test }: Told): readonly RecordedExchange[] {
  return report.exchanges.filter(({ number }) => test.exchanges.includes(number));
}

function sameTexts(
  old: readonly RecordedExchange[],
  present: readonly RecordedExchange[],
  textOf: (exchange: RecordedExchange) => string,
): boolean {
  return old.length === present.length && old.every((one, at) => steady(textOf(one)) === steady(textOf(present[at] as RecordedExchange)));
}

/** Reports keep at least this many characters of a body. */
const KEPT = 8000;

/** Without what is another at each run: moments, marks of masked values, keys that the suite made. */
function steady(text: string): string {
  return text
    .slice(0, KEPT)
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]{1,20}(?:Z|[+-]\d{2}:\d{2})?/g, '[moment]')
    .replace(/\[[\w.-]{1,60} \d{1,7}\]/g, '[masked]')
    .replace(/conform-[\w-]{1,80}/g, '[own]')
    .replace(/\n\[\d{1,12} bytes in all\]$/, '');
}
