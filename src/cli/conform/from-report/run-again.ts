import type { Command } from 'commander';
import { TESTS, withNeeds } from '../../../conformance/all-tests.js';
import { CouldNotTest } from '../../../conformance/could-not-test.js';
import { catalogueRole } from '../../../conformance/report/make-report.js';
import type { Report } from '../../../conformance/report/report.js';
import { suiteIdentity } from '../../../conformance/report/suite-identity.js';
import { flagOf } from '../../../settings.js';
import { ADDRESS } from '../config-file.js';
import { reportOfRun } from '../run-capture.js';

/** Throws `CouldNotTest` when a report is of another suite, whose tests may ask and expect something else. */
export function refuseOtherSuite({ suite }: Report, file: string): void {
  const ours = suiteIdentity();
  if (suite.digest === ours.digest) return;
  throw new CouldNotTest(
    `${file}: is of suite ${suite.version} (${suite.digest.slice(0, 19)}), and this is ${ours.version} (${ours.digest.slice(0, 19)}): run that one, or run this one anew and compare with uwlr conform diff; --any-suite tries all the same`,
  );
}

/**
 * Runs these tests of a report again, and those that they need, with the flags of that run and `more` of them (such as --key-file, which no
 * report has). `conform`: the command that has the roles.
 */
export async function runAgain(
  conform: Command,
  report: Report,
  ids: readonly string[],
  more: readonly string[],
): Promise<Report | undefined> {
  const { role, subject } = report;
  const command = conform.commands.find((one) => one.name() === role);
  if (command === undefined) throw new CouldNotTest(`this suite cannot run ${role} again`);
  const { [ADDRESS]: address, ...flags } = subject.settings;
  const only = withNeeds(ids, TESTS[catalogueRole(role)]).flatMap((id) => ['--only', id]);
  const settings = Object.entries(flags).flatMap(([name, value]) => {
    if (typeof value !== 'boolean') return [flagOf(name), String(value)];
    return value ? [flagOf(name)] : [flagOf(name).replace(/^--/, '--no-')];
  });
  const place = address === undefined ? [] : [String(address)];
  return reportOfRun(() => command.parseAsync([...place, ...settings, ...only, ...more], { from: 'user' }));
}
