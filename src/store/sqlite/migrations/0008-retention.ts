import type { Migration } from './migration.js';

/**
 * Terms of schools, what purges removed, and the indexes by which a purge finds what is old, and SQLite what refers to it: without one
 * it reads the whole table for each row that is removed.
 */
export const RETENTION: Migration = {
  number: 8,
  name: 'retention',
  sql: `
CREATE TABLE retention_terms (
  school TEXT NOT NULL REFERENCES schools (id),
  class TEXT NOT NULL,
  days INTEGER NOT NULL,
  set_at TEXT NOT NULL,
  PRIMARY KEY (school, class)
) STRICT, WITHOUT ROWID;

-- Instants are ISO text; held is a JSON list of schools.
CREATE TABLE purges (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  outcome TEXT NOT NULL,
  held TEXT NOT NULL,
  bytes_before INTEGER NOT NULL,
  bytes_after INTEGER
) STRICT;

-- school is empty for what is of no school; removed is JSON: numbers by what they are of.
CREATE TABLE purge_lines (
  purge INTEGER NOT NULL REFERENCES purges (seq),
  class TEXT NOT NULL,
  school TEXT NOT NULL,
  before TEXT NOT NULL,
  removed TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (purge, class, school)
) STRICT, WITHOUT ROWID;

-- The latest aanmaakdatum of a message of which the digest is gone: what was made before that cannot be told from what was stored
-- already, so it is refused whatever the party may.
ALTER TABLE latest_created ADD COLUMN forgotten_ns INTEGER;

CREATE INDEX results_by_assessment ON results (school, assessment, date);
CREATE INDEX results_by_exchange ON results (exchange);
-- In place of the one of current results only: superseded ones refer to a learner too.
CREATE INDEX results_by_learner ON results (learner);
DROP INDEX results_current_by_learner;
CREATE INDEX assessments_by_exchange ON assessments (exchange);
CREATE INDEX deliveries_by_exchange ON deliveries (exchange);
CREATE INDEX exchanges_by_repeats ON exchanges (repeats) WHERE repeats IS NOT NULL;
`,
};
