import { checkFormat, exportRoster } from '../../admin/rosters/export-roster.js';
import type { RosterFormat } from '../../admin/rosters/roster-document.js';
import { schoolYearAt } from '../../model/school-year.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { ruleOf } from '../../uwlr/rules.js';
import { osActor } from '../open/os-actor.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { wrongUsage } from '../terminal/command-error.js';
import { EXIT } from '../terminal/exit-code.js';
import { note, print, printJson, printPieces } from '../terminal/print.js';
import { countsText } from './counts-text.js';
import { writeWhole } from './write-whole.js';

export interface ExportOptions {
  readonly school: string;
  readonly schoolYear?: string;
  readonly profile: PupilProfile;
  readonly version: UwlrVersion;
  readonly format: RosterFormat;
  readonly out?: string;
  readonly json?: true;
}

/**
 * Writes a roster as a file. When something cannot be said that has to be, nothing is written. Errors: `CommandError`, `StoreError`.
 */
export async function writeRoster(session: Session, options: ExportOptions): Promise<void> {
  const { school: of, schoolYear: year = schoolYearAt(new Date()), profile, version, format, out, json } = options;
  if (json && out === undefined) throw wrongUsage('--json says what was written: give --out too');
  const wanted = { school: of, year, profile, version, format };
  checkFormat(wanted);
  const document = await withOffice(session.config(), (office) => exportRoster(office, wanted, osActor()));
  const { counts, ok } = document;
  const { problems, losses } = document.outlook;
  if (ok) await (out === undefined ? printPieces(document.pieces()) : writeWhole(out, document.pieces()));
  else session.exitCode = EXIT.no;
  if (json) {
    printJson({ ok, ...(ok ? { out } : {}), school: of, schoolYear: year, ...counts, losses, problems });
    return;
  }
  for (const { rule, path, count } of problems) note(`cannot be written: ${count} x ${path} (${rule} ${ruleOf(rule).en})`);
  for (const { path, reason, count } of losses) note(`left out: ${count} x ${path} (${reason})`);
  if (counts.learners === 0) note('uwlr: the roster has no pupils, and a file without pupils is not valid');
  if (ok && out !== undefined) print(`Wrote ${out}: ${countsText(counts)}`);
}
