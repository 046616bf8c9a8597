import type { Command } from 'commander';
import { CouldNotTest } from '../../conformance/could-not-test.js';
import type { Fit, FittedField } from '../../conformance/fit/fit.js';
import type { Report } from '../../conformance/report/report.js';
import type { Session } from '../open/session.js';
import { EXIT } from '../terminal/exit-code.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

export function registerConformFit(conform: Command, session: Session): void {
  conform
    .command('fit')
    .description('does this LAS give what this EA needs: field by field, in which version and profile')
    .argument('<las-report>', 'report of conform las, or of conform file on its answers, JSON')
    .argument('<ea-report>', 'report of conform ea')
    .addOption(jsonOption())
    .action((las: string, ea: string, { json }: { readonly json?: true }) => conformFit(session, las, ea, json === true));
}

async function conformFit(session: Session, las: string, ea: string, json: boolean): Promise<void> {
  const { fitOf } = await import('../../conformance/fit/fit.js');
  const { reportIn } = await import('./report-in.js');
  const fit = fitOf(ofRole(await reportIn(las), las, ['las', 'file']), ofRole(await reportIn(ea), ea, ['ea']));
  if (!fit.fits) session.exitCode = fit.decided ? EXIT.no : EXIT.failed;
  if (json) printJson(fit);
  else for (const line of fitLines(fit)) print(line);
}

function ofRole(report: Report, file: string, roles: readonly Report['role'][]): Report {
  if (roles.includes(report.role)) return report;
  throw new CouldNotTest(`${file} is a report of role ${report.role}, and not of ${roles.join(' or ')}`);
}

const GIVINGS: Readonly<Record<FittedField['giving'], string>> = {
  always: 'given',
  partly: 'given in part',
  never: 'NOT given',
  'not-seen': 'not seen: the answers had no such object',
};

function fitLines({ fits, decided, versions, profile, fields, ways, unneeded, open }: Fit): string[] {
  const width = Math.max(0, ...fields.map(({ path }) => path.length));
  const missing = fields.filter(({ giving }) => giving !== 'always').length;
  return [
    `Versions: LAS ${list(versions.las)}; EA ${list(versions.ea)}; in common ${list(versions.common)}.`,
    ...(profile === undefined ? [] : [`Profile: ${profile}.`]),
    ...fields.map((field) => `  ${field.path.padEnd(width)}  ${fieldText(field)}`),
    ...ways.map(
      (way) =>
        `In ${way.version}${way.profile === undefined ? '' : ` ${way.profile}`}: ${way.missing.length === 0 ? 'every need can be said' : `no place for ${way.missing.join(', ')}`}.`,
    ),
    ...(unneeded.length === 0 ? [] : [`Given and not needed: ${unneeded.join(', ')}.`]),
    ...open.map((question) => `Open: ${question}.`),
    verdictLine(),
  ];

  function verdictLine(): string {
    if (fits) return 'They fit, as far as these reports show.';
    if (!decided) return 'These reports do not show whether they fit.';
    return `They do not fit as they are: ${whyNot(fields.length, missing, versions.common, profile)}.`;
  }
}

function whyNot(needs: number, missing: number, common: readonly string[], profile: string | undefined): string {
  if (common.length === 0) return 'they have no version in common';
  if (missing > 0) return `${needs - missing} of ${needs} needs met`;
  return `${profile === undefined ? 'no version in common' : `the profile ${profile}`} has no place for every need, although this LAS gives the fields`;
}

function fieldText({ need, giving, in: found, of, notIn }: FittedField): string {
  const counts = found === undefined || of === undefined ? '' : ` (${found} of ${of})`;
  return `${need === 'declared' ? 'needed' : 'needed (seen)'}, ${GIVINGS[giving]}${counts}${notIn.length === 0 ? '' : `; no place in ${notIn.join(', ')}`}`;
}

function list(versions: readonly string[]): string {
  return versions.length === 0 ? 'none' : versions.join(', ');
}
