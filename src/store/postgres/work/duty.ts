import type pg from 'pg';
import { checkDuty } from '../../duty-store.js';
import { asStoreError } from '../connection/failure.js';
import type { Pool } from '../connection/pool.js';

const TAKE = "SELECT pg_try_advisory_lock(hashtextextended('duty ' || $1, 0)) AS taken";
/** How often it is looked whether the connection is still there, in ms. */
const LOOK_EVERY_MS = 10_000;

/** A duty that this process is at: a lock of a connection of its own, which the server lets go of when that ends. */
export class Duty {
  private readonly losing = new AbortController();
  private readonly looking: NodeJS.Timeout;

  private constructor(private readonly client: pg.Client) {
    client.once('end', () => this.losing.abort());
    client.on('error', () => this.losing.abort());
    // A connection that nobody cut may be dead all the same, as when a cable was pulled.
    this.looking = setInterval(() => void client.query('SELECT 1').catch(() => this.losing.abort()), LOOK_EVERY_MS);
    this.looking.unref();
  }

  /** Undefined: somebody else is at it. Throws `StoreError`. */
  static async take(pool: Pool, duty: string): Promise<Duty | undefined> {
    checkDuty(duty);
    const client = pool.client(LOOK_EVERY_MS);
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ readonly taken: boolean }>(TAKE, [duty]);
      if (rows[0]!.taken) return new Duty(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw asStoreError(error, 'duty');
    }
    await client.end();
    return undefined;
  }

  /** As in `DutyStore.alone`. */
  get lost(): AbortSignal {
    return this.losing.signal;
  }

  /** Once it resolves somebody else can be at it. */
  async release(): Promise<void> {
    clearInterval(this.looking);
    this.client.removeAllListeners('end');
    // The answer, as the lock of a connection that is only closed lasts a moment longer.
    await this.client.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await this.client.end().catch(() => undefined);
  }
}
