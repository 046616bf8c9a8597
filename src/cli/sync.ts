import { type Command, Option } from 'commander';
import type { Session } from './open/session.js';
import type { SyncOptions } from './sync/sync-schools.js';
import { duration, schools, schoolYear, text } from './terminal/arguments.js';
import { jsonOption } from './terminal/json-option.js';

export function registerSync(program: Command, session: Session): void {
  program
    .command('sync')
    .description('fetch the pupil data of schools from their administration (--shrink-limit: maximum number of leavers at once)')
    .addOption(new Option('--school <schools>', 'schools, with commas between them').argParser(schools).conflicts('all'))
    .option('--all', 'every school with an agreement with a school administration')
    .addOption(new Option('--school-year <year>', 'as in 2026-2027 (the current one)').argParser(schoolYear))
    .addOption(new Option('--party <klantcode>', 'the administration, when a school has several').argParser(text(64)))
    .option('--full', 'request all data, not only changes')
    .option('--accept-shrink', 'continue regardless of the number of pupils that would leave')
    .option('--accept-older', 'accept data that are older than the stored data')
    .option('--dry-run', 'show what would change, without changing it')
    .addOption(new Option('--schedule <pattern>', "stay, and sync when a cron pattern such as '30 5 * * 1-5' says so, in Dutch time"))
    .addOption(new Option('--jitter <time>', 'with --schedule: wait up to this long before each run, such as 10m').argParser(duration))
    .addOption(jsonOption())
    .action(async (options: SyncOptions) => {
      const { sync } = await import('./sync/sync-schools.js');
      await sync(session, options);
    });
}
