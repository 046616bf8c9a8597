import type { Command } from 'commander';
import { CouldNotTest } from '../../../conformance/could-not-test.js';
import { type Cause, diffReports } from '../../../conformance/report/diff-reports.js';
import type { Session } from '../../open/session.js';
import { EXIT } from '../../terminal/exit-code.js';
import { jsonOption } from '../../terminal/json-option.js';
import { print, printJson } from '../../terminal/print.js';

const CAUSES: Readonly<Record<Cause, string>> = {
  you: 'You changed: the same suite, or the same question, and another answer',
  suite: 'The suite changed: the answer is the same',
  both: 'Both changed: the suite asks or expects something else, and the answer differs',
  run: 'The run differs: one of them left the test out',
};

export function registerConformDiff(conform: Command, session: Session): void {
  conform
    .command('diff')
    .description('compare two reports on one system: did you change, or the suite?')
    .argument('<old>', 'the earlier report, JSON')
    .argument('<new>', 'the later one')
    .addOption(jsonOption())
    .action(async (old: string, later: string, { json }: { readonly json?: true }) => {
      const { reportIn } = await import('../report-in.js');
      const [before, now] = [await reportIn(old), await reportIn(later)];
      if (before.role !== now.role) throw new CouldNotTest(`${old} is about role ${before.role}, and ${later} about ${now.role}`);
      const difference = diffReports(before, now);
      if (difference.changed.some(({ worse }) => worse)) session.exitCode = EXIT.no;
      if (json) {
        printJson(difference);
        return;
      }
      const { sameSuite, changed, added, removed, unchanged } = difference;
      const suites = `${before.suite.version} (${before.suite.digest.slice(0, 19)}) and ${now.suite.version} (${now.suite.digest.slice(0, 19)})`;
      print(sameSuite ? 'Both reports are of the same suite, catalogue and schemas.' : `The reports are of two suites: ${suites}.`);
      for (const [cause, heading] of Object.entries(CAUSES)) {
        const ones = changed.filter((one) => one.cause === cause);
        if (ones.length > 0) print(`${heading}:`);
        for (const one of ones) {
          print(`  ${one.before} -> ${one.now}  ${one.id}  ${one.title}`);
          if (one.actual !== undefined) print(`      ${one.actual}`);
        }
      }
      if (added.length > 0) print(`New in the suite or in the run: ${added.join(', ')}`);
      if (removed.length > 0) print(`No longer there: ${removed.join(', ')}`);
      print(`${changed.length} changed, ${added.length} new, ${removed.length} gone, ${unchanged} the same.`);
    });
}
