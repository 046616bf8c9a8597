import type { Workload } from '../../exchange/workload.js';
import type { Terms } from '../../privacy/data-class.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { forgetGone } from '../../retention/forget-gone.js';
import type { Asked } from '../../retention/purge-guard.js';
import { rowsOf } from '../../retention/rows-of.js';
import { type Purged, runPurge } from '../../retention/run-purge.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { Store } from '../../store/store.js';
import type { Log } from '../../telemetry/log.js';
import type { Metrics } from '../../telemetry/metrics.js';

const DAY_MS = 86_400_000;

/** See `DutyStore`. */
const FORGET = 'forget';

export interface PurgeParts {
  readonly store: Store;
  /** To tell whom aliases stand for, which go when nothing else is left of them. */
  readonly keyring: Keyring;
  /** The file is written anew only while no message is in work. */
  readonly workload: Pick<Workload, 'messages'>;
  readonly metrics: Pick<Metrics, 'purged' | 'purgeAsks' | 'purgeFailed'>;
  readonly log: Log;
}

/**
 * Purges when the gateway has started and every day after that, unless another process, or node, is at it. Gives the function that ends it: a
 * purge under way stops where it is, and the next one goes on from there.
 */
export function startDailyPurge({ store, keyring, workload, metrics, log }: PurgeParts, terms: Terms): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let ending = false;
  const purge = () => {
    const options = { terms, now: new Date(), stopping: () => ending, quiet: () => workload.messages === 0 };
    running = runPurge(store, options)
      .then(async (report) => {
        if (report === undefined) return;
        tell(report, metrics, log);
        // These go by the clock too.
        if (report.outcome !== 'asks-clock') await store.purgeReceiverAliases(options.now.toISOString());
      })
      .then(() =>
        store.alone(FORGET, (lost) => forgetGone(store, new SchoolKeys(store, keyring), { stopping: () => ending || lost.aborted })),
      )
      .then(
        () => undefined,
        (error: unknown) => {
          metrics.purgeFailed();
          log.error('purge failed', { error });
        },
      );
  };
  purge();
  const timer = setInterval(purge, DAY_MS);
  timer.unref();
  return () => {
    ending = true;
    clearInterval(timer);
    return running;
  };
}

function tell({ lines, asks = [], bytesBefore, bytesAfter = bytesBefore }: Purged, metrics: PurgeParts['metrics'], log: Log): void {
  metrics.purgeAsks(asks);
  for (const [dataClass, count] of dueByClass(asks)) log.warn('purge asks', { dataClass, count, doubt: asks[0]?.doubt });
  if (lines.length === 0) return;
  for (const line of lines) {
    metrics.purged(line);
    log.info('purged', { dataClass: line.class, school: line.school, count: rowsOf(line.removed), bytes: line.bytes });
  }
  const count = lines.reduce((sum, line) => sum + rowsOf(line.removed), 0);
  log.info('purge done', { count, bytes: Math.max(0, bytesBefore - bytesAfter) });
}

/** One line a class, however many schools there are. */
function dueByClass(asks: readonly Asked[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { class: of, due } of asks) counts.set(of, (counts.get(of) ?? 0) + due);
  return counts;
}
