import type { Socket } from 'node:net';
import pg from 'pg';
import { StoreError } from '../../store-error.js';
import { migrate } from '../schema/migrate.js';
import { asStoreError } from './failure.js';

export interface PoolSettings {
  /** Connections at most. Whoever needs one more waits. */
  readonly connections?: number;
  /** How long, in ms; then the store is `busy`. */
  readonly patienceMs?: number;
  /** How long the server may say nothing while something is asked, in ms: then the connection is gone. More than a statement may take. */
  readonly silenceMs?: number;
}

/** The stream of a connection of node-postgres. */
interface Streamed {
  readonly connection: { readonly stream: Socket };
}

const CONNECTIONS = 10;
const PATIENCE_MS = 5_000;
const SILENCE_MS = 70_000;
/** A plan of a statement that was made while tables were small ends with its connection. */
const LONGEST_LIFE_S = 600;
/**
 * What each connection is set to, whatever the database is: moments without a zone are in UTC, bytes are in hex. Compiling plans to machine
 * code takes longer than any statement of the gateway. What takes longer than this has gone wrong, and holds locks.
 */
const SETTINGS = [
  'TimeZone=UTC',
  'bytea_output=hex',
  'jit=off',
  'lock_timeout=10s',
  'statement_timeout=60s',
  'idle_in_transaction_session_timeout=60s',
];

/** The connections of this process to a database. */
export class Pool {
  private readonly pool: pg.Pool;
  private readonly silenceMs: number;

  /** `url`: with a password perhaps, so that it stands in no message. */
  constructor(url: string, { connections = CONNECTIONS, patienceMs = PATIENCE_MS, silenceMs = SILENCE_MS }: PoolSettings = {}) {
    this.silenceMs = silenceMs;
    this.pool = new pg.Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: patienceMs,
      maxLifetimeSeconds: LONGEST_LIFE_S,
      application_name: 'uwlr',
      options: SETTINGS.map((setting) => `-c ${setting}`).join(' '),
      keepAlive: true,
    });
    // Of a connection that nobody has at the moment: the next one who needs it gets another.
    this.pool.on('error', () => undefined);
  }

  /**
   * Runs `work` with a connection for itself. One that fails in another way than the database answers is not used again. `silenceMs`: as in
   * the settings; 0 for work that may take any time.
   */
  async with<T>(what: string, work: (client: pg.PoolClient) => Promise<T>, silenceMs = this.silenceMs): Promise<T> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw asStoreError(error, what);
    });
    let isBroken = false;
    const breaks = () => {
      isBroken = true;
    };
    client.on('error', breaks);
    const { stream } = (client as unknown as Streamed).connection;
    const silent = () => stream.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    stream.setTimeout(silenceMs, silent);
    try {
      return await work(client);
    } catch (error) {
      const failure = asStoreError(error, what);
      isBroken ||= failure.code === 'gone';
      throw failure;
    } finally {
      client.off('error', breaks);
      stream.setTimeout(0, silent);
      client.release(isBroken);
    }
  }

  /** Brings the database up to date. Throws `StoreError`. */
  async migrate(): Promise<void> {
    await this.with('database', (client) => migrate(client), 0);
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** A URL that node-postgres cannot read would be quoted in its error. */
export function openPool(url: string, settings?: PoolSettings): Pool {
  try {
    return new Pool(url, settings);
  } catch {
    throw new StoreError('failed', 'UWLR_DATABASE_URL is no address of a database of PostgreSQL');
  }
}
