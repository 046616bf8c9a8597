import { TablesPurgeRun } from '../tables/retention/tables-purge-run.js';

/** A purge on PostgreSQL. */
export class PostgresPurgeRun extends TablesPurgeRun {
  /** Nothing to do: the server's own VACUUM makes room again of what was removed, and it uses that before it asks for more. */
  async shrink(): Promise<void> {}
}
