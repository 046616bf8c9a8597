import pg from 'pg';
import { StoreError } from '../../store-error.js';
import { migrate } from '../schema/migrate.js';
import { asStoreError } from './failure.js';

export interface PoolSettings {
  /** Connections at most. Whoever needs one more waits. */
  readonly connections?: number;
  /** How long, in ms; then the store is `busy`. */
  readonly patienceMs?: number;
}

const CONNECTIONS = 10;
const PATIENCE_MS = 5_000;
/** A plan of a statement that was made while tables were small ends with its connection. */
const LONGEST_LIFE_S = 600;

/** The connections of this process to a database. */
export class Pool {
  private readonly pool: pg.Pool;

  /** `url`: with a password perhaps, so that it stands in no message. */
  constructor(url: string, { connections = CONNECTIONS, patienceMs = PATIENCE_MS }: PoolSettings = {}) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: patienceMs,
      maxLifetimeSeconds: LONGEST_LIFE_S,
      application_name: 'uwlr',
      keepAlive: true,
    });
    // Of a connection that nobody has at the moment: the next one who needs it gets another.
    this.pool.on('error', () => undefined);
  }

  /** Runs `work` with a connection for itself. One that fails in another way than the database answers is not used again. */
  async with<T>(what: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw asStoreError(error, what);
    });
    let isBroken = false;
    const breaks = () => {
      isBroken = true;
    };
    client.on('error', breaks);
    try {
      return await work(client);
    } catch (error) {
      const failure = asStoreError(error, what);
      isBroken ||= failure.code === 'gone';
      throw failure;
    } finally {
      client.off('error', breaks);
      client.release(isBroken);
    }
  }

  /** Brings the database up to date. Throws `StoreError`. */
  async migrate(): Promise<void> {
    await this.with('database', migrate);
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
