import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import type { Pool } from '../connection/pool.js';
import { Coalesced } from '../memory/coalesced.js';

/** What nodes tell each other. `work`: there may be something to deliver. `memory`: the directory or learning goals changed. */
export type Notice = 'work' | 'memory';

const CHANNEL = 'uwlr';
/** After which time a connection that was lost is made again, in ms; longer each time. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [250, 30_000];

/**
 * Tells other nodes that something was committed, and hears what they tell. Nothing rests on it: what is lost comes to light when somebody
 * looks next.
 */
export class Notices {
  private readonly node = randomUUID();
  private readonly untold = new Set<Notice>();
  private readonly telling = new Coalesced(() => this.send());
  private readonly stopping = new AbortController();
  private listening: Promise<void> | undefined;
  private connected: pg.Client | undefined;

  /** `hear`: of other nodes. After a time without a connection it is told everything, as nobody knows what was missed. */
  constructor(
    private readonly pool: Pool,
    private readonly hear: (notice: Notice) => void,
  ) {}

  /** Without waiting for it. To be called after the commit: inside a transaction it would hold up all that commit. */
  tell(notice: Notice): void {
    this.untold.add(notice);
    void this.telling.run().catch(() => undefined);
  }

  /** Hears from now on. */
  listen(): void {
    this.listening ??= this.keepListening();
  }

  /** Once what there is to tell was told, as far as that can be done. */
  async close(): Promise<void> {
    this.stopping.abort();
    await this.telling.run().catch(() => undefined);
    await this.connected?.end().catch(() => undefined);
    await this.listening;
  }

  private async send(): Promise<void> {
    const words = [...this.untold];
    this.untold.clear();
    if (words.length === 0) return;
    const payloads = words.map((word) => `${this.node} ${word}`);
    await this.pool.with('notice', (client) =>
      client.query(`SELECT pg_notify('${CHANNEL}', payload) FROM unnest($1::text[]) AS told (payload)`, [payloads]),
    );
  }

  private async keepListening(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; failures++) {
      const heard = await this.listenOnce();
      if (heard) failures = 0;
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
      await setTimeout(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Until the connection ends. False: there was none. */
  private async listenOnce(): Promise<boolean> {
    const client = this.pool.client();
    const ended = new Promise<void>((resolve) => {
      client.once('end', resolve);
      client.once('error', () => resolve());
    });
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => this.heard(payload));
    try {
      await client.connect();
      this.connected = client;
      if (this.stopping.signal.aborted) return false;
      await client.query(`LISTEN ${CHANNEL}`);
      for (const notice of ['memory', 'work'] as const) this.hear(notice);
      await ended;
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private heard(payload: string | undefined): void {
    const [node, word] = payload?.split(' ') ?? [];
    if (node !== this.node && (word === 'work' || word === 'memory')) this.hear(word);
  }
}
