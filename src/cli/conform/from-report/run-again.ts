import type { Command } from 'commander';
import { flagOf } from '../../../config/settings.js';
import { TESTS, withNeeds } from '../../../conformance/all-tests.js';
import { CouldNotTest } from '../../../conformance/could-not-test.js';
import { MASKED_QUERY } from '../../../conformance/mask/mask-headers.js';
import { catalogueRole } from '../../../conformance/report/make-report.js';
import type { Report } from '../../../conformance/report/report.js';
import { suiteIdentity } from '../../../conformance/report/suite-identity.js';
import { note } from '../../terminal/print.js';
import { ADDRESS } from '../config-file.js';
import { reportOfRun } from '../run-capture.js';
import { isLocal } from '../run-plan.js';
import { isKeptSetting } from '../run-settings.js';

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
  const only = withNeeds(ids, TESTS[catalogueRole(role)]).map((id) => `--only=${id}`);
  const { [ADDRESS]: address } = subject.settings;
  if (address !== undefined && !isAddress(String(address))) throw new CouldNotTest(`settings of the report: '${ADDRESS}' is no address`);
  const flags = Object.entries(subject.settings).flatMap(([name, value]) => {
    if (!isKeptSetting(name))
      throw new CouldNotTest(`settings of the report: no run writes '${name}' there, so this is not what one wrote`);
    return isGiven(name, more) ? [] : [asFlag(name, value)];
  });
  if (address !== undefined && !isGiven(ADDRESS, more) && !isLocal(String(address)))
    note(`uwlr: sending to ${address}${subject.settings['safe'] === false ? ', also what is stored there' : ''}: the report says so`);
  return reportOfRun(() => command.parseAsync([...flags, ...only, ...more], { from: 'user' }));
}

function isAddress(text: string): boolean {
  return /^https?:/i.test(text) && URL.canParse(text);
}

/** The address comes first of what is given anew. */
function isGiven(name: string, more: readonly string[]): boolean {
  if (name === ADDRESS) return isAddress(more[0] ?? '');
  return more.some((one) => one === flagOf(name) || one.startsWith(`${flagOf(name)}=`));
}

/** One argument: what somebody wrote into a report becomes no other flag. */
function asFlag(name: string, value: string | number | boolean): string {
  const text = String(value);
  if (text.endsWith(MASKED_QUERY))
    throw new CouldNotTest(
      `the report leaves out the query of the address ${text}: give ${name === ADDRESS ? 'the address behind the report' : flagOf(name)}`,
    );
  if (name === ADDRESS) return text;
  if (typeof value !== 'boolean') return `${flagOf(name)}=${text}`;
  return value ? flagOf(name) : flagOf(name).replace(/^--/, '--no-');
}
