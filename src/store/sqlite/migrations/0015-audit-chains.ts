import type { Migration } from './migration.js';

/**
 * A chain of the audit per school and one for what is of none; seals that are numbered, linked, and of all chains. What is there stays
 * the one chain that it was, under the seals that it has.
 */
export const AUDIT_CHAINS: Migration = {
  number: 15,
  name: 'audit-chains',
  sql: `
-- The last entry of each chain: a school, * for what is of none, and an empty text for what was written before this version. Rows of audit
-- with version 1 are of that chain; from version 2 on previous is the hash of the last row of the same chain.
CREATE TABLE audit_heads (
  chain TEXT PRIMARY KEY NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO audit_heads (chain, seq, hash)
  SELECT '', seq, hash FROM (SELECT seq, hash FROM (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1)
    UNION ALL SELECT seq, hash FROM audit_start LIMIT 1);

-- The last entry of each chain that retention cut off: where the chain begins now. audit_start has the last of all of them.
CREATE TABLE audit_anchors (
  chain TEXT PRIMARY KEY NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO audit_anchors (chain, seq, hash) SELECT '', seq, hash FROM audit_start;

-- What all chains came to at some moment, under a key that is not in this file. previous is the hash of the seal before: of the first one
-- it is that of all rows of audit_seals, to which none is added any more. heads is JSON: chain, seq and hash of each chain that went on.
-- front is a hash of audit_start, audit_anchors and audit_seal_start: it changes with a cut, which makes a seal of its own.
CREATE TABLE audit_seal_chain (
  number INTEGER PRIMARY KEY,
  previous BLOB NOT NULL,
  at TEXT NOT NULL,
  seq INTEGER NOT NULL,
  key TEXT NOT NULL,
  mac BLOB NOT NULL,
  front BLOB NOT NULL,
  heads TEXT NOT NULL
) STRICT;

-- The last seal that retention cut off. 0 and zeros: none was.
CREATE TABLE audit_seal_start (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  number INTEGER NOT NULL,
  hash BLOB NOT NULL,
  CHECK (number > 0 OR hash = zeroblob(32))
) STRICT;
INSERT INTO audit_seal_start (only, number, hash) VALUES (1, 0, zeroblob(32));

CREATE TRIGGER audit_seals_insert BEFORE INSERT ON audit_seals
BEGIN SELECT RAISE(ABORT, 'audit: seals are linked'); END;
CREATE TRIGGER audit_heads_delete BEFORE DELETE ON audit_heads
BEGIN SELECT RAISE(ABORT, 'audit: a chain stays'); END;
CREATE TRIGGER audit_anchors_update BEFORE UPDATE ON audit_anchors
WHEN new.chain <> old.chain OR new.seq < old.seq
BEGIN SELECT RAISE(ABORT, 'audit: the start of a chain only goes forward'); END;
CREATE TRIGGER audit_anchors_delete BEFORE DELETE ON audit_anchors
BEGIN SELECT RAISE(ABORT, 'audit: the start of a chain stays'); END;
CREATE TRIGGER audit_seal_chain_insert BEFORE INSERT ON audit_seal_chain
WHEN new.number <> coalesce((SELECT max(number) FROM audit_seal_chain), (SELECT number FROM audit_seal_start)) + 1
BEGIN SELECT RAISE(ABORT, 'audit: a seal goes after the last one'); END;
CREATE TRIGGER audit_seal_chain_update BEFORE UPDATE ON audit_seal_chain
BEGIN SELECT RAISE(ABORT, 'audit: a seal is never changed'); END;
CREATE TRIGGER audit_seal_chain_delete BEFORE DELETE ON audit_seal_chain
WHEN old.number > (SELECT number FROM audit_seal_start)
BEGIN SELECT RAISE(ABORT, 'audit: a seal is never removed'); END;
CREATE TRIGGER audit_seal_start_update BEFORE UPDATE ON audit_seal_start
WHEN new.number < old.number
BEGIN SELECT RAISE(ABORT, 'audit: the start only goes forward'); END;
CREATE TRIGGER audit_seal_start_delete BEFORE DELETE ON audit_seal_start
BEGIN SELECT RAISE(ABORT, 'audit: the start stays'); END;
`,
};
