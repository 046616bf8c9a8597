import type { Config } from '../../config/config.js';
import { note } from '../terminal/print.js';

/** Says, where the store is in PostgreSQL, that what was removed from it is not off the disks of the server yet. */
export function noteServerFiles({ databaseUrl }: Pick<Config, 'databaseUrl'>, what: string): void {
  if (databaseUrl !== undefined)
    note(`uwlr: ${what} stay in files of the database server for a while, and in its dumps: see docs/privacy.md, PostgreSQL`);
}
