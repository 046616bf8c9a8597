import { setTimeout as wait } from 'node:timers/promises';
import { alertSecretOf } from '../../config/alert-settings.js';
import type { Config } from '../../config/config.js';
import type { AlertChannel } from '../../delivery/alerts/alert-channel.js';
import { Alerter } from '../../delivery/alerts/alerter.js';
import type { DutyStore } from '../../store/duty-store.js';
import type { OutboxStore } from '../../store/outbox-store.js';
import type { Log } from '../../telemetry/log.js';

const LOOK_MS = 15_000;
/** Whoever takes alerts answers at once; the next one may not have to wait for one that does not. */
const TIMES = { connectTimeoutMs: 10_000, answerTimeoutMs: 20_000, pieceTimeoutMs: 10_000, totalTimeoutMs: 30_000 };

/** See `DutyStore`. */
const ALERTS = 'alerts';

/**
 * Tells people of trouble with targets for as long as the gateway runs, over these channels, and in the log. One node does so until it ends,
 * as only that one knows when it last sent something over a channel; then another takes over. Gives the function that ends it, and closes the
 * channels.
 */
export function startAlerting(
  store: DutyStore & { readonly outbox: Pick<OutboxStore, 'alerts' | 'alertSent'> },
  channels: readonly AlertChannel[],
  log: Log,
  everyMs = LOOK_MS,
): () => Promise<void> {
  const alerter = new Alerter({
    outbox: store.outbox,
    channels,
    now: () => new Date(),
    told: ({ target, kind: trouble, phase, reason: holdReason, waiting, dead }) => {
      if (phase === 'started') log.warn('delivery trouble', { target, trouble, holdReason, waiting, dead });
      else log.info('delivery trouble over', { target, trouble, waiting, dead });
    },
    notTaken: (channel, { status, error }) => log.warn('alert not taken', { channel, status, error }),
  });
  const stop = new AbortController();
  // One line for a store that is out of order for an hour.
  let failed = false;
  const succeeded = () => {
    failed = false;
  };
  const failing = (error: unknown) => {
    if (!failed) log.error('alerts failed', { error });
    failed = true;
  };
  const keepLooking = async (lost: AbortSignal) => {
    const over = AbortSignal.any([stop.signal, lost]);
    while (!over.aborted) {
      await alerter.look().then(succeeded, failing);
      await wait(everyMs, undefined, { signal: over, ref: false }).catch(() => undefined);
    }
  };
  let duty: Promise<unknown> | undefined;
  const begin = () => {
    duty ??= store
      .alone(ALERTS, keepLooking)
      .catch(failing)
      .finally(() => {
        duty = undefined;
      });
  };
  begin();
  const timer = setInterval(begin, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    stop.abort();
    // Ends what is being sent. What was not taken is told after the next start.
    await alerter.close();
    await duty;
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
