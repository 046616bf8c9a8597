import { alertSecretOf } from '../../config/alert-settings.js';
import type { Config } from '../../config/config.js';
import type { AlertChannel } from '../../delivery/alerts/alert-channel.js';
import { Alerter } from '../../delivery/alerts/alerter.js';
import type { OutboxStore } from '../../store/outbox-store.js';
import type { Log } from '../../telemetry/log.js';

const LOOK_MS = 15_000;
/** Whoever takes alerts answers at once; the next one may not have to wait for one that does not. */
const TIMES = { connectTimeoutMs: 10_000, answerTimeoutMs: 20_000, pieceTimeoutMs: 10_000, totalTimeoutMs: 30_000 };

/**
 * Tells people of trouble with targets for as long as the gateway runs, over these channels, and in the log. Gives the function that ends
 * it, and closes the channels.
 */
export function startAlerting(
  outbox: Pick<OutboxStore, 'alerts' | 'alertSent'>,
  channels: readonly AlertChannel[],
  log: Log,
): () => Promise<void> {
  const alerter = new Alerter({
    outbox,
    channels,
    now: () => new Date(),
    told: ({ target, kind: trouble, phase, reason: holdReason, waiting, dead }) => {
      if (phase === 'started') log.warn('delivery trouble', { target, trouble, holdReason, waiting, dead });
      else log.info('delivery trouble over', { target, trouble, waiting, dead });
    },
    notTaken: (channel, { status, error }) => log.warn('alert not taken', { channel, status, error }),
  });
  let looking: Promise<void> | undefined;
  // One line for a store that is out of order for an hour.
  let failed = false;
  const look = () => {
    looking ??= alerter
      .look()
      .then(
        () => {
          failed = false;
        },
        (error: unknown) => {
          if (!failed) log.error('alerts failed', { error });
          failed = true;
        },
      )
      .finally(() => {
        looking = undefined;
      });
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    // Ends what is being sent. What was not taken is told after the next start.
    await alerter.close();
    await looking;
  };
}

/** What the settings name; each is loaded only where it is used. Throws `ConfigError`. */
export async function alertChannels(config: Config): Promise<readonly AlertChannel[]> {
  const { alertWebhook, alertSmtp, alertMailFrom, alertMailTo } = config;
  const secret = alertSecretOf(config);
  const channels: AlertChannel[] = [];
  if (alertWebhook !== undefined && secret !== undefined) {
    const { webhookChannel } = await import('../../delivery/alerts/webhook-channel.js');
    const { HttpCaller } = await import('../../delivery/targets/http-caller.js');
    const url = alertWebhook.reveal();
    // Who can set this could as well set what may be called.
    const caller = new HttpCaller({ ...TIMES, allowTargets: [new URL(url).hostname.replace(/^\[|\]$/g, '')] });
    channels.push(webhookChannel({ url, secret: secret.reveal(), caller }));
  }
  if (alertSmtp !== undefined && alertMailFrom !== undefined && alertMailTo !== undefined) {
    const { mailChannel } = await import('../../delivery/alerts/mail-channel.js');
    channels.push(mailChannel({ smtp: alertSmtp.reveal(), from: alertMailFrom, to: alertMailTo }));
  }
  return channels;
}
