import type { Migration } from './migration.js';

/**
 * Who did what. Only ever added to: the triggers keep a mistake in this gateway from changing it; who can write the file can drop
 * them, and is found out by the hashes and the seals.
 */
export const AUDIT: Migration = {
  number: 5,
  name: 'audit',
  sql: `
-- The agreement that decided. NULL: none was found, or from before this column.
ALTER TABLE exchanges ADD COLUMN agreement TEXT;

-- version says how hash was made of the other columns: audit-hash.ts. previous is the hash of the row before. counts is JSON, names in
-- order. fields is SHA-256 of the list in audit_fields.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  operation TEXT NOT NULL,
  outcome TEXT NOT NULL,
  school TEXT,
  agreement TEXT,
  exchange TEXT,
  subject TEXT,
  counts TEXT NOT NULL,
  fields BLOB,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_by_school ON audit (school) WHERE school IS NOT NULL;

-- Lists of fields recur with every message: each is kept once. paths is one path per line.
CREATE TABLE audit_fields (
  hash BLOB PRIMARY KEY NOT NULL,
  paths TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The last row that retention cut off: where the chain begins now. 0 and zeros: nothing was cut off.
CREATE TABLE audit_start (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO audit_start (only, seq, hash) VALUES (1, 0, zeroblob(32));

-- What the chain came to at some moment, under a key that is not in this file. key names that key.
CREATE TABLE audit_seals (
  number INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  at TEXT NOT NULL,
  key TEXT NOT NULL,
  mac BLOB NOT NULL
) STRICT;

CREATE TRIGGER audit_insert BEFORE INSERT ON audit
WHEN new.seq <> coalesce((SELECT max(seq) FROM audit), (SELECT seq FROM audit_start)) + 1
BEGIN SELECT RAISE(ABORT, 'audit: an entry goes after the last one'); END;
CREATE TRIGGER audit_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit: an entry is never changed'); END;
CREATE TRIGGER audit_delete BEFORE DELETE ON audit
WHEN old.seq > (SELECT seq FROM audit_start)
BEGIN SELECT RAISE(ABORT, 'audit: an entry is never removed'); END;
CREATE TRIGGER audit_start_update BEFORE UPDATE ON audit_start
WHEN new.seq < old.seq OR new.seq > coalesce((SELECT max(seq) FROM audit), 0)
BEGIN SELECT RAISE(ABORT, 'audit: the start only goes forward'); END;
CREATE TRIGGER audit_start_delete BEFORE DELETE ON audit_start
BEGIN SELECT RAISE(ABORT, 'audit: the start stays'); END;
CREATE TRIGGER audit_seals_update BEFORE UPDATE ON audit_seals
BEGIN SELECT RAISE(ABORT, 'audit: a seal is never changed'); END;
CREATE TRIGGER audit_seals_delete BEFORE DELETE ON audit_seals
WHEN old.seq > (SELECT seq FROM audit_start)
BEGIN SELECT RAISE(ABORT, 'audit: a seal is never removed'); END;
`,
};
