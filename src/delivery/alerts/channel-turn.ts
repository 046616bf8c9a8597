import type { Alert } from '../../store/outbox-store.js';
import type { AlertChannel, NotTaken } from './alert-channel.js';
import { alertKey, alertMessage } from './alert-message.js';
import { hasPassed } from './news.js';

const MINUTE_MS = 60_000;

/** Between two messages over one channel: what comes up meanwhile goes together in the next. */
export const GAP_MS = 5 * MINUTE_MS;
/** After a message that was not taken; twice as long after each further one, up to an hour. */
export const FIRST_RETRY_MS = MINUTE_MS;
const LAST_RETRY_MS = 60 * MINUTE_MS;

/** When a channel is next, and what it has missed: that others took and this one did not. Kept in memory only. */
export class ChannelTurn {
  private readonly behind = new Map<string, Alert>();
  private lastTry: string | undefined;
  private wait = 0;
  private failures = 0;

  constructor(
    private readonly channel: AlertChannel,
    private readonly notTaken: (why: NotTaken) => void,
  ) {}

  /** Sends what it missed and what is new in one message, when it is time. Gives the keys of what was taken. */
  async send(news: readonly Alert[], at: Date): Promise<ReadonlySet<string>> {
    const over = new Set(news.filter(({ phase, id }) => phase === 'ended' && this.hasMissedStart(id)).map(({ id }) => id));
    const alerts = [...this.behind.values(), ...news].filter(({ id }) => !over.has(id));
    if (alerts.length === 0 || !hasPassed(this.lastTry, this.wait, at)) return new Set();
    this.lastTry = at.toISOString();
    const why = await this.channel.send(alertMessage(alerts, at));
    if (why !== undefined) {
      this.wait = Math.min(FIRST_RETRY_MS * 2 ** this.failures, LAST_RETRY_MS);
      this.failures += 1;
      this.notTaken(why);
      return new Set();
    }
    this.wait = GAP_MS;
    this.failures = 0;
    const keys = new Set(alerts.map(alertKey));
    for (const key of keys) this.behind.delete(key);
    return keys;
  }

  /** Others were told. Of what began and ended while this one took nothing, it is told nothing. */
  missed(alert: Alert): void {
    if (alert.phase === 'ended' && this.behind.delete(alertKey({ id: alert.id, phase: 'started' }))) return;
    this.behind.set(alertKey(alert), alert);
  }

  private hasMissedStart(id: string): boolean {
    return this.behind.has(alertKey({ id, phase: 'started' }));
  }
}
