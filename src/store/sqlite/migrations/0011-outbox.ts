import type { Migration } from './migration.js';

/**
 * What goes on to others. A lane is what goes to one target for one school, in the order of `outbox.seq`; who works on it holds its lease.
 * Instants are in milliseconds since 1970, except in `targets`. Each that lies ahead is kept with the one at which it was written down
 * (`..._from`): see `stillAhead`. `settings`, `withdrawn`: sealed. Results are named by `results.seq`, which is never used again, and without a foreign
 * key: what became of a delivery is told after its result is gone.
 */
export const OUTBOX: Migration = {
  number: 11,
  name: 'outbox',
  sql: `
CREATE TABLE targets (
  id TEXT PRIMARY KEY NOT NULL,
  party TEXT NOT NULL REFERENCES parties (klantcode),
  kind TEXT NOT NULL,
  settings BLOB NOT NULL,
  created_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;

-- failures, refusals: in a row. open_until: the circuit is open, and half-open after that. probe_lane: who holds its lease tries.
CREATE TABLE target_health (
  target TEXT PRIMARY KEY NOT NULL REFERENCES targets (id),
  failures INTEGER NOT NULL DEFAULT 0,
  refusals INTEGER NOT NULL DEFAULT 0,
  open_until INTEGER,
  open_from INTEGER,
  probe_lane INTEGER,
  held_at INTEGER,
  held_reason TEXT
) STRICT, WITHOUT ROWID;

-- An empty target or school means every one.
CREATE TABLE delivery_pauses (
  target TEXT NOT NULL,
  school TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (target, school)
) STRICT, WITHOUT ROWID;

-- due_at: null when there is nothing to do. lease goes up with every take. batch: the one that is leased. keys_of: whose keys go as they
-- are. last_created: of messages.
CREATE TABLE delivery_lanes (
  seq INTEGER PRIMARY KEY,
  target TEXT NOT NULL REFERENCES targets (id),
  school TEXT NOT NULL REFERENCES schools (id),
  keys_of TEXT NOT NULL,
  due_at INTEGER,
  due_from INTEGER,
  lease INTEGER NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_from INTEGER,
  lease_until INTEGER,
  batch INTEGER,
  last_created INTEGER NOT NULL DEFAULT 0,
  last_delivered INTEGER,
  UNIQUE (target, school)
) STRICT;
CREATE INDEX delivery_lanes_due ON delivery_lanes (target, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX delivery_lanes_by_school ON delivery_lanes (school);

-- parent: the batch that what is in this one was taken out of, after parent_attempts attempts.
CREATE TABLE delivery_batches (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  lane INTEGER NOT NULL REFERENCES delivery_lanes (seq),
  parent INTEGER,
  parent_attempts INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX delivery_batches_by_parent ON delivery_batches (parent) WHERE parent IS NOT NULL;

CREATE TABLE delivery_attempts (
  batch INTEGER NOT NULL,
  number INTEGER NOT NULL,
  size INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT,
  status INTEGER,
  code TEXT,
  words TEXT,
  PRIMARY KEY (batch, number)
) STRICT, WITHOUT ROWID;

-- exchange: exchanges.seq. losses: JSON. withdrawn: JSON, sealed under the school's key. attempts: how often it went out, as far as anybody knows.
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  lane INTEGER NOT NULL REFERENCES delivery_lanes (seq),
  kind TEXT NOT NULL,
  result INTEGER NOT NULL,
  withdrawn BLOB,
  exchange INTEGER,
  state TEXT NOT NULL,
  reason TEXT,
  batch INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  queued_at INTEGER NOT NULL,
  settled_at INTEGER,
  redrives INTEGER,
  losses TEXT
) STRICT;
CREATE INDEX outbox_pending ON outbox (lane, seq) WHERE state IN ('waiting', 'leased', 'retrying');
CREATE INDEX outbox_stuck ON outbox (lane, state) WHERE state IN ('held', 'dead');
CREATE INDEX outbox_by_lane ON outbox (lane);
CREATE INDEX outbox_by_result ON outbox (result);
CREATE INDEX outbox_by_exchange ON outbox (exchange) WHERE exchange IS NOT NULL;
CREATE INDEX outbox_by_batch ON outbox (batch) WHERE batch IS NOT NULL;
CREATE INDEX outbox_by_redrives ON outbox (redrives) WHERE redrives IS NOT NULL;

-- What was withdrawn is nobody's business any more once the receiver knows, or is not to be told.
CREATE TRIGGER outbox_told AFTER UPDATE OF state ON outbox WHEN new.withdrawn IS NOT NULL AND new.state IN ('delivered', 'cancelled') BEGIN
  UPDATE outbox SET withdrawn = NULL WHERE seq = new.seq;
END;

-- How many there are of a lane in a state: those that are delivered are too many to count each time that somebody asks.
CREATE TABLE delivery_counts (
  lane INTEGER NOT NULL,
  state TEXT NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY (lane, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER outbox_added AFTER INSERT ON outbox BEGIN
  INSERT INTO delivery_counts (lane, state, rows) VALUES (new.lane, new.state, 1) ON CONFLICT (lane, state) DO UPDATE SET rows = rows + 1;
END;
CREATE TRIGGER outbox_changed AFTER UPDATE OF state ON outbox WHEN new.state <> old.state BEGIN
  UPDATE delivery_counts SET rows = rows - 1 WHERE lane = old.lane AND state = old.state;
  INSERT INTO delivery_counts (lane, state, rows) VALUES (new.lane, new.state, 1) ON CONFLICT (lane, state) DO UPDATE SET rows = rows + 1;
END;
CREATE TRIGGER outbox_removed AFTER DELETE ON outbox BEGIN
  UPDATE delivery_counts SET rows = rows - 1 WHERE lane = old.lane AND state = old.state;
END;

-- A time in which something was wrong with a target. told_start, told_end: when somebody was told.
CREATE TABLE target_troubles (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  target TEXT NOT NULL REFERENCES targets (id),
  kind TEXT NOT NULL,
  reason TEXT,
  since INTEGER NOT NULL,
  ended_at INTEGER,
  told_start INTEGER,
  told_end INTEGER
) STRICT;
CREATE UNIQUE INDEX target_troubles_open ON target_troubles (target, kind) WHERE ended_at IS NULL;
`,
};
