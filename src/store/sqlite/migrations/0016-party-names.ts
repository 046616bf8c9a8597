import type { Migration } from './migration.js';

/**
 * What people call a party. Until now a `las` had only a klantnaam, which is what we present there: that goes on as it was, and is shown
 * to nobody as the name of the administration.
 */
export const PARTY_NAMES: Migration = {
  number: 16,
  name: 'party-names',
  sql: `
-- NULL: nobody named it. A vendor or client is then called by its klantnaam, an administration by the host of its endpoint.
ALTER TABLE parties ADD COLUMN name TEXT;
`,
};
