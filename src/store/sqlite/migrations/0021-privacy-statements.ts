import type { Migration } from './migration.js';

/** What schools say about their processing (AVG, article 30). */
export const PRIVACY_STATEMENTS: Migration = {
  number: 21,
  name: 'privacy-statements',
  sql: `
-- JSON. NULL: the school said nothing.
ALTER TABLE schools ADD COLUMN statement TEXT;
`,
};
