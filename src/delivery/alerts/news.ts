import type { Alert } from '../../store/outbox-store.js';

const MINUTE_MS = 60_000;

/** After people were told of trouble of a kind with a target, they are told of more of it no sooner than this. */
export const QUIET_MS = 30 * MINUTE_MS;
/** Trouble has to be over for so long before people are told that it is. */
export const STEADY_MS = 5 * MINUTE_MS;

/**
 * What of the alerts that nobody was told of is told at `at`. A target that goes up and down every minute is told of once in `QUIET_MS`
 * as long as it does, and once when it stopped doing so; one that goes down and stays down at once, and not again.
 */
export function newsOf(alerts: readonly Alert[], at: Date): readonly Alert[] {
  return alerts.filter((alert) =>
    alert.phase === 'started'
      ? hasPassed(alert.lastTold, QUIET_MS, at)
      : hasPassed(alert.endedAt, STEADY_MS, at) && !alerts.some((other) => other.phase === 'started' && isAlike(alert, other)),
  );
}

/**
 * What is no news any more once people were told of this start: that the trouble before it ended. They think that it went on, and are
 * right again.
 */
export function replacedBy(told: Alert, alerts: readonly Alert[]): readonly Alert[] {
  return told.phase === 'ended' ? [] : alerts.filter((alert) => alert.phase === 'ended' && isAlike(alert, told));
}

/** Since nothing, or since a moment that is yet to come, as after the clock was set back, any time has passed. */
export function hasPassed(since: string | undefined, time: number, at: Date): boolean {
  const passed = since === undefined ? time : at.getTime() - Date.parse(since);
  return passed >= time || passed < 0;
}

function isAlike(one: Alert, other: Alert): boolean {
  return one.target === other.target && one.kind === other.kind;
}
