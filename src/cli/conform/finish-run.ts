import { maskUrl } from '../../conformance/mask/mask-headers.js';
import { mayBeReal } from '../../conformance/mask/may-be-real.js';
import { Recorder } from '../../conformance/mask/record-exchanges.js';
import { withTexts } from '../../conformance/mask/result-texts.js';
import { shownPath } from '../../conformance/mask/shown-names.js';
import { makeReport, type TestTitle } from '../../conformance/report/make-report.js';
import type { Learned, Report } from '../../conformance/report/report.js';
import { signed } from '../../conformance/report/signature.js';
import { softwareIn } from '../../conformance/report/software.js';
import type { RunResult } from '../../conformance/run.js';
import type { Exchange } from '../../conformance/traffic/exchange.js';
import type { Verdict } from '../../conformance/verdict.js';
import { supplied } from '../../core/supplied.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Session } from '../open/session.js';
import { EXIT, type ExitCode } from '../terminal/exit-code.js';
import { note, print, printJson } from '../terminal/print.js';
import { writeOutputs } from './output/write-outputs.js';
import { reportTaker } from './run-capture.js';
import { type PlannedRun, planRun, type RunPlan } from './run-plan.js';
import { summaryLines } from './summary-lines.js';

/** What a role has at the end of its run. */
export interface FinishedRun extends RunResult, Pick<Report, 'judge'> {
  readonly titles: readonly TestTitle[];
  /** In the order of their numbers; none where nothing was sent. */
  readonly exchanges?: readonly Exchange[];
  readonly versions: readonly UwlrVersion[];
  readonly learned?: Learned;
  /** Credentials of the run: they are in no report. */
  readonly secrets?: readonly string[];
}

/**
 * A whole run of a role: plans it, runs it, and reports. `run` gets the plan, and can read the flags of the command with what the config file
 * gave. Throws `CommandError` and `CouldNotTest`.
 */
export async function runAndReport(session: Session, planned: PlannedRun, run: (plan: RunPlan) => Promise<FinishedRun>): Promise<Report> {
  const plan = await planRun(planned);
  try {
    return await finishRun(session, plan, await run(plan));
  } finally {
    plan.interruption.end();
  }
}

/** Ends a run: puts the report together, writes what was asked for, tells the rest on the terminal, and sets the exit code. */
async function finishRun(session: Session, plan: RunPlan, run: FinishedRun): Promise<Report> {
  const { role, flags, address, level, safe, seed, settings, expected, startedAt, progress } = plan;
  const { tests, ended, titles, judge, versions, learned = {}, exchanges = [], secrets = [] } = run;
  progress.end();
  const otherSide = role === 'ea' ? 'request' : 'answer';
  const synthetic = plan.synthetic && !mayBeReal(exchanges, otherSide);
  const keep = flags.keepTraffic === true && synthetic;
  if (plan.synthetic && !synthetic)
    note(
      `uwlr: the other side sent data of a school that may exist${flags.keepTraffic ? '; they are masked, in spite of --keep-traffic' : ''}`,
    );
  const recorder = new Recorder({
    ours: role === 'ea' ? 'answer' : 'request',
    synthetic,
    keep,
    secrets: [...secrets, ...queryOf(address)],
    important: new Set(tests.filter(({ verdict }) => IMPORTANT.has(verdict)).flatMap((test) => test.exchanges)),
  });
  const software = softwareIn(exchanges, otherSide);
  const recorded = exchanges.map((exchange) => recorder.exchange(exchange));
  const unsigned = makeReport({
    role,
    language: flags.language,
    seed,
    ...(flags.level === undefined ? {} : { level }),
    ...supplied({ judge }),
    startedAt,
    endedAt: new Date().toISOString(),
    ...supplied({ ended }),
    subject: {
      ...(address === '' ? {} : { address: maskUrl(address) }),
      versions,
      ...(role === 'las' || role === 'receiver' ? { safe } : {}),
      learned: learnedShown({ software, ...learned }, recorder, role),
      settings,
    },
    ...(keep ? { unmasked: true } : {}),
    ...supplied({ authorisedBy: flags.authorisedBy }),
    titles,
    tests: tests.map((test) =>
      withTexts(
        test,
        (text) => recorder.text(text),
        (path) => (role === 'file' ? shownPath(path) : recorder.path(path)),
      ),
    ),
    exchanges: recorded,
    expected,
  });
  const report = plan.signingKey === undefined ? unsigned : signed(unsigned, plan.signingKey);
  const take = reportTaker();
  if (take !== undefined) {
    take(report);
    return report;
  }
  await writeOutputs(report, titles, flags);
  if (flags.json) printJson(report);
  else if (flags.report !== '-') for (const line of summaryLines(report, titles, flags.report)) print(line);
  session.exitCode = exitCodeOf(report);
  return report;
}

/** What stands in the query of the address may be a credential, which the other side may repeat. */
function queryOf(address: string): readonly string[] {
  return address === '' ? [] : [...new URL(address).searchParams.values()].filter((value) => value.length >= SECRET_LENGTH);
}

/** Shorter values, such as a version, are no credentials, and would be found anywhere. */
const SECRET_LENGTH = 6;

/** Names of fields and of software come from the other side too. */
function learnedShown({ software = {}, fields, ...learned }: Learned, recorder: Recorder, role: Report['role']): Learned {
  const named = Object.entries(software).map(([name, value]) => [name, recorder.text(value)] as const);
  const path = (name: string) => (role === 'file' ? shownPath(name) : recorder.path(name));
  return {
    ...(named.length === 0 ? {} : { software: Object.fromEntries(named) }),
    ...learned,
    ...(fields === undefined ? {} : { fields: Object.fromEntries(Object.entries(fields).map(([name, counts]) => [path(name), counts])) }),
  };
}

const IMPORTANT: ReadonlySet<Verdict> = new Set(['fail', 'warning', 'review', 'error']);

const SAYS_SOMETHING: ReadonlySet<Verdict> = new Set(['pass', 'warning', 'review', 'fail']);

/** An error of the suite is no verdict, and a run in which nothing was tested has none: it could not do what it should. */
export function exitCodeOf({ ended, tests, expectations = [] }: Report): ExitCode {
  if (ended !== undefined) return EXIT.failed;
  if (tests.some(({ verdict, accepted }) => verdict === 'fail' && accepted === undefined)) return EXIT.no;
  if (expectations.some(({ state }) => state === 'gone')) return EXIT.no;
  if (tests.some(({ verdict }) => verdict === 'error')) return EXIT.failed;
  return tests.some(({ verdict }) => SAYS_SOMETHING.has(verdict)) ? EXIT.done : EXIT.failed;
}
