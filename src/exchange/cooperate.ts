import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one message may keep the event loop to itself. */
const TURN_MS = 5;

/** Runs work that yields now and then, and lets others have a turn when it takes long. */
export async function cooperate(work: Iterator<void>): Promise<void> {
  let since = performance.now();
  while (work.next().done !== true) {
    if (performance.now() - since < TURN_MS) continue;
    await nextTurn();
    since = performance.now();
  }
}
