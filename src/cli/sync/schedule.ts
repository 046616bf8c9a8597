import { setTimeout as wait } from 'node:timers/promises';
import { Cron } from 'croner';
import { wrongUsage } from '../command-error.js';
import { explain } from '../explain-error.js';
import { note } from '../print.js';

/** Node's timers fire at once for anything above. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** Runs work again and again, at the times of a cron pattern in Dutch time. A run that takes long makes the times within it pass by. */
export class Schedule {
  readonly #cron: Cron;

  /** `jitterMs`: the most to wait before each run. Throws `CommandError` for what is no pattern, or never comes. */
  constructor(
    pattern: string,
    private readonly jitterMs: number,
  ) {
    this.#cron = cronOf(pattern);
  }

  /** Resolves when `stop` is aborted, after the run that is on by then. An error ends a run, not the schedule. */
  async run(work: () => Promise<void>, stop: AbortSignal): Promise<void> {
    for (;;) {
      const next = this.#cron.nextRun();
      if (next === null || stop.aborted) return;
      note(`Next run: ${next.toISOString()}`);
      await this.#waitUntil(next.getTime() + Math.random() * this.jitterMs, stop);
      if (stop.aborted) return;
      await work().catch((error: unknown) => note(`uwlr: ${explain(error).text}`));
    }
  }

  async #waitUntil(moment: number, signal: AbortSignal): Promise<void> {
    for (let left = moment - Date.now(); left > 0 && !signal.aborted; left = moment - Date.now()) {
      await wait(Math.min(Math.ceil(left), LONGEST_WAIT), undefined, { signal }).catch(() => undefined);
    }
  }
}

function cronOf(pattern: string): Cron {
  try {
    const cron = new Cron(pattern, { paused: true, timezone: 'Europe/Amsterdam', mode: '5-or-6-parts' });
    // croner takes a date too, and runs once.
    if (cron.getPattern() !== undefined && cron.nextRun() !== null) return cron;
  } catch {
    // Said below, in our words.
  }
  throw wrongUsage("--schedule: expected a cron pattern of five or six parts such as '30 5 * * 1-5', of a time that comes");
}
