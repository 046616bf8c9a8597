import { type Command, Option } from 'commander';
import { PUPIL_PROFILES } from '../../uwlr/grammar/grammar.js';
import type { Session } from '../open/session.js';
import { school, schoolYear, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import type { ImportOptions } from './import-file.js';

export function registerRosterImport(roster: Command, session: Session): void {
  roster
    .command('import')
    .description('import a file: EDEXML, an answer with all pupil data of a school, or Toetsdefinities')
    .argument('<file>', 'the file; an answer with or without its SOAP envelope; - for standard input')
    .addOption(new Option('--school <school>', 'school of a file that names none').argParser(school))
    .addOption(new Option('--school-year <year>', 'refuse a file of any other').argParser(schoolYear))
    .addOption(
      new Option('--profile <profile>', 'keep the fields of this profile (those that the agreements of the school cover)').choices(
        PUPIL_PROFILES,
      ),
    )
    .addOption(
      new Option('--party <klantcode>', 'keep the fields of the agreement with this party; of Toetsdefinities: whose they are')
        .argParser(text(64))
        .conflicts('profile'),
    )
    .option('--secondary', 'read year groups 1 to 6 as secondary education, 11 to 16')
    .option('--accept-shrink', 'continue regardless of the number of pupils that would leave')
    .option('--accept-older', 'import the file even if it is older than the stored pupil data')
    .option('--dry-run', 'show what would change, without changing it')
    .addOption(
      new Option('--policy <policy>', 'what is done with a file that deviates').choices(['strict', 'tolerant']).default('tolerant'),
    )
    .addOption(jsonOption())
    .action(async (file: string, options: ImportOptions) => {
      const { importFile } = await import('./import-file.js');
      await importFile(session, file, options);
    });
}
