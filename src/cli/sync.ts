import { type Command, Option } from 'commander';
import { duration, schools, schoolYear, text } from './arguments.js';
import { jsonOption } from './json-option.js';
import type { Session } from './session.js';
import type { SyncOptions } from './sync/sync-schools.js';

export function registerSync(program: Command, session: Session): void {
  program
    .command('sync')
    .description('fetch the pupil data of schools from their administration (--shrink-limit: how many may leave at once)')
    .addOption(new Option('--school <schools>', 'schools, with commas between them').argParser(schools).conflicts('all'))
    .option('--all', 'every school that has an agreement with an administration')
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one)').argParser(schoolYear))
    .addOption(new Option('--party <klantcode>', 'the administration, when a school has several').argParser(text(64)))
    .option('--full', 'do not ask for changes only')
    .option('--accept-shrink', 'go on, however many pupils would leave')
    .option('--accept-older', 'take the data in though they are older than those that are here')
    .option('--dry-run', 'say what would change, and change nothing')
    .addOption(new Option('--schedule <pattern>', "stay, and sync when a cron pattern such as '30 5 * * 1-5' says so, in Dutch time"))
    .addOption(new Option('--jitter <time>', 'with --schedule: wait up to this long before each run, such as 10m').argParser(duration))
    .addOption(jsonOption())
    .action(async (options: SyncOptions) => {
      const { sync } = await import('./sync/sync-schools.js');
      await sync(session, options);
    });
}
