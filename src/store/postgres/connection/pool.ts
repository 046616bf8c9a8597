import type { Socket } from 'node:net';
import pg from 'pg';
import { isTrouble, StoreError } from '../../store-error.js';
import { migrate } from '../schema/migrate.js';
import { asStoreError, isGivenUp, isLocked } from './failure.js';

export interface PoolSettings {
  /** Connections at most. Whoever needs one more waits. */
  readonly connections?: number;
  /** How long, in ms; then the store is `busy`. */
  readonly patienceMs?: number;
  /** How long the server may say nothing while something is asked, in ms: then the connection is gone. More than a statement may take. */
  readonly silenceMs?: number;
  /** Hears what the database, or the way to it, fails with, so that nothing can be done at all. */
  readonly failed?: (error: StoreError) => void;
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
 * code takes longer than any statement of the gateway. Plans are kept while tables grow, so each takes an index where there is one, whatever
 * the table is like at the moment, and looks rows up instead of reading two indexes side by side. What takes longer than this has gone wrong,
 * and holds locks.
 */
const SETTINGS = [
  'TimeZone=UTC',
  'bytea_output=hex',
  'jit=off',
  'random_page_cost=1.1',
  'enable_mergejoin=off',
  'enable_seqscan=off',
  'lock_timeout=10s',
  'statement_timeout=60s',
  'idle_in_transaction_session_timeout=60s',
];

/** The connections of this process to a database. */
export class Pool {
  private readonly pool: pg.Pool;
  private readonly config: pg.ClientConfig;
  private readonly silenceMs: number;
  private readonly failed: (error: StoreError) => void;
  private readonly underWay = new Set<Promise<unknown>>();
  private wasLetIn = false;

  /** `url`: with a password perhaps, so that it stands in no message. */
  constructor(url: string, settings: PoolSettings = {}) {
    const { connections = CONNECTIONS, patienceMs = PATIENCE_MS, silenceMs = SILENCE_MS, failed = () => undefined } = settings;
    this.silenceMs = silenceMs;
    this.failed = failed;
    this.config = {
      connectionString: url,
      connectionTimeoutMillis: patienceMs,
      application_name: 'uwlr',
      options: SETTINGS.map((setting) => `-c ${setting}`).join(' '),
      keepAlive: true,
    };
    this.pool = new pg.Pool({ ...this.config, max: connections, maxLifetimeSeconds: LONGEST_LIFE_S });
    // Of a connection that nobody has at the moment: the next one who needs it gets another.
    this.pool.on('error', () => undefined);
  }

  /**
   * Runs `work` with a connection for itself. One that fails in another way than the database answers is not used again. `silenceMs`: as in
   * the settings; 0 for work that may take any time.
   */
  async with<T>(what: string, work: (client: pg.PoolClient) => Promise<T>, silenceMs = this.silenceMs): Promise<T> {
    return this.awaited(this.withOne(what, work, silenceMs));
  }

  /** Work that asks for connections, perhaps later: the pool is not closed before it is over. */
  async awaited<T>(working: Promise<T>): Promise<T> {
    this.underWay.add(working);
    try {
      return await working;
    } finally {
      this.underWay.delete(working);
    }
  }

  /** A connection of its own that is yet to be made, and is no part of the pool. `answerMs`: how long each answer may take. */
  client(answerMs?: number): pg.Client {
    return new pg.Client({ ...this.config, ...(answerMs === undefined ? {} : { query_timeout: answerMs }) });
  }

  private async withOne<T>(what: string, work: (client: pg.PoolClient) => Promise<T>, silenceMs: number): Promise<T> {
    const client = await this.pool.connect().catch((error: unknown) => {
      const failure = asStoreError(error, what);
      this.failed(failure);
      // Who was let in before is refused for some time: that says nothing of what was asked.
      throw this.wasLetIn && failure.code === 'failed' ? new StoreError('gone', failure.message) : failure;
    });
    this.wasLetIn = true;
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
      // A session that can only read stays so, also once others can write.
      isBroken ||= failure.code === 'gone' || failure.code === 'io';
      // That somebody else has a lock says nothing of the database.
      if (failure !== error && isTrouble(failure.code) && !isGivenUp(error) && !isLocked(error)) this.failed(failure);
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

  /** Once what is under way is over: node-postgres would leave those waiting who have no connection yet. */
  async close(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
    await this.pool.end();
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
