import type { Migration } from './migration.js';

/** Which exchange records are of senders who did not prove who they are: those are few, and the oldest goes for a new one. */
export const BRIEF_EXCHANGES: Migration = {
  number: 13,
  name: 'brief-exchanges',
  sql: `
ALTER TABLE exchanges ADD COLUMN brief INTEGER NOT NULL DEFAULT 0 CHECK (brief IN (0, 1));
CREATE INDEX exchanges_brief ON exchanges (seq) WHERE brief = 1;
`,
};
