import { purgeLeavers } from './exchange/roster/purge-leavers.js';
import type { Log } from './log.js';
import type { Store } from './store/store.js';

const DAY_MS = 86_400_000;

/** Purges rosters when the gateway has started and every day after that. Gives the function that ends it, once a purge under way is done. */
export function startDailyPurge(store: Store, days: number, log: Log): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const purge = () => {
    running = purgeLeavers(store, { days, now: new Date() }).then(
      ({ learners, groups, teachers }) => {
        if (learners + groups + teachers > 0) log.info('rosters purged', { learners, groups, teachers });
      },
      (error: unknown) => log.error('purge failed', { error }),
    );
  };
  purge();
  const timer = setInterval(purge, DAY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    return running;
  };
}
