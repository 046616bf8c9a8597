import { setTimeout as wait } from 'node:timers/promises';
import { Cron } from 'croner';
import { wrongUsage } from '../terminal/command-error.js';
import { explain } from '../terminal/explain-error.js';
import { note } from '../terminal/print.js';

/** How often the clock is looked at. It may be set while a run is waited for, and timers do not follow it. */
const LOOK_MS = 60_000;

export interface ScheduleTime {
  readonly now: () => Date;
  /** Resolves after so many milliseconds, which no clock changes, or when `signal` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

const SYSTEM_TIME: ScheduleTime = {
  now: () => new Date(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
};

/** Runs work again and again, at the times of a cron pattern in Dutch time. A run that takes long makes the times within it pass by. */
export class Schedule {
  readonly #cron: Cron;

  /** `jitterMs`: the most to wait before each run. Throws `CommandError` for what is no pattern, or never comes. */
  constructor(
    pattern: string,
    private readonly jitterMs: number,
    private readonly time: ScheduleTime = SYSTEM_TIME,
  ) {
    this.#cron = cronOf(pattern);
  }

  /** Resolves when `stop` is aborted, after the run that is on by then. An error ends a run, not the schedule. */
  async run(work: () => Promise<void>, stop: AbortSignal): Promise<void> {
    for (;;) {
      const next = this.#cron.nextRun(this.time.now());
      if (next === null || stop.aborted) return;
      note(`Next run: ${next.toISOString()}`);
      const came = await this.#waitUntil(next.getTime(), Math.random() * this.jitterMs, stop);
      if (stop.aborted) return;
      if (came) await work().catch((error: unknown) => note(`uwlr: ${explain(error).text}`));
    }
  }

  /** False: the clock was set back before the moment, so that the next run may be another. Set on past the moment it has come. */
  async #waitUntil(moment: number, jitter: number, signal: AbortSignal): Promise<boolean> {
    let before = this.time.now().getTime();
    for (let left = moment + jitter - before; left > 0 && !signal.aborted; left = moment + jitter - before) {
      await this.time.sleep(Math.min(Math.ceil(left), LOOK_MS), signal);
      const now = this.time.now().getTime();
      if (now < before) return before >= moment;
      before = now;
    }
    return true;
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
  throw wrongUsage("--schedule: expected a cron pattern of five or six parts such as '30 5 * * 1-5' that matches a moment in the future");
}
