import type { Alert, OutboxStore } from '../../store/outbox-store.js';
import type { AlertChannel, NotTaken } from './alert-channel.js';
import { alertKey } from './alert-message.js';
import { ChannelTurn } from './channel-turn.js';
import { newsOf, replacedBy } from './news.js';

export interface AlerterParts {
  readonly outbox: Pick<OutboxStore, 'alerts' | 'alertSent'>;
  readonly channels: readonly AlertChannel[];
  readonly now: () => Date;
  /** People were told; where there is no channel, this is the telling. */
  readonly told: (alert: Alert) => void;
  readonly notTaken: (channel: AlertChannel['name'], why: NotTaken) => void;
}

/**
 * Tells people when trouble with a target starts and when it ends. An alert counts as told, also after a restart, once one channel took
 * it; the others go on trying for as long as the gateway runs.
 */
export class Alerter {
  private readonly turns: readonly ChannelTurn[];

  constructor(private readonly parts: AlerterParts) {
    this.turns = parts.channels.map((channel) => new ChannelTurn(channel, (why) => parts.notTaken(channel.name, why)));
  }

  /** Looks once, and tells what there is to tell. Not to be called again before it resolves. Throws the errors of the store. */
  async look(): Promise<void> {
    const { outbox, now, told } = this.parts;
    const at = now();
    const alerts = await outbox.alerts(at.toISOString());
    const news = newsOf(alerts, at);
    const taken = await Promise.all(this.turns.map((turn) => turn.send(news, at)));
    for (const alert of news) {
      const key = alertKey(alert);
      if (this.turns.length > 0 && !taken.some((keys) => keys.has(key))) continue;
      for (const done of [alert, ...replacedBy(alert, alerts)]) await outbox.alertSent(done, at.toISOString());
      for (const [index, turn] of this.turns.entries()) if (!taken[index]!.has(key)) turn.missed(alert);
      told(alert);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.parts.channels.map((channel) => channel.close()));
  }
}
