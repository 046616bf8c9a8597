import { type Command, Option } from 'commander';
import type { Config } from '../config.js';
import type { Store } from '../store/store.js';
import { duration, schools, schoolYear, text } from './arguments.js';
import { answerIsNo, wrongUsage } from './command-error.js';
import { EXIT } from './exit-code.js';
import { explain } from './explain-error.js';
import { jsonOption } from './json-option.js';
import { openKeyring } from './open-keyring.js';
import { withExistingStore } from './open-store.js';
import { note, printJson } from './print.js';
import type { Session } from './session.js';
import { stopSignal } from './stop-signal.js';
import { Schedule } from './sync/schedule.js';
import { exitCodeOf, printSync } from './sync/sync-text.js';
import { schoolsToSync } from './sync/to-sync.js';

export interface SyncOptions {
  readonly school?: readonly string[];
  readonly all?: true;
  readonly schoolYear?: string;
  readonly party?: string;
  readonly full?: true;
  readonly acceptShrink?: true;
  readonly dryRun?: true;
  readonly schedule?: string;
  readonly jitter?: number;
  readonly json?: true;
}

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
    .option('--dry-run', 'say what would change, and change nothing')
    .addOption(new Option('--schedule <pattern>', "stay, and sync when a cron pattern such as '30 5 * * 1-5' says so, in Dutch time"))
    .addOption(new Option('--jitter <time>', 'with --schedule: wait up to this long before each run, such as 10m').argParser(duration))
    .addOption(jsonOption())
    .action((options: SyncOptions) => sync(session, options));
}

async function sync(session: Session, options: SyncOptions): Promise<void> {
  const { schedule: pattern, jitter, school, all } = options;
  if (school === undefined && all === undefined) throw wrongUsage('give --school or --all');
  if (jitter !== undefined && pattern === undefined) throw wrongUsage('--jitter goes with --schedule');
  const schedule = pattern === undefined ? undefined : new Schedule(pattern, jitter ?? 0);
  const config = session.config();
  await withExistingStore(config, async (store) => {
    const run = await preparedRun(session, config, store, options);
    // What cannot be synced at all is said at once, also when the first run is hours away.
    const now = await schoolsToSync(store, options);
    if (schedule === undefined) {
      session.exitCode = await run(now);
      return;
    }
    const stopping = new AbortController();
    void stopSignal(() => {
      note('uwlr: stopped at once; the sync in work was cut off');
      process.exit(EXIT.failed);
    }).then(() => stopping.abort());
    await schedule.run(async () => void (await run(await schoolsToSync(store, options), stopping.signal)), stopping.signal);
  });
}

type Run = (schools: readonly string[], stop?: AbortSignal) => Promise<Session['exitCode']>;

/** A run over some schools, one after the other; gives the worst of their exit codes. */
async function preparedRun(session: Session, config: Config, store: Store, options: SyncOptions): Promise<Run> {
  const { SyncRoster } = await import('../exchange/sync/sync-roster.js');
  const { schoolYear: year, party, full = false, acceptShrink = false, dryRun = false, json } = options;
  const { shrinkLimit } = config;
  const syncRoster = new SyncRoster({ store, keyring: await openKeyring(config, store) });
  const asked = {
    ...(year === undefined ? {} : { schoolYear: year }),
    ...(party === undefined ? {} : { party }),
    ...{ full, acceptShrink, dryRun, shrinkLimit },
  };
  return async (toSync, stop) => {
    let worst: Session['exitCode'] = EXIT.done;
    for (const school of toSync) {
      if (stop?.aborted) break;
      try {
        const report = await syncRoster.run({ school, ...asked });
        if (json) printJson(report);
        else printSync(report);
        worst = worseOf(worst, exitCodeOf(report));
      } catch (error) {
        // One school must not keep the others from being synced.
        const { exitCode, text: reason } = explain(error);
        note(`uwlr: school ${school}: ${reason}`);
        worst = worseOf(worst, exitCode);
      }
    }
    return worst;
  };
}

function worseOf(one: Session['exitCode'], other: Session['exitCode']): Session['exitCode'] {
  return one > other ? one : other;
}
