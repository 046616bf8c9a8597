import type { Config } from '../../config/config.js';
import { type GaveUp, Supervisor } from '../../gateway/workers/supervisor.js';
import { createLog } from '../../telemetry/log.js';
import { CommandError, couldNotRun } from '../terminal/command-error.js';
import { EXIT, type ExitCode } from '../terminal/exit-code.js';
import { note } from '../terminal/print.js';
import { serveSignals } from '../terminal/serve-signals.js';
import { announce } from './announce.js';

/** What a worker may take to stop on top of the time for messages in work. */
const ENDING_MS = 5_000;

/** Runs the gateway in several processes until a signal. Throws `CommandError` when they do not stay up. */
export async function supervise(config: Config, json: boolean): Promise<void> {
  const log = createLog({ level: config.logLevel, stream: process.stderr });
  const stopMs = config.shutdownSeconds * 1000 + ENDING_MS;
  const supervisor = new Supervisor({ workers: config.workers, stopMs, log });
  const signals = serveSignals(() => {
    note('uwlr: stopped at once; messages in progress were cut off');
    supervisor.kill();
    process.exit(EXIT.failed);
  });
  signals.onHangUp(() => supervisor.renewCertificates());
  supervisor.start();
  void supervisor.ready.then((serving) => announce(serving, config, json));
  const gaveUp = await Promise.race([signals.stop.then(() => undefined), supervisor.gaveUp]);
  if (gaveUp !== undefined) log.error('gateway failed', { worker: gaveUp.worker, count: gaveUp.times });
  await supervisor.stop();
  if (gaveUp !== undefined) throw failureOf(gaveUp);
}

function failureOf({ worker, times, last, isAtStart }: GaveUp): CommandError {
  const how = typeof last === 'number' ? `exit code ${last}` : last;
  if (isAtStart) return new CommandError(exitCodeOf(last), `the first worker could not start (${how})`);
  return couldNotRun(
    `worker ${worker} ended ${times} times in a row, each time within a minute of its start (last: ${how}); the log says why`,
  );
}

/** It failed as the command itself would have. */
function exitCodeOf(last: number | string): ExitCode {
  return last === EXIT.usage || last === EXIT.no ? last : EXIT.failed;
}
