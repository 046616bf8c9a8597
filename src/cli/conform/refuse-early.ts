import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { meant } from '../../config/unknown-settings.js';
import type { ExpectedFailure } from '../../conformance/report/expectations.js';
import { catalogueRole } from '../../conformance/report/make-report.js';
import type { Report } from '../../conformance/report/report.js';
import { UWLR_VERSIONS } from '../../uwlr/finding.js';
import { couldNotRun, wrongUsage } from '../terminal/command-error.js';
import { explainSystem } from '../terminal/explain-error.js';
import { isMeant } from './is-meant.js';
import type { RunFlags } from './run-flags.js';

/**
 * What would be a pity to find out at the end of a run: ids that no test has, in --only or in --expect, and reports that cannot be written.
 * Throws `CommandError`.
 */
export async function refuseEarly(role: Report['role'], flags: RunFlags, expected: readonly ExpectedFailure[]): Promise<void> {
  const { tests, requirements } = await idsOf(role);
  const all = [...tests, ...requirements];
  const nowhere = (flags.only ?? []).find((asked) => !all.some((id) => isMeant(id, asked)));
  if (nowhere !== undefined)
    throw wrongUsage(`--only: no test of ${role} and no requirement has this id${guessed(nowhere, all)}; uwlr conform list has them`);
  const unknown = expected.find(({ test }) => !tests.includes(test));
  if (unknown !== undefined)
    throw couldNotRun(
      `${flags.expect}: one of its tests is not in this suite${guessed(unknown.test, tests)}; uwlr conform list --tests has them`,
    );
  for (const file of [flags.report, flags.html, flags.junit, flags.markdown])
    if (file !== undefined && file !== '-') await refuseUnwritable(file);
}

async function idsOf(role: Report['role']): Promise<{ readonly tests: readonly string[]; readonly requirements: readonly string[] }> {
  const { TESTS } = await import('../../conformance/all-tests.js');
  const { CATALOGUE } = await import('../../conformance/catalogue.js');
  const of = catalogueRole(role);
  return {
    tests: TESTS[of].flatMap(({ id, perVersion }) => (perVersion === true ? [id, ...UWLR_VERSIONS.map((one) => `${id}@${one}`)] : [id])),
    requirements: CATALOGUE.filter((one) => one.role === of).map(({ id }) => id),
  };
}

function guessed(given: string, ids: readonly string[]): string {
  const guess = meant(given, ids);
  return guess === undefined ? '' : `; did you mean ${guess}?`;
}

async function refuseUnwritable(file: string): Promise<void> {
  const directory = path.dirname(path.resolve(file));
  try {
    await access(directory, constants.W_OK);
  } catch (error) {
    throw couldNotRun(explainSystem(error, directory) ?? `${directory}: cannot be written in`);
  }
}
