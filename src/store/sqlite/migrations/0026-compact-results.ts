import type { Migration } from './migration.js';
import { moveResults } from './move-results.js';

/**
 * Results as small rows: what results of one message have in common is kept once, numbers take the place of names, and 16 bytes that of an id
 * of 36 letters. What was left out of a message goes into its exchange. See docs/decisions/0029-compact-results.md.
 */
export const COMPACT_RESULTS: Migration = {
  number: 26,
  name: 'compact-results',
  sql: `
-- What a vendor delivers to a school. Results name theirs by number: what begins with a source is of one school.
CREATE TABLE sources (
  seq INTEGER PRIMARY KEY,
  school TEXT NOT NULL REFERENCES schools (id),
  party TEXT NOT NULL REFERENCES parties (klantcode),
  UNIQUE (school, party)
) STRICT;
INSERT INTO sources (school, party)
  SELECT school, party FROM results UNION SELECT school, party FROM deliveries ORDER BY school, party;

-- What results of a source have in common. digest: of assessment and document, to find it by. document: JSON, see SharedPart. exercise: 1 when
-- the source says so. activity NULL: a re-tag finds out.
CREATE TABLE result_shared (
  seq INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES sources (seq),
  digest BLOB NOT NULL,
  assessment TEXT NOT NULL,
  exercise INTEGER NOT NULL CHECK (exercise IN (0, 1)),
  activity INTEGER REFERENCES activities (seq),
  document TEXT NOT NULL
) STRICT;
CREATE INDEX result_shared_by_content ON result_shared (source, digest);
CREATE INDEX result_shared_by_assessment ON result_shared (assessment);
CREATE INDEX result_shared_by_activity ON result_shared (activity) WHERE activity IS NOT NULL;
CREATE INDEX result_shared_without_activity ON result_shared (source, seq) WHERE activity IS NULL;

-- The ECK iDs that results of a learner came with, numbered from 1.
CREATE TABLE learner_eck_ids (
  learner INTEGER NOT NULL REFERENCES learners (seq) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  eck_id TEXT NOT NULL,
  PRIMARY KEY (learner, number)
) STRICT, WITHOUT ROWID;

DROP INDEX results_current;
DROP INDEX results_current_by_party;
DROP INDEX results_by_assessment;
DROP INDEX results_by_exchange;
DROP INDEX results_by_learner;
DROP INDEX results_of_exercises;
DROP INDEX results_by_activity;
DROP INDEX results_without_activity;
ALTER TABLE results RENAME TO results_25;

-- One row per revision, and of each result one that is current. No foreign keys: checking them takes a quarter of the time of an insert; what
-- is referred to is removed after what refers to it, and uwlr doctor looks. id: 16 bytes of a UUID, else see result-id.ts. eck_number: in
-- learner_eck_ids; 0: it came without. day: of the test, in days since 1970-01-01. own: JSON, see OwnPart.
CREATE TABLE results (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  source INTEGER NOT NULL,
  id BLOB NOT NULL,
  revision INTEGER NOT NULL,
  current INTEGER NOT NULL CHECK (current IN (0, 1)),
  learner INTEGER NOT NULL,
  eck_number INTEGER NOT NULL,
  shared INTEGER NOT NULL,
  exchange INTEGER NOT NULL,
  day INTEGER NOT NULL,
  key TEXT,
  sealed_key BLOB,
  own TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX results_current ON results (source, id) WHERE current = 1;
CREATE INDEX results_superseded ON results (source, id) WHERE current = 0;
CREATE INDEX results_by_source ON results (source, current);
CREATE INDEX results_by_learner ON results (learner, current, day, shared);
CREATE INDEX results_by_shared ON results (shared, current, day);

-- Path, rule and count of each, as JSON; NULL: nothing was left out.
ALTER TABLE exchanges ADD COLUMN strips TEXT;
ALTER TABLE exchanges ADD COLUMN strip_count INTEGER NOT NULL DEFAULT 0;
UPDATE exchanges SET (strips, strip_count) = (
  SELECT json_group_array(json_array(path, rule, count)), count(*) FROM (
    SELECT path, rule, count FROM strips s WHERE s.exchange = exchanges.seq ORDER BY position) AS strip)
WHERE seq IN (SELECT exchange FROM strips);
DROP TABLE strips;

-- Most messages are accepted: those that were not are looked for.
DROP INDEX exchanges_by_outcome;
CREATE INDEX exchanges_by_outcome ON exchanges (outcome) WHERE outcome <> 'accepted';

-- Without a foreign key, for the same reason. Found from its exchange by school, party and digest.
CREATE TABLE deliveries_26 (
  source INTEGER NOT NULL,
  digest TEXT NOT NULL,
  exchange INTEGER NOT NULL,
  PRIMARY KEY (source, digest)
) STRICT, WITHOUT ROWID;
INSERT INTO deliveries_26 (source, digest, exchange)
  SELECT o.seq, d.digest, d.exchange FROM deliveries d JOIN sources o ON o.school = d.school AND o.party = d.party;
DROP TABLE deliveries;
ALTER TABLE deliveries_26 RENAME TO deliveries;
`,
  move: moveResults,
};
