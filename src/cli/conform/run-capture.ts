import { AsyncLocalStorage } from 'node:async_hooks';
import type { Report } from '../../conformance/report/report.js';

const taker = new AsyncLocalStorage<(report: Report) => void>();

/** Runs a command of a role for its report alone: nothing is printed or written, and the exit code stays as it is. */
export async function reportOfRun(run: () => Promise<unknown>): Promise<Report | undefined> {
  let taken: Report | undefined;
  await taker.run((report) => {
    taken = report;
  }, run);
  return taken;
}

/** Who takes the report of the run that is under way, in place of the user. */
export function reportTaker(): ((report: Report) => void) | undefined {
  return taker.getStore();
}
