import type { Migration } from './migration.js';

/** With which key a message came, why one was refused, and when keys and tokens were last used. */
export const WHO_WAS_REFUSED: Migration = {
  number: 20,
  name: 'who-was-refused',
  sql: `
-- Id of the autorisatiesleutel that was shown. NULL: none of the party's, or from before this column.
ALTER TABLE exchanges ADD COLUMN credential TEXT;
-- Why its sender was not let in: see REFUSAL_REASONS. NULL: it was, or from before this column.
ALTER TABLE exchanges ADD COLUMN reason TEXT;

-- Not a part of the directory: a use changes nothing about who may do what. used_at is the hour in which it was.
CREATE TABLE last_uses (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  used_at TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
`,
};
