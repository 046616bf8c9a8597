import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPostgresStore } from '../../../src/store/postgres/open.js';
import { ROWS } from '../../../src/store/postgres/schema/first/rows.js';
import { emptyDatabase, onDatabase, type TestDatabase } from '../../support/postgres.js';
import type { StorePlace } from '../suite.js';

/** Everything but the schema goes, without the triggers that keep an audit from that; and numbers begin at one. */
const EMPTY = `
  SET LOCAL session_replication_role = replica;
  DO $$
  DECLARE one record;
  BEGIN
    FOR one IN SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'migrations' LOOP
      EXECUTE 'DELETE FROM ' || one.name;
    END LOOP;
    PERFORM setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences WHERE schemaname = current_schema();
  END $$;
  ${ROWS}`;

/** Places in one database, one after the other: to make a database takes longer than most tests. Each has a directory for what is kept beside it. */
export class PostgresPlaces {
  private database: TestDatabase | undefined;

  /** Empty, and not to be used before the one before it was removed. */
  async next(): Promise<StorePlace & { readonly url: string; readonly directory: string }> {
    this.database ??= await emptyDatabase();
    const { url } = this.database;
    const directory = await mkdtemp(path.join(tmpdir(), 'uwlr-node-'));
    const opening = { marks: path.join(directory, 'erasure.marks'), listening: true, connections: 5, patienceMs: 60_000 };
    return {
      ...{ url, directory },
      open: () => openPostgresStore(url, opening),
      remove: async () => {
        await onDatabase(url, (client) => client.query(`BEGIN; ${EMPTY}; COMMIT`));
        await rm(directory, { recursive: true, force: true });
      },
    };
  }

  async end(): Promise<void> {
    await this.database?.remove();
  }
}
