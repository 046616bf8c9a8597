import type { ClientBase } from 'pg';
import type { Cells, MovedTable, Piece } from '../../move/moved-table.js';
import { PLACE } from '../../move/moved-table.js';
import type { MoveTarget } from '../../move/sides.js';
import { StoreError } from '../../store-error.js';
import { copyIn, copyOut } from './copy.js';
import { alone } from './postgres-side.js';

/**
 * Has a database with an empty store for itself while `work` fills it: one without tables gets them. Throws `StoreError`: `conflict` when there is
 * something in it; see also `alone`.
 */
export function withPostgresTarget<T>(url: string, tables: readonly MovedTable[], work: (target: MoveTarget) => Promise<T>): Promise<T> {
  return alone(url, { tables, mode: 'EXCLUSIVE' }, async (client) => {
    await refuseRows(client, tables);
    // Triggers count and refuse what a gateway does, and these rows are counted already.
    for (const { name } of tables) await client.query(`ALTER TABLE "${name}" DISABLE TRIGGER USER`);
    return work(new PostgresTarget(client, tables));
  });
}

async function refuseRows(client: ClientBase, tables: readonly MovedTable[]): Promise<void> {
  for (const { name, isSeeded } of tables) {
    if (isSeeded) continue;
    const { rowCount } = await client.query(`SELECT 1 FROM "${name}" LIMIT 1`);
    if (rowCount! > 0)
      throw new StoreError(
        'conflict',
        `the database is not empty: its table ${name} has rows. Move to a new database, made with CREATE DATABASE`,
      );
  }
}

class PostgresTarget implements MoveTarget {
  constructor(
    private readonly client: ClientBase,
    private readonly tables: readonly MovedTable[],
  ) {}

  rows(table: MovedTable): AsyncIterable<readonly Cells[]> {
    return copyOut(this.client, table);
  }

  async write(table: MovedTable, pieces: AsyncIterable<Piece>): Promise<void> {
    if (table.isSeeded) await this.client.query(`DELETE FROM "${table.name}"`);
    await copyIn(this.client, table, pieces);
  }

  async goOnAfter(tables: readonly MovedTable[], numbers: ReadonlyMap<string, bigint>): Promise<void> {
    for (const { name, columns, numbered } of tables) {
      if (numbered !== undefined) await this.setSequence(name, numbered, numbers.get(name) ?? 0n);
      if (columns.some((column) => column.name === PLACE)) await this.setSequence(name, PLACE, 0n);
    }
  }

  async keep(): Promise<void> {
    for (const { name } of this.tables) await this.client.query(`ALTER TABLE "${name}" ENABLE TRIGGER USER`);
    // Plans that are made before PostgreSQL looks at the tables by itself would be those of empty tables.
    await this.client.query('ANALYZE');
    await this.client.query('COMMIT').catch((error: unknown) => {
      const code = (error as { code?: unknown }).code;
      if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(?:57P|08)/.test(code)) throw error;
      throw new StoreError(
        'gone',
        'the connection was lost while the move was being completed, so it is not known whether it was. Make the database anew and move again: the store that was to move is as it was',
      );
    });
  }

  private async setSequence(table: string, column: string, given: bigint): Promise<void> {
    await this.client.query(
      `SELECT setval(pg_get_serial_sequence($1, $2)::regclass, last, true)
        FROM (SELECT greatest(max("${column}"), $3::bigint) AS last FROM "${table}") AS numbers WHERE last > 0`,
      [table, column, String(given)],
    );
  }
}
