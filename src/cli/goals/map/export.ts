import { type Command, Option } from 'commander';
import { exportMapping } from '../../../admin/goals/export-mapping.js';
import { supplied } from '../../../core/supplied.js';
import { MAPPING_FORMATS, type MappingFormat } from '../../../goals/mapping/formats/formats.js';
import type { Session } from '../../open/session.js';
import { withOffice } from '../../open/with-office.js';
import { writeWhole } from '../../roster/write-whole.js';
import { count } from '../../terminal/arguments.js';
import { note, printPieces } from '../../terminal/print.js';
import { addTableOptions, type TableOptions, tableOf } from './table-options.js';

interface ExportOptions extends TableOptions {
  readonly version?: number;
  readonly format: MappingFormat;
  readonly out?: string;
}

export function registerMapExport(map: Command, session: Session): void {
  addTableOptions(map.command('export').description('write a mapping as a file'))
    .addOption(new Option('--version <number>', 'as it was at this version (the latest)').argParser(count(999_999)))
    .addOption(new Option('--format <format>', 'format of the file').choices(MAPPING_FORMATS).default('csv'))
    .option('--out <file>', 'write to this file instead of standard output')
    .action((options: ExportOptions) => exportFile(session, options));
}

async function exportFile(session: Session, { version, format, out, ...options }: ExportOptions): Promise<void> {
  const { pieces, leftOut } = await withOffice(session.config(), (office) =>
    exportMapping(office, { ...tableOf(options), format, ...supplied({ version }) }),
  );
  if (out === undefined) await printPieces(pieces);
  else {
    await writeWhole(out, pieces);
    note(`Wrote ${out}.`);
  }
  for (const { what, count: number } of leftOut) note(`left out, as ${format} has no place for it: ${what} (${number})`);
}
