import { setTimeout } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { runSoon, type Script } from '../../sql/script.js';
import { isGivenUp, isLocked } from './failure.js';
import { EVERY_CHAIN } from './locks.js';
import { type How, Run } from './run.js';

/** How often a transaction that the database gave up is run again, and how long at most is waited before, in ms. */
const RETRIES = 8;
const LONGEST_PAUSE_MS = 40;

export type { How, Writing } from './run.js';

/**
 * Runs a script on a connection. What begins a transaction goes with its first trip. The locks come in sorted order, before anything is read:
 * each statement sees what was committed before it began. A transaction that the database gives up is run again whole, as is one that cannot
 * have alone what all share; `script` makes it anew. Errors: those of the script, of PostgreSQL and of the connection; then nothing was done, unless
 * the connection went away during the commit.
 */
export async function runScript<T>(client: ClientBase, how: How, script: () => Script<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const run = new Run(client, how);
    try {
      const value = await runSoon(script(), (step) => run.answer(step));
      await run.end();
      return value;
    } catch (error) {
      await run.undo(error);
      if (attempt > RETRIES || !mayBeRunAgain(error, how)) throw error;
      // Not all at the same time, so that they do not meet again.
      await setTimeout(Math.random() * LONGEST_PAUSE_MS);
    }
  }
}

function mayBeRunAgain(error: unknown, how: How): boolean {
  if (isGivenUp(error)) return true;
  return isLocked(error) && typeof how === 'object' && (how.exclusiveAudit === true || how.schools === EVERY_CHAIN);
}
