import type { Command } from 'commander';
import { CouldNotTest } from '../../../conformance/could-not-test.js';
import { failedIn, REPLAY_STATES, type Replayed, replayStates } from '../../../conformance/report/replay-states.js';
import type { Report } from '../../../conformance/report/report.js';
import type { Session } from '../../open/session.js';
import { EXIT, type ExitCode } from '../../terminal/exit-code.js';
import { jsonOption } from '../../terminal/json-option.js';
import { note, print, printJson } from '../../terminal/print.js';

interface ReplayOptions {
  readonly anySuite?: true;
  readonly json?: true;
}

export function registerConformReplay(conform: Command, session: Session): void {
  conform
    .command('replay')
    .description('run again what failed in a report: FIXED, STILL, DIFFERENT or NOT REACHED')
    .argument('<report>', 'report as JSON; - for standard input')
    .argument('[flags...]', 'flags of the role that no report has, such as --key-file, or that are others now')
    .option('--any-suite', 'take a report of another version of the suite too')
    .addOption(jsonOption())
    .allowUnknownOption()
    .action((file: string, flags: readonly string[], options: ReplayOptions) => replay(session, conform, file, flags, options));
}

async function replay(
  session: Session,
  conform: Command,
  file: string,
  flags: readonly string[],
  { anySuite, json }: ReplayOptions,
): Promise<void> {
  const { reportIn } = await import('../report-in.js');
  const { refuseOtherSuite, runAgain } = await import('./run-again.js');
  const before = await reportIn(file);
  if (anySuite === undefined) refuseOtherSuite(before, file);
  const failed = failedIn(before);
  const now =
    failed.length === 0
      ? undefined
      : await reached(() =>
          runAgain(
            conform,
            before,
            failed.map(({ id }) => id),
            flags,
          ),
        );
  const replayed = replayStates(before, now);
  session.exitCode = exitCodeOf(replayed);
  const counts = Object.fromEntries(REPLAY_STATES.map((state) => [state, replayed.filter((one) => one.state === state).length]));
  if (json) {
    printJson({ counts, tests: replayed });
    return;
  }
  for (const one of replayed) for (const line of lines(one)) print(line);
  print(
    replayed.length === 0
      ? 'Nothing failed in this report.'
      : Object.entries(counts)
          .map(([state, count]) => `${count} ${state}`)
          .join(', '),
  );
}

/** Nothing there that answers: then nothing was reached, and why is said. */
async function reached(run: () => Promise<Report | undefined>): Promise<Report | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CouldNotTest)) throw error;
    note(`uwlr: ${error.message}`);
    return undefined;
  }
}

function exitCodeOf(replayed: readonly Replayed[]): ExitCode {
  if (replayed.some(({ state }) => state === 'NOT REACHED')) return EXIT.failed;
  return replayed.some(({ state }) => state !== 'FIXED') ? EXIT.no : EXIT.done;
}

function lines({ id, state, title, before, now }: Replayed): string[] {
  const indent = ' '.repeat(13);
  return [
    `${state.padEnd(12)} ${id}  ${title}`,
    ...(state === 'FIXED' ? [] : [`${indent}before: ${before.actual ?? before.verdict}`]),
    ...(state === 'FIXED' || state === 'STILL' ? [] : [`${indent}now:    ${now?.actual ?? now?.reason ?? 'not run'}`]),
  ];
}
