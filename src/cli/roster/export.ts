import { type Command, Option } from 'commander';
import { UWLR_VERSIONS } from '../../uwlr/finding.js';
import { PUPIL_PROFILES } from '../../uwlr/grammar/grammar.js';
import type { Session } from '../open/session.js';
import { school, schoolYear } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import type { ExportOptions } from './write-roster.js';

export function registerRosterExport(roster: Command, session: Session): void {
  roster
    .command('export')
    .description('write the pupil data of a school to a file; it contains names, so keep it safe')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one)').argParser(schoolYear))
    .addOption(new Option('--profile <profile>', 'which fields').choices(PUPIL_PROFILES).makeOptionMandatory())
    .addOption(new Option('--version <version>', 'version of UWLR').choices(UWLR_VERSIONS).makeOptionMandatory())
    .addOption(
      new Option('--format <format>', 'uwlr: leerlinggegevens; edexml: an EDEXML file, 2.0 with version 2.1 and 2.1 with version 2.2')
        .choices(['uwlr', 'edexml'])
        .default('uwlr'),
    )
    .option('--out <file>', 'file to write (default: standard output)')
    .addOption(jsonOption())
    .action(async (options: ExportOptions) => {
      const { writeRoster } = await import('./write-roster.js');
      await writeRoster(session, options);
    });
}
