import { type Command, Option } from 'commander';
import { PUPIL_PROFILES } from '../../uwlr/grammar/grammar.js';
import { school, schoolYear, text } from '../arguments.js';
import { jsonOption } from '../json-option.js';
import type { Session } from '../session.js';
import type { DiffOptions } from './diff-roster.js';

export function registerRosterDiff(roster: Command, session: Session): void {
  roster
    .command('diff')
    .description('say what a sync, or a file, would change; nobody is named, and nothing is changed')
    .argument('[file]', 'a file as for roster import; without one the administration is asked')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one, or that of the file)').argParser(schoolYear))
    .addOption(new Option('--profile <profile>', 'of a file: compare the fields of this profile').choices(PUPIL_PROFILES))
    .addOption(new Option('--party <klantcode>', 'the administration to ask; of a file: as for roster import').argParser(text(64)))
    .option('--names', 'list who would change: pseudonyms, no names of people')
    .addOption(
      new Option('--policy <policy>', 'of a file that deviates: what is done with it').choices(['strict', 'tolerant']).default('tolerant'),
    )
    .addOption(jsonOption())
    .action(async (file: string | undefined, options: DiffOptions) => {
      const { diffRoster } = await import('./diff-roster.js');
      await diffRoster(session, file, options);
    });
}
