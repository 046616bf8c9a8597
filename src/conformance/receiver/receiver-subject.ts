import { setTimeout as wait } from 'node:timers/promises';
import { supplied } from '../../core/supplied.js';
import { timeUuid } from '../../model/time-uuid.js';
import { CouldNotTest } from '../could-not-test.js';
import type { Exchange } from '../traffic/exchange.js';
import type { HttpClient, Sending } from '../traffic/http-client.js';
import type { Evidence } from '../verdict.js';
import { ItemInventor, resultItem } from './item-inventor.js';
import type { ReceiverConfig } from './receiver-config.js';
import type { LedgerReader, ReceiverLedger } from './receiver-ledger.js';
import { type ReceiverItem, type ReceiverMessage, typeOf } from './receiver-message.js';
import { type Signing, signedHeaders } from './signature.js';

/** What a receiver answered to one message. */
export interface ReceiverAnswer {
  /** 2xx, and no page for people. */
  readonly accepted: boolean;
  /** Absent when no answer came. */
  readonly status?: number;
  readonly isPage: boolean;
  /** `HTTP 204`, `no answer (timeout)`. */
  readonly words: string;
  readonly exchange: Exchange;
}

export interface Posting {
  readonly signing?: Signing;
  /** Replaces headers, also those of the signature; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** The text to send, instead of the message as JSON. */
  readonly body?: string;
  readonly slowly?: Sending['slowly'];
}

/** How long a receiver may take to show in its ledger what it confirmed: it may work on a message after it answered. */
const SETTLE_MS = 5_000;
const LOOK_AGAIN_MS = 50;
/** Beyond each that the tests send. */
const LAST_REVISION = 1_000;
/** Of one message, as the gateway has it. */
const MOST_ITEMS = 250;

/** A receiver of webhooks under test. */
export class ReceiverSubject {
  readonly invent: ItemInventor;
  /** Ids of results and signals that the receiver may hold. */
  readonly #left = new Set<string>();
  #ledgerLost = false;

  constructor(
    readonly config: ReceiverConfig,
    private readonly http: HttpClient,
    private readonly ledger: LedgerReader | undefined,
  ) {
    this.invent = new ItemInventor(config.school);
  }

  /** A message with a new id. */
  message(items: readonly ReceiverItem[], changes: Partial<ReceiverMessage> = {}): ReceiverMessage {
    return { type: typeOf(items), batch: timeUuid(Date.now()), school: this.config.school, items, ...changes };
  }

  /** Posts a message as the gateway does, but for what is said otherwise. */
  async post(message: ReceiverMessage, posting: Posting = {}): Promise<ReceiverAnswer> {
    const { signing, headers = {}, body = JSON.stringify(message), slowly } = posting;
    const { url, secret, headers: own = {} } = this.config;
    for (const id of message.items.flatMap(idOf)) this.#left.add(id);
    const all = { 'content-type': 'application/json', ...own, ...signedHeaders(message.batch, body, [secret], signing), ...headers };
    const sent = Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined);
    return answerOf(await this.http.send({ url, headers: Object.fromEntries(sent), body, ...supplied({ slowly }) }));
  }

  /** Posts new messages with these items, one after the other. */
  async deliver(...messages: readonly (readonly ReceiverItem[])[]): Promise<ReceiverAnswer[]> {
    const answers: ReceiverAnswer[] = [];
    for (const items of messages) answers.push(await this.post(this.message(items)));
    return answers;
  }

  /** Takes back all that was sent, so that nothing of it is left in the receiver, as far as it works on withdrawals. */
  async withdrawAll(): Promise<void> {
    const items = [...this.#left].map((id) => this.invent.withdrawal({ id, revision: LAST_REVISION }));
    this.#left.clear();
    for (let at = 0; at < items.length; at += MOST_ITEMS) await this.deliver(items.slice(at, at + MOST_ITEMS));
  }

  /** Whether its ledger could not be read at some moment of the run. */
  get ledgerLost(): boolean {
    return this.#ledgerLost;
  }

  /**
   * What the receiver holds, once it has worked on everything that was sent before; undefined when it does not tell. Messages of one
   * school come in order, so it has when it holds a result that is sent last. Throws `CouldNotTest`.
   */
  async held(): Promise<{ readonly ledger: ReceiverLedger; readonly settled: boolean } | undefined> {
    if (this.ledger === undefined) return undefined;
    const last = this.invent.result();
    await this.deliver([resultItem(last)]);
    const deadline = performance.now() + SETTLE_MS;
    for (;;) {
      const ledger = await this.ledger.read().catch((error: unknown) => {
        this.#ledgerLost ||= error instanceof CouldNotTest;
        throw error;
      });
      const settled = ledger.results.some(({ id }) => id === last.id);
      if (settled || performance.now() > deadline) return { ledger, settled };
      await wait(LOOK_AGAIN_MS);
    }
  }
}

function idOf(item: ReceiverItem): readonly string[] {
  if (item.kind === 'result') return [item.result.id];
  // A test may send kinds that nobody knows.
  return 'signal' in item ? [item.signal.id] : [];
}

export function seen({ words, exchange }: ReceiverAnswer): Evidence {
  return { kind: exchange.answer === undefined ? 'connection' : 'answer', text: words, exchange: exchange.number };
}

function answerOf(exchange: Exchange): ReceiverAnswer {
  const { answer, trouble } = exchange;
  if (answer === undefined) return { accepted: false, isPage: false, words: `no answer (${trouble})`, exchange };
  const { status, headers, body } = answer;
  const isPage = status >= 200 && status < 300 && looksLikePage(headers['content-type'] ?? '', body);
  const accepted = status >= 200 && status < 300 && !isPage;
  return { accepted, status, isPage, words: `HTTP ${status}${isPage ? ' with an HTML page' : ''}`, exchange };
}

/** As docs/delivery.md says: HTML by its first characters, or `text/html` with a tag in it or of more than 256 bytes. */
function looksLikePage(type: string, body: Buffer): boolean {
  const start = body.subarray(0, 4096).toString('latin1');
  if (/^\s*<(?:!doctype html|html|head|body)\b/i.test(start)) return true;
  return /text\/html/i.test(type) && (body.length > 256 || /<[a-z]/i.test(start));
}
