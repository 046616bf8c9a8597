import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one message may keep the event loop to itself. */
const TURN_MS = 5;

/**
 * Runs work that yields now and then, and lets others have a turn when it takes long: also at its end, since what follows on it will take as long.
 * Undefined: it did not, and is done.
 */
export function cooperate(work: Iterator<void>): Promise<void> | undefined {
  const since = performance.now();
  while (work.next().done !== true) if (performance.now() - since >= TURN_MS) return goOn(work);
  return undefined;
}

async function goOn(work: Iterator<void>): Promise<void> {
  for (;;) {
    await nextTurn();
    const since = performance.now();
    while (performance.now() - since < TURN_MS) if (work.next().done === true) return nextTurn();
  }
}
