import type { Migration } from './migration.js';

/** Aliases per receiver, what becomes of a school's key, and keys that outlive the gateway's secret. */
export const ALIASES: Migration = {
  number: 9,
  name: 'aliases',
  sql: `
-- The generation of the alias keys, and the oldest one that still counts, up to an ISO instant.
ALTER TABLE schools ADD COLUMN alias_generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE schools ADD COLUMN oldest_alias_generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE schools ADD COLUMN earlier_aliases_until TEXT;
-- ISO instant. From then on school_keys has an empty key, in the place of which none ever comes.
ALTER TABLE schools ADD COLUMN key_destroyed_at TEXT;

-- The vault of what went out: whom an alias stands for is sealed under the school's key.
CREATE TABLE receiver_aliases (
  school TEXT NOT NULL REFERENCES schools (id),
  receiver TEXT NOT NULL,
  alias TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('group', 'learner', 'teacher')),
  generation INTEGER NOT NULL,
  sealed_id BLOB NOT NULL,
  PRIMARY KEY (school, receiver, alias)
) STRICT, WITHOUT ROWID;

-- Keys of the gateway that stay when its secret is another one, wrapped with that secret.
CREATE TABLE gateway_keys (
  name TEXT PRIMARY KEY NOT NULL,
  wrapped BLOB NOT NULL
) STRICT;
`,
};
