import { retag } from '../../admin/goals/retag.js';
import type { Store } from '../../store/store.js';
import type { Log } from '../../telemetry/log.js';

/** How often it is looked whether somebody asked for a re-tag: another process may have. */
const LOOK_MS = 2_000;

/** See `DutyStore`. */
const RETAG = 'retag';

export interface RetaggingParts {
  readonly store: Store;
  readonly log: Log;
}

/**
 * Tags results anew when sets or mappings changed, school by school, for as long as the gateway runs; one node at a time. Gives the function
 * that ends it: a re-tag under way stops where it is, and whoever comes next goes on from there.
 */
export function startRetagging({ store, log }: RetaggingParts, everyMs = LOOK_MS): () => Promise<void> {
  let ending = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    if ((await store.goals.links.openRetags()).length > 0) await store.alone(RETAG, work);
  }

  async function work(lost: AbortSignal): Promise<void> {
    const stopping = () => ending || lost.aborted;
    // Once more: somebody else may have been at it until now.
    for (const job of await store.goals.links.openRetags()) {
      if (stopping()) return;
      const { school } = job;
      const done = await retag(store, job, { stopping }).catch((error: unknown) => {
        log.error('retag failed', { school, error });
        return undefined;
      });
      if (done !== undefined) log.info('retagged', { school, count: done.changed });
    }
  }

  let running: Promise<void> = Promise.resolve();
  const next = () => {
    running = look()
      .catch((error: unknown) => log.error('retag failed', { error }))
      .then(() => {
        if (ending) return;
        timer = setTimeout(next, everyMs);
        timer.unref();
      });
  };
  next();
  return () => {
    ending = true;
    clearTimeout(timer);
    return running;
  };
}
