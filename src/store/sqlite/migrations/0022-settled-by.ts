import type { Migration } from './migration.js';

/** Who settled a delivery by hand. */
export const SETTLED_BY: Migration = {
  number: 22,
  name: 'settled-by',
  sql: `
-- As they said who they are, when they asked a receiver to erase a result. NULL for all else.
ALTER TABLE outbox ADD COLUMN settled_by TEXT;
`,
};
