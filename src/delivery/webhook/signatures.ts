import { Webhook } from 'standardwebhooks';
import type { WebhookSettings } from '../targets/target-settings.js';

/**
 * The headers of Standard Webhooks: HMAC-SHA256 over id, moment and body, once for each secret that counts at `at`. With two secrets a
 * receiver that knows one of them can tell that the message is ours.
 */
export function signed(
  { secrets }: Pick<WebhookSettings, 'secrets'>,
  id: string,
  body: string,
  at: Date,
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const counting = secrets.filter(({ until }) => until === undefined || Date.parse(until) > at.getTime());
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': counting.map(({ secret }) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}
