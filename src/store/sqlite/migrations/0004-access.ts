import type { Migration } from './migration.js';

/** What an agreement lets through by name, what can be paused, held and revoked, and keys of REST clients. */
export const ACCESS: Migration = {
  number: 4,
  name: 'access',
  sql: `
-- ISO instants; NULL: not paused, no legal hold.
ALTER TABLE schools ADD COLUMN paused_at TEXT;
ALTER TABLE schools ADD COLUMN held_since TEXT;

-- JSON: the certificates that a party may come with. NULL: none is asked for.
ALTER TABLE parties ADD COLUMN certificates TEXT;

-- JSON lists of names. fields narrows the profile; scopes is what a REST client may do. NULL: not narrowed, none.
ALTER TABLE agreements ADD COLUMN fields TEXT;
ALTER TABLE agreements ADD COLUMN scopes TEXT;

ALTER TABLE credentials ADD COLUMN revoked_at TEXT;

-- What a REST client proves itself with at the token endpoint: a keyed hash of a secret, or a public JSON Web Key.
CREATE TABLE client_keys (
  id TEXT PRIMARY KEY NOT NULL,
  party TEXT NOT NULL REFERENCES parties (klantcode),
  kind TEXT NOT NULL CHECK (kind IN ('secret', 'jwk')),
  value TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT,
  revoked_at TEXT
) STRICT;

-- As before, but a token of an operator or administrator belongs to no school, and a token may end.
CREATE TABLE tokens_4 (
  id TEXT PRIMARY KEY NOT NULL,
  client TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  school TEXT REFERENCES schools (id),
  role TEXT,
  scopes TEXT NOT NULL,
  created_at TEXT NOT NULL,
  valid_until TEXT,
  revoked_at TEXT
) STRICT;
INSERT INTO tokens_4 (id, client, hash, school, scopes, created_at, revoked_at)
  SELECT id, client, hash, school, scopes, created_at, revoked_at FROM tokens ORDER BY rowid;
DROP TABLE tokens;
ALTER TABLE tokens_4 RENAME TO tokens;
`,
};
