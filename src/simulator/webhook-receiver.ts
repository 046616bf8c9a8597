import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { WebhookMessage } from '../delivery/webhook/webhook-message.js';
import type { ReceiverDefect } from './defects/receiver-defect.js';
import { startFront } from './http/front.js';
import { type Ledger, openLedger } from './ledger.js';
import { WebhookHoldings } from './webhook-holdings.js';
import { itemsOf, WebhookIntake } from './webhook-intake.js';

/** What a receiver does with a message whose signature is good, instead of taking it in and confirming. */
export type WebhookHabit =
  /** Takes it in, and ends the connection without an answer. */
  | { readonly does: 'lose-answer' }
  /** Takes nothing in. */
  | { readonly does: 'answer'; readonly status: number; readonly retryAfter?: string }
  /** Refuses, as 422, a message that has one of these results in it. */
  | { readonly does: 'refuse'; readonly results: readonly string[] };

export interface WebhookReceiverOptions {
  /** Each starts with `whsec_`. A signature with any of them is good. */
  readonly secrets: readonly string[];
  /** Default: one in memory. Whoever opened it closes it. */
  readonly ledger?: Ledger;
  /** What it is called in the ledger. */
  readonly receiver?: string;
  /** 0: any free one. */
  readonly port?: number;
  readonly habit?: WebhookHabit;
  /** What it does wrong. */
  readonly defects?: readonly ReceiverDefect[];
  /** Told of each message that is confirmed; `again`: it was there already. */
  readonly onTaken?: (message: WebhookMessage, again: boolean) => void;
}

export interface SimulatedWebhookReceiver {
  readonly url: string;
  /** Where it tells what it holds: `schemas/conformance/receiver-ledger.json`. */
  readonly ledgerUrl: string;
  readonly ledger: Ledger;
  /** Status of each answer, in order; 0: none was given. */
  readonly answers: readonly number[];
  /** Headers and body of each request, whatever was answered. */
  readonly requests: readonly { readonly headers: IncomingMessage['headers']; readonly body: string }[];
  /** From the next request on; undefined: takes everything in. */
  behave(habit: WebhookHabit | undefined): void;
  close(): Promise<void>;
}

/** Path at which it tells what it holds. */
const LEDGER_PATH = '/ledger';
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * A simulated receiver of webhooks on this machine. It trusts nothing but a good signature of the last five minutes, and takes a message
 * in once: whoever sends it again, by its id, is told yes. It confirms what is in its ledger, on disk.
 */
export async function startWebhookReceiver(options: WebhookReceiverOptions): Promise<SimulatedWebhookReceiver> {
  const { secrets, ledger = await openLedger(), receiver = 'webhook', port = 0, onTaken } = options;
  const hooks = secrets.map((secret) => new Webhook(secret));
  const holdings = new WebhookHoldings();
  holdings.restore(ledger.entries);
  const intake = new WebhookIntake(ledger, receiver, holdings);
  const [answers, requests]: [number[], { headers: IncomingMessage['headers']; body: string }[]] = [[], []];
  let { habit } = options;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && request.url === LEDGER_PATH) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(holdings));
      return;
    }
    const body = await textOf(request);
    if (body === undefined) return say(response, 413);
    requests.push({ headers: request.headers, body });
    if (request.method !== 'POST') return say(response, 405);
    const message = verified(hooks, body, request.headers);
    if (message === undefined) return say(response, 401);
    if (message === 'unreadable') return say(response, 400);
    if (habit?.does === 'answer') return say(response, habit.status, habit.retryAfter);
    if (habit?.does === 'refuse' && itemsOf(message).some(({ key }) => habit?.does === 'refuse' && habit.results.includes(key))) {
      return say(response, 422);
    }
    const again = await intake.take(message);
    onTaken?.(message, again);
    if (habit?.does !== 'lose-answer') return say(response, 204);
    answers.push(0);
    response.destroy();
  }

  function say(response: ServerResponse, status: number, retryAfter?: string): void {
    answers.push(status);
    response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const handlings = (options.defects ?? []).map((defect) => defect.start({ secrets, holdings }));
  server.listen(handlings.length === 0 ? port : 0, '127.0.0.1');
  await once(server, 'listening');
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const front = handlings.length === 0 ? undefined : await startFront(own, handlings, port);
  const origin = front?.origin ?? own;
  return {
    url: `${origin}/results`,
    ledgerUrl: `${origin}${LEDGER_PATH}`,
    ledger,
    answers,
    requests,
    behave: (next) => {
      habit = next;
    },
    close: async () => {
      await front?.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Undefined: it is not proven to be of whoever has a secret. */
function verified(hooks: readonly Webhook[], body: string, headers: IncomingMessage['headers']): WebhookMessage | 'unreadable' | undefined {
  for (const hook of hooks) {
    try {
      const message = hook.verify(body, headers as Record<string, string>) as Partial<WebhookMessage> | null | undefined;
      return Array.isArray(message?.items) ? (message as WebhookMessage) : 'unreadable';
    } catch (error) {
      if (error instanceof SyntaxError) return 'unreadable';
      if (!(error instanceof WebhookVerificationError)) throw error;
    }
  }
  return undefined;
}

/** Undefined: it is too long. */
async function textOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes <= MOST_BYTES) pieces.push(piece);
  }
  return bytes > MOST_BYTES ? undefined : Buffer.concat(pieces).toString('utf8');
}
