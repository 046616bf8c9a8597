import { type Command, Option } from 'commander';
import { PUPIL_PROFILES } from '../../uwlr/grammar/grammar.js';
import type { Session } from '../open/session.js';
import { school, schoolYear, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import type { DiffOptions } from './diff-roster.js';

export function registerRosterDiff(roster: Command, session: Session): void {
  roster
    .command('diff')
    .description('show what a sync or a file would change, without names and without changing anything')
    .argument('[file]', 'a file as for roster import; default: ask the school administration')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one, or that of the file)').argParser(schoolYear))
    .addOption(new Option('--profile <profile>', 'of a file: compare the fields of this profile').choices(PUPIL_PROFILES))
    .addOption(new Option('--party <klantcode>', 'the administration to ask; of a file: as for roster import').argParser(text(64)))
    .option('--names', 'list the people who would change, by pseudonym')
    .addOption(
      new Option('--policy <policy>', 'of a file that deviates: what is done with it').choices(['strict', 'tolerant']).default('tolerant'),
    )
    .addOption(jsonOption())
    .action(async (file: string | undefined, options: DiffOptions) => {
      const { diffRoster } = await import('./diff-roster.js');
      await diffRoster(session, file, options);
    });
}
