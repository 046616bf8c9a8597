import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { WebhookMessage } from '../delivery/webhook/webhook-message.js';
import { digestOf, type Ledger, type LedgerItem, openLedger } from './ledger.js';

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
  /** Told of each message that is confirmed; `again`: it was there already. */
  readonly onTaken?: (message: WebhookMessage, again: boolean) => void;
}

export interface SimulatedWebhookReceiver {
  readonly url: string;
  readonly ledger: Ledger;
  /** Status of each answer, in order; 0: none was given. */
  readonly answers: readonly number[];
  /** Headers and body of each request, whatever was answered. */
  readonly requests: readonly { readonly headers: IncomingMessage['headers']; readonly body: string }[];
  /** From the next request on; undefined: takes everything in. */
  behave(habit: WebhookHabit | undefined): void;
  close(): Promise<void>;
}

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * A simulated receiver of webhooks on this machine. It trusts nothing but a good signature of the last five minutes, and takes a message
 * in once: whoever sends it again, by its id, is told yes. It confirms what is in its ledger, on disk.
 */
export async function startWebhookReceiver(options: WebhookReceiverOptions): Promise<SimulatedWebhookReceiver> {
  const { secrets, ledger = await openLedger(), receiver = 'webhook', port = 0, onTaken } = options;
  const hooks = secrets.map((secret) => new Webhook(secret));
  const intake = new Intake(ledger, receiver);
  const [answers, requests]: [number[], { headers: IncomingMessage['headers']; body: string }[]] = [[], []];
  let { habit } = options;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    if (body === undefined) return say(response, 413);
    requests.push({ headers: request.headers, body });
    if (request.method !== 'POST') return say(response, 405);
    const message = verified(hooks, body, request.headers);
    if (message === undefined) return say(response, 401);
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
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/results`,
    ledger,
    answers,
    requests,
    behave: (next) => {
      habit = next;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Takes each message in once, also when it comes again before the first is on disk. */
class Intake {
  readonly #taken: Map<string, Promise<void>>;

  constructor(
    private readonly ledger: Ledger,
    private readonly receiver: string,
  ) {
    this.#taken = new Map(ledger.entries.map(({ message }) => [message, Promise.resolve()]));
  }

  /** True: it was there already. */
  async take(message: WebhookMessage): Promise<boolean> {
    const { batch, school } = message;
    const { receiver } = this;
    const known = this.#taken.get(batch);
    const taking = known ?? this.ledger.append({ at: new Date().toISOString(), receiver, school, message: batch, items: itemsOf(message) });
    this.#taken.set(batch, taking);
    await taking.catch((error: unknown) => {
      this.#taken.delete(batch);
      throw error;
    });
    return known !== undefined;
  }
}

function itemsOf({ items }: WebhookMessage): LedgerItem[] {
  return items.map((item) => {
    if (item.kind === 'result') return { key: item.result.id, revision: item.result.revision, digest: digestOf(item.result) };
    if (item.kind === 'result.tagged')
      return { key: item.tagged.result, revision: item.tagged.revision, digest: digestOf(item.tagged), tagged: true };
    if (item.kind !== 'withdrawal') {
      const { id, revision = 0 } = item.signal;
      return { key: id, revision, digest: digestOf(item.signal), signal: true };
    }
    const { result, revision } = item.withdrawn;
    return { key: result, revision, digest: digestOf(item.withdrawn), withdrawn: true };
  });
}

function verified(hooks: readonly Webhook[], body: string, headers: IncomingMessage['headers']): WebhookMessage | undefined {
  for (const hook of hooks) {
    try {
      return hook.verify(body, headers as Record<string, string>) as WebhookMessage;
    } catch (error) {
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
