import { Webhook } from 'standardwebhooks';
import { supplied } from '../../core/supplied.js';
import { SoapClientError } from '../../soap/client/client-error.js';
import type { HttpCaller } from '../targets/http-caller.js';
import { isPage } from '../targets/page-answer.js';
import type { AlertChannel, NotTaken } from './alert-channel.js';
import type { AlertMessage } from './alert-message.js';
import { alertWords, commandFor } from './alert-words.js';

export interface WebhookChannelOptions {
  readonly url: string;
  /** `whsec_` and base64. */
  readonly secret: string;
  readonly caller: Pick<HttpCaller, 'post' | 'close'>;
}

/**
 * Posts alerts as JSON, signed as Standard Webhooks says. `text` has all of it in words, where chat services look for it; scripts go by
 * `data.alerts`. Any 2xx is a yes, unless it comes with a page for people.
 */
export function webhookChannel({ url, secret, caller }: WebhookChannelOptions): AlertChannel {
  const signer = new Webhook(secret);
  return {
    name: 'webhook',
    send: async (message): Promise<NotTaken | undefined> => {
      const body = alertBody(message);
      const headers = {
        'content-type': 'application/json',
        'webhook-id': message.id,
        'webhook-timestamp': String(Math.floor(message.at.getTime() / 1000)),
        'webhook-signature': signer.sign(message.id, message.at, body),
      };
      try {
        const answer = await caller.post(url, headers, body);
        const { status } = answer;
        return status >= 200 && status < 300 && !isPage(answer) ? undefined : { status };
      } catch (error) {
        if (!(error instanceof SoapClientError)) throw error;
        return { error, ...supplied({ status: error.status }) };
      }
    },
    close: () => caller.close(),
  };
}

function alertBody({ at, alerts }: AlertMessage): string {
  return JSON.stringify({
    type: 'delivery.alerts',
    timestamp: at.toISOString(),
    text: alerts.map((alert) => alertWords(alert, 'en')).join('\n'),
    data: {
      alerts: alerts.map((alert) => {
        const { id, phase, target, kind, reason, since, endedAt, waiting, dead, tasks, schools } = alert;
        const words = { nl: alertWords(alert, 'nl'), en: alertWords(alert, 'en') };
        return { id, phase, target, kind, reason, since, endedAt, waiting, dead, tasks, schools, words, command: commandFor(alert) };
      }),
    },
  });
}
