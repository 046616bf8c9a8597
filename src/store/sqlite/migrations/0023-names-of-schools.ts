import type { Migration } from './migration.js';

/** What a source calls its school besides the BRIN, so that it can be said again: some readers know a school by its schoolkey alone. */
export const NAMES_OF_SCHOOLS: Migration = {
  number: 23,
  name: 'names-of-schools',
  sql: `
ALTER TABLE rosters ADD COLUMN schoolkey TEXT;
ALTER TABLE rosters ADD COLUMN school_number TEXT;
`,
};
