import { createHash } from 'node:crypto';
import type { Config } from '../../config/config.js';
import { loadExtensions } from '../../config/load-extensions.js';
import { supplied } from '../../core/supplied.js';
import { agreementsOf } from '../../directory/authorise.js';
import { SyncRoster } from '../../exchange/sync/sync-roster.js';
import { openKeyring } from '../../secret/open-keyring.js';
import type { Store } from '../../store/store.js';
import { createLog } from '../../telemetry/log.js';
import { startTraces } from '../../telemetry/start-traces.js';
import type { Traces } from '../../telemetry/traces.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { EXIT, type ExitCode } from '../terminal/exit-code.js';
import { explain } from '../terminal/explain-error.js';
import { note, printJson } from '../terminal/print.js';
import { Progress } from '../terminal/progress.js';
import { stopSignal } from '../terminal/stop-signal.js';
import { allowLostOutput } from '../terminal/watch-output.js';
import { Schedule } from './schedule.js';
import { exitCodeOf, printSync } from './sync-text.js';

export interface SyncOptions {
  readonly school?: readonly string[];
  readonly all?: true;
  readonly schoolYear?: string;
  readonly party?: string;
  readonly full?: true;
  readonly acceptShrink?: true;
  readonly acceptOlder?: true;
  readonly dryRun?: true;
  readonly schedule?: string;
  readonly jitter?: number;
  readonly json?: true;
}

/** Syncs schools once, or until it is told to stop. Errors: `CommandError`, `StoreError`. */
export async function sync(session: Session, options: SyncOptions): Promise<void> {
  const { schedule: pattern, jitter, school, all } = options;
  if (school === undefined && all === undefined) throw wrongUsage('give --school or --all');
  if (jitter !== undefined && pattern === undefined) throw wrongUsage('--jitter goes with --schedule');
  const schedule = pattern === undefined ? undefined : new Schedule(pattern, jitter ?? 0);
  const config = session.config();
  const traces = await startTraces(config, createLog({ level: config.logLevel, stream: process.stderr }));
  const work = async (store: Store): Promise<void> => {
    const run = await preparedRun(config, store, options, traces);
    // What cannot be synced at all is said at once, also when the first run is hours away.
    const now = await schoolsToSync(store, options);
    if (schedule === undefined) {
      session.exitCode = await run(now);
      return;
    }
    const stopping = new AbortController();
    allowLostOutput();
    void stopSignal(() => {
      note('uwlr: stopped at once; the sync in progress was cut off');
      process.exit(EXIT.failed);
    }).then(() => stopping.abort());
    const scheduled = async (lost: AbortSignal) => run(await schoolsToSync(store, options), AbortSignal.any([stopping.signal, lost]));
    await schedule.run(async () => {
      const done = await store.alone(dutyOf(options), scheduled);
      if (done === undefined) note('uwlr: another process is at this sync: this run was skipped');
    }, stopping.signal);
  };
  await withExistingStore(config, work, { lasting: schedule !== undefined }).finally(() => traces?.stop());
}

/** See `DutyStore`: schedules of the same schools are one duty, on whatever machines they are. */
function dutyOf({ school, party, schoolYear }: SyncOptions): string {
  const digest = createHash('sha256').update(JSON.stringify([school?.toSorted() ?? 'all', party, schoolYear]));
  return `sync-${digest.digest('hex').slice(0, 16)}`;
}

type Run = (schools: readonly string[], stop?: AbortSignal) => Promise<ExitCode>;

/** A run over some schools, one after the other; gives the worst of their exit codes. */
async function preparedRun(config: Config, store: Store, options: SyncOptions, traces: Traces | undefined): Promise<Run> {
  const { schoolYear: year, party, full = false, acceptShrink = false, acceptOlder = false, dryRun = false, json } = options;
  const { shrinkLimit, allowTargets } = config;
  const extensions = await loadExtensions(config.extensions);
  const syncRoster = new SyncRoster({
    store,
    keyring: await openKeyring(config, store),
    extensions,
    allowTargets,
    refusePilotIds: config.mode === 'production',
    observe: (record) => traces?.exchange(record),
  });
  const asked = {
    ...supplied({ schoolYear: year, party }),
    ...{ full, acceptShrink, acceptOlder, dryRun, shrinkLimit },
  };
  return async (toSync, stop) => {
    let worst: ExitCode = EXIT.done;
    for (const school of toSync) {
      if (stop?.aborted) break;
      try {
        const progress = new Progress(`asking for ${school}`, 0);
        const report = await syncRoster.run({ school, ...asked, onBytes: (bytes) => progress.add(bytes) }).finally(() => progress.end());
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

function worseOf(one: ExitCode, other: ExitCode): ExitCode {
  return one > other ? one : other;
}

/** The schools that are meant. Throws `CommandError` for one that is not known, and when there are none. */
async function schoolsToSync(
  store: Store,
  { school, party }: { readonly school?: readonly string[]; readonly party?: string },
): Promise<readonly string[]> {
  const directory = await store.directory();
  const { schools, parties } = directory;
  if (party !== undefined && parties.get(party)?.role !== 'las') throw negativeAnswer(`there is no administration ${party}`);
  if (school !== undefined) {
    const unknown = school.filter((id) => !schools.has(id));
    if (unknown.length > 0) throw negativeAnswer(`there is no school ${unknown.join(', ')}: add it with uwlr school add`);
    return school;
  }
  const now = new Date().toISOString();
  const agreed = agreementsOf(directory, { party }, 'leerlinggegevens', now).filter((one) => parties.get(one.party)?.role === 'las');
  if (agreed.length === 0) throw negativeAnswer('no school has an agreement with an administration: add one with uwlr agreement add');
  return [...new Set(agreed.map((agreement) => agreement.school))].sort();
}
