import type { Migration } from './migration.js';

/**
 * School id leads every key of a school's data, so that a distributed database can split on it.
 * `seq` goes up in the order of commits (there is one writer at a time): it is what cursors are made of.
 */
export const FIRST: Migration = {
  number: 1,
  name: 'first',
  sql: `
CREATE TABLE directory_version (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO directory_version (only, version) VALUES (1, 1);

CREATE TABLE schools (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

-- A school's own key, wrapped with the key of the gateway.
CREATE TABLE school_keys (
  school TEXT PRIMARY KEY NOT NULL REFERENCES schools (id),
  wrapped BLOB NOT NULL
) STRICT;

CREATE TABLE parties (
  klantcode TEXT PRIMARY KEY NOT NULL,
  klantnaam TEXT NOT NULL,
  role TEXT NOT NULL,
  endpoint TEXT,
  policy TEXT NOT NULL,
  version TEXT,
  accept_stale INTEGER NOT NULL CHECK (accept_stale IN (0, 1)),
  created_at TEXT NOT NULL
) STRICT;

-- exchanges and infourl are JSON.
CREATE TABLE agreements (
  id TEXT PRIMARY KEY NOT NULL,
  school TEXT NOT NULL REFERENCES schools (id),
  party TEXT NOT NULL REFERENCES parties (klantcode),
  exchanges TEXT NOT NULL,
  profile TEXT NOT NULL,
  purpose TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT,
  ended_at TEXT,
  infourl TEXT NOT NULL
) STRICT;

CREATE TABLE credentials (
  id TEXT PRIMARY KEY NOT NULL,
  party TEXT NOT NULL REFERENCES parties (klantcode),
  hash TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT
) STRICT;

CREATE TABLE credential_schools (
  credential TEXT NOT NULL REFERENCES credentials (id),
  school TEXT NOT NULL REFERENCES schools (id),
  PRIMARY KEY (credential, school)
) STRICT, WITHOUT ROWID;

-- scopes is JSON.
CREATE TABLE tokens (
  id TEXT PRIMARY KEY NOT NULL,
  client TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  school TEXT NOT NULL REFERENCES schools (id),
  scopes TEXT NOT NULL,
  created_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;

-- findings is JSON. stored_at is in milliseconds since 1970 and never goes down from one seq to the next.
-- results_before is the highest results.seq when this row was written: where reading "since then" starts.
CREATE TABLE exchanges (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  direction TEXT NOT NULL,
  operation TEXT NOT NULL,
  party TEXT REFERENCES parties (klantcode),
  school TEXT REFERENCES schools (id),
  version TEXT,
  policy TEXT,
  received_at TEXT NOT NULL,
  duration_ms REAL NOT NULL,
  wire_bytes INTEGER NOT NULL,
  decoded_bytes INTEGER NOT NULL,
  digest TEXT,
  created_at_ns INTEGER,
  outcome TEXT NOT NULL,
  fault_code TEXT,
  findings TEXT NOT NULL,
  finding_count INTEGER NOT NULL,
  result_count INTEGER NOT NULL,
  repeats TEXT,
  stored_at INTEGER NOT NULL,
  results_before INTEGER NOT NULL
) STRICT;
CREATE INDEX exchanges_by_school ON exchanges (school);
CREATE INDEX exchanges_by_party ON exchanges (party);
CREATE INDEX exchanges_by_outcome ON exchanges (outcome);
CREATE INDEX exchanges_by_stored_at ON exchanges (stored_at);

CREATE TABLE strips (
  exchange INTEGER NOT NULL REFERENCES exchanges (seq),
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  rule TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (exchange, position)
) STRICT, WITHOUT ROWID;

-- Accepted messages by content: the same bytes again are confirmed again and stored once.
CREATE TABLE deliveries (
  school TEXT NOT NULL REFERENCES schools (id),
  party TEXT NOT NULL REFERENCES parties (klantcode),
  digest TEXT NOT NULL,
  exchange INTEGER NOT NULL REFERENCES exchanges (seq),
  PRIMARY KEY (school, party, digest)
) STRICT, WITHOUT ROWID;

-- The latest aanmaakdatum that was accepted.
CREATE TABLE latest_created (
  school TEXT NOT NULL REFERENCES schools (id),
  party TEXT NOT NULL REFERENCES parties (klantcode),
  created_at_ns INTEGER NOT NULL,
  PRIMARY KEY (school, party)
) STRICT, WITHOUT ROWID;

-- The vault: which pseudonym goes with which sealed key of the LAS.
CREATE TABLE learners (
  seq INTEGER PRIMARY KEY,
  school TEXT NOT NULL REFERENCES schools (id),
  alias TEXT NOT NULL,
  eck_id TEXT,
  sealed_id BLOB,
  UNIQUE (school, alias)
) STRICT;
CREATE INDEX learners_by_eck_id ON learners (school, eck_id) WHERE eck_id IS NOT NULL;

-- One row per revision. That the party is known follows from the exchange.
-- The learner is a number: a pseudonym is long and random, which makes for a big index that every insert hits elsewhere.
CREATE TABLE results (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  school TEXT NOT NULL,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  current INTEGER NOT NULL CHECK (current IN (0, 1)),
  party TEXT NOT NULL,
  learner INTEGER NOT NULL REFERENCES learners (seq),
  date TEXT NOT NULL,
  assessment TEXT NOT NULL,
  key TEXT,
  sealed_key BLOB,
  exchange INTEGER NOT NULL REFERENCES exchanges (seq),
  document TEXT NOT NULL,
  UNIQUE (school, id, revision)
) STRICT;
-- seq follows by itself: an index ends in the rowid.
CREATE INDEX results_current ON results (school) WHERE current = 1;
CREATE INDEX results_current_by_learner ON results (learner) WHERE current = 1;
CREATE INDEX results_current_by_party ON results (school, party) WHERE current = 1;

CREATE TABLE assessments (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  school TEXT NOT NULL REFERENCES schools (id),
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  current INTEGER NOT NULL CHECK (current IN (0, 1)),
  party TEXT NOT NULL REFERENCES parties (klantcode),
  code TEXT NOT NULL,
  version TEXT,
  exchange INTEGER NOT NULL REFERENCES exchanges (seq),
  document TEXT NOT NULL,
  UNIQUE (school, id, revision)
) STRICT;
CREATE INDEX assessments_current ON assessments (school) WHERE current = 1;
CREATE INDEX assessments_current_by_party ON assessments (school, party) WHERE current = 1;
`,
};
