import { Webhook } from 'standardwebhooks';
import type { HeldResult, HeldSignal } from '../../conformance/receiver/receiver-ledger.js';
import type { WebhookMessage } from '../../delivery/webhook/webhook-message.js';
import { type Handling, isAnswer, textOf, type WholeRequest } from '../http/whole-message.js';
import type { WebhookHoldings } from '../webhook-holdings.js';
import type { HandledDefect } from './handled-defect.js';

/** The receiver that has the defect, as it is without it. */
export interface SoundReceiver {
  readonly secrets: readonly string[];
  /** What it holds: a defect may spoil it. */
  readonly holdings: WebhookHoldings;
}

export type ReceiverDefect = HandledDefect<SoundReceiver>;

/** Whether a message that is not proven to be ours is taken all the same: it is signed anew before the receiver sees it. */
export function trusts(
  name: string,
  breaks: string,
  does: string,
  which: (request: WholeRequest, secret: string) => boolean,
): ReceiverDefect {
  return {
    name,
    breaks,
    does,
    start:
      ({ secrets: [secret = ''] }) =>
      (request, next) =>
        next(request.method === 'POST' && which(request, secret) ? signedAnew(request, secret) : request),
  };
}

/** It refuses some messages with this status, and takes nothing in of them. */
export function refuses(
  name: string,
  breaks: string,
  does: string,
  which: (message: WebhookMessage, request: WholeRequest) => boolean,
  status = 400,
): ReceiverDefect {
  return {
    name,
    breaks,
    does,
    start: () => async (request, next) => {
      const message = messageIn(request);
      return message !== undefined && which(message, request) ? { status, headers: {}, body: Buffer.alloc(0) } : next(request);
    },
  };
}

/** What the receiver held before a message. */
export interface Before {
  readonly results: readonly HeldResult[];
  readonly signals: readonly HeldSignal[];
}

/** It says yes to a message, and holds something else than it should. */
export function holds(
  name: string,
  breaks: string,
  does: string,
  spoil: (holdings: WebhookHoldings, message: WebhookMessage, before: Before) => void,
): ReceiverDefect {
  return {
    name,
    breaks,
    does,
    start:
      ({ holdings }) =>
      async (request, next) => {
        const message = messageIn(request);
        const before = { results: holdings.results.map((one) => ({ ...one })), signals: holdings.signals.map((one) => ({ ...one })) };
        const answer = await next(request);
        if (message !== undefined && isAnswer(answer) && answer.status < 300) spoil(holdings, message, before);
        return answer;
      },
  };
}

/** Anything else. */
export function mishandles(name: string, breaks: string, does: string, start: (receiver: SoundReceiver) => Handling): ReceiverDefect {
  return { name, breaks, does, start };
}

/** The message in a request; undefined when there is none. */
export function messageIn(request: WholeRequest): WebhookMessage | undefined {
  if (request.method !== 'POST') return undefined;
  try {
    return JSON.parse(textOf(request) ?? '') as WebhookMessage;
  } catch {
    return undefined;
  }
}

/** As if it came now, from somebody with the secret. */
export function signedAnew(request: WholeRequest, secret: string): WholeRequest {
  const id = request.headers['webhook-id'] ?? messageIn(request)?.batch ?? '';
  const now = new Date();
  const signature = new Webhook(secret).sign(id, now, textOf(request) ?? '');
  const headers = {
    ...request.headers,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signature,
  };
  return { ...request, headers };
}
