import { setTimeout } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { MovedTable } from '../../move/moved-table.js';
import { StoreError } from '../../store-error.js';
import { openPool } from '../connection/pool.js';
import { STEPS } from '../schema/steps.js';

/** A connection of a process that just ended may be there for a moment. */
const LOOKS = 20;
const LOOKS_EVERY_MS = 100;
const LOCK_WAIT_MS = 5_000;

/**
 * Has the store of a database for itself while `work` runs, in one transaction, which is taken back unless `work` commits. `mode`: of the locks on
 * its tables. Throws `StoreError`: `in-use` when a gateway or a command is connected, `schema` when the database is of another version.
 */
export async function alone<T>(
  url: string,
  { tables, mode }: { readonly tables: readonly MovedTable[]; readonly mode: 'SHARE' | 'EXCLUSIVE' },
  work: (client: ClientBase) => Promise<T>,
): Promise<T> {
  const pool = openPool(url, { connections: 1 });
  try {
    await pool.migrate();
    const wholeMove = async (client: ClientBase): Promise<T> => {
      await refuseOthers(client);
      await client.query('BEGIN');
      try {
        // A move takes as long as it takes.
        await client.query(
          `SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = ${LOCK_WAIT_MS};
           SET LOCAL extra_float_digits = 1`,
        );
        await client.query(`LOCK TABLE ${tables.map(({ name }) => `"${name}"`).join(', ')} IN ${mode} MODE`);
        await refuseOtherVersion(client, tables);
        return await work(client);
      } finally {
        // After a commit there is nothing to take back, and a connection that is gone has taken it along.
        await client.query('ROLLBACK').catch(() => undefined);
      }
    };
    return await pool.with('move', wholeMove, 0);
  } finally {
    await pool.close();
  }
}

/** Throws `StoreError('in-use')` when another process of the gateway is connected to this database. */
export async function refuseOthers(client: ClientBase): Promise<void> {
  for (let look = 1; ; look++) {
    // Inside a transaction, PostgreSQL would go on telling what it told first.
    const { rows } = await client.query<{ others: string }>(
      `SELECT pg_stat_clear_snapshot(), (SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'uwlr' AND pid <> pg_backend_pid()) AS others`,
    );
    const others = Number(rows[0]!.others);
    if (others === 0) return;
    if (look === LOOKS)
      throw new StoreError(
        'in-use',
        `the database is in use: gateways and commands have ${others} connections to it. Stop all of them first`,
      );
    await setTimeout(LOOKS_EVERY_MS);
  }
}

/** Throws `StoreError('schema')` for a database that has more, or less, than what is moved: a newer gateway brought it up to date. */
async function refuseOtherVersion(client: ClientBase, tables: readonly MovedTable[]): Promise<void> {
  const { rows } = await client.query<{ step: string }>('SELECT number::text AS step FROM migrations');
  const columns = await client.query<{ name: string }>(
    "SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = current_schema()",
  );
  const present = new Set(columns.rows.map(({ name }) => name));
  const absent = tables
    .flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`))
    .find((name) => !present.has(name));
  if (rows.length === STEPS.length && absent === undefined) return;
  throw new StoreError('schema', 'the database was brought up to date by another version of the gateway: move it with that version');
}
