import { retag } from '../../admin/goals/retag.js';
import type { Store } from '../../store/store.js';
import type { Log } from '../../telemetry/log.js';

/** How often it is looked whether somebody asked for a re-tag: another process may have. */
const LOOK_MS = 2_000;

export interface RetaggingParts {
  readonly store: Store;
  /** There may be something to deliver. */
  readonly poke: () => void;
  readonly log: Log;
}

/**
 * Tags results anew when sets or mappings changed, school by school, for as long as the gateway runs. Gives the function that ends it: a
 * re-tag under way stops where it is, and whoever comes next goes on from there.
 */
export function startRetagging({ store, poke, log }: RetaggingParts, everyMs = LOOK_MS): () => Promise<void> {
  let ending = false;
  let timer: NodeJS.Timeout | undefined;
  const stopping = () => ending;

  async function look(): Promise<void> {
    for (const job of await store.goals.links.openRetags()) {
      if (ending) return;
      const { school } = job;
      const done = await retag(store, job, { stopping }).catch((error: unknown) => {
        log.error('retag failed', { school, error });
        return undefined;
      });
      if (done === undefined) continue;
      log.info('retagged', { school, count: done.changed });
      if (done.events > 0) poke();
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
