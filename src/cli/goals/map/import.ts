import { type Command, Option } from 'commander';
import type { Session } from '../../open/session.js';
import { text } from '../../terminal/arguments.js';
import { jsonOption } from '../../terminal/json-option.js';
import type { ImportOptions } from './import-file.js';
import { addTableOptions, addTermsOption } from './table-options.js';

export function registerMapImport(map: Command, session: Session): void {
  addTermsOption(
    addTableOptions(
      map
        .command('import')
        .description('add the rows of a file to a mapping, and tag the results that they are about anew')
        .argument('<file>', 'CSV, JSON, VDEX, NL-LOM or Toetsdefinities; - for standard input'),
    ),
  )
    .option('--whole', 'the file is the whole mapping: rows that it does not have are removed')
    .addOption(new Option('--asserted-by <name>', 'who says so (supplier, or school with --school)').argParser(text(64)))
    .addOption(new Option('--note <text>', 'what this version is about').argParser(text(500)))
    .option('--dry-run', 'show what would change, without changing it')
    .addOption(jsonOption())
    .action(async (file: string, options: ImportOptions) => {
      const { importFile } = await import('./import-file.js');
      await importFile(session, file, options);
    });
}
