import { importMapping } from '../../../admin/goals/import-mapping.js';
import { readMapping } from '../../../admin/goals/read-mapping.js';
import { supplied } from '../../../core/supplied.js';
import type { Session } from '../../open/session.js';
import { withOffice } from '../../open/with-office.js';
import { EXIT } from '../../terminal/exit-code.js';
import { printJson } from '../../terminal/print.js';
import { printReport } from './report-text.js';
import { type ReadingOptions, readingOf, tableOf } from './table-options.js';
import { textOfMapping } from './text-of-mapping.js';

export interface ImportOptions extends ReadingOptions {
  readonly whole?: true;
  readonly assertedBy?: string;
  readonly note?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Takes a file into a mapping, and prints what became of it. Errors: `CommandError`, `Refusal`, `StoreError`. */
export async function importFile(session: Session, file: string, options: ImportOptions): Promise<void> {
  const { whole = false, assertedBy, note, dryRun = false, json } = options;
  const text = await textOfMapping(file);
  const report = await withOffice(session.config(), async (office) =>
    importMapping(office, {
      ...tableOf(options),
      read: await readMapping(office, text, readingOf(options)),
      isWhole: whole,
      ...supplied({ assertedBy, note }),
      dryRun,
    }),
  );
  if (report.problems.length > 0) session.exitCode = EXIT.no;
  if (json) printJson(report);
  else printReport(file === '-' ? 'standard input' : file, report);
}
