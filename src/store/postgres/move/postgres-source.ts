import type { ClientBase } from 'pg';
import { MOVED, movedTo } from '../../move/moved-mark.js';
import type { Cells, MovedTable } from '../../move/moved-table.js';
import type { MoveSource } from '../../move/sides.js';
import { openPool } from '../connection/pool.js';
import { copyOut } from './copy.js';
import { alone, refuseOthers } from './postgres-side.js';

/** Has the store of a database for itself while `work` runs. Throws `StoreError`, see `alone`. */
export function withPostgresSource<T>(url: string, tables: readonly MovedTable[], work: (source: MoveSource) => Promise<T>): Promise<T> {
  return alone(url, { tables, mode: 'SHARE' }, (client) => work(new PostgresSource(client)));
}

/** Takes the mark of a move away. False when there was none. Throws `StoreError`. */
export async function reopenPostgres(url: string): Promise<boolean> {
  const pool = openPool(url, { connections: 1 });
  try {
    return await pool.with('move', async (client) => {
      const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('migrations') IS NOT NULL AS there");
      if (!rows[0]!.there) return false;
      const { rowCount } = await client.query('DELETE FROM migrations WHERE number = $1', [MOVED]);
      return rowCount! > 0;
    });
  } finally {
    await pool.close();
  }
}

class PostgresSource implements MoveSource {
  constructor(private readonly client: ClientBase) {}

  rows(table: MovedTable): AsyncIterable<readonly Cells[]> {
    return copyOut(this.client, table);
  }

  async count({ name }: MovedTable): Promise<number> {
    const { rows } = await this.client.query<{ rows: string }>(`SELECT count(*) AS rows FROM "${name}"`);
    return Number(rows[0]!.rows);
  }

  async numbersGiven(tables: readonly MovedTable[]): Promise<ReadonlyMap<string, bigint>> {
    const given = new Map<string, bigint>();
    for (const { name, numbered } of tables) {
      if (numbered === undefined) continue;
      const { rows } = await this.client.query<{ last: string | null }>(
        'SELECT pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass) AS last',
        [name, numbered],
      );
      const last = rows[0]?.last ?? null;
      if (last !== null) given.set(name, BigInt(last));
    }
    return given;
  }

  /** Who comes from here on waits until the mark is there; who came before is seen. */
  async markMoved(to: string): Promise<void> {
    await this.client.query('LOCK TABLE migrations IN ACCESS EXCLUSIVE MODE');
    await refuseOthers(this.client);
    await this.client.query("INSERT INTO migrations (number, name, sha256, applied_at, breaks) VALUES ($1, $2, '', $3, 1)", [
      MOVED,
      movedTo(to),
      new Date().toISOString(),
    ]);
    await this.client.query('COMMIT');
  }
}
