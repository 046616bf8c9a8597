import type { Migration } from './migration.js';

/**
 * Learning goals, what sources say of themselves, which activity is about which goal, signals and the notes of teachers. Instants are
 * milliseconds since 1970. `school` is '' where a row holds for every school.
 */
export const GOALS: Migration = {
  number: 25,
  name: 'goals',
  sql: `
-- Each goes up with every change of what it is named after, so that whoever keeps a copy knows that it is old.
CREATE TABLE goal_versions (
  kind TEXT PRIMARY KEY NOT NULL CHECK (kind IN ('sets', 'profiles', 'mappings')),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO goal_versions (kind, version) VALUES ('sets', 1), ('profiles', 1), ('mappings', 1);

-- One version of a set of goals: it never changes. digest is of its content: the same again is nothing new.
-- document is the GoalSet as JSON, ledger what became of every field of the file that it came from.
CREATE TABLE goal_sets (
  seq INTEGER PRIMARY KEY,
  school TEXT NOT NULL,
  id TEXT NOT NULL,
  version TEXT NOT NULL,
  digest TEXT NOT NULL,
  imported_at INTEGER NOT NULL,
  document TEXT NOT NULL,
  ledger TEXT NOT NULL,
  UNIQUE (school, id, version)
) STRICT;

-- uri is the canonical one; document the Goal as JSON.
CREATE TABLE goals (
  goal_set INTEGER NOT NULL REFERENCES goal_sets (seq),
  uri TEXT NOT NULL,
  position INTEGER NOT NULL,
  code TEXT,
  document TEXT NOT NULL,
  PRIMARY KEY (goal_set, uri)
) STRICT;

-- Also to goals of other sets, whether those are here or not. Only ever what somebody asserts.
CREATE TABLE goal_relations (
  goal_set INTEGER NOT NULL REFERENCES goal_sets (seq),
  position INTEGER NOT NULL,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  type TEXT NOT NULL,
  asserted_by TEXT NOT NULL,
  PRIMARY KEY (goal_set, source, type, target)
) STRICT;

-- The sets that a school works with; the one at position 0 is shown first.
CREATE TABLE school_goal_sets (
  school TEXT NOT NULL REFERENCES schools (id),
  goal_set INTEGER NOT NULL REFERENCES goal_sets (seq),
  position INTEGER NOT NULL,
  PRIMARY KEY (school, goal_set)
) STRICT;

-- What a vendor declares about one of its products, version by version. document is the SourceProfile as JSON.
CREATE TABLE source_profiles (
  party TEXT NOT NULL REFERENCES parties (klantcode),
  product TEXT NOT NULL,
  version INTEGER NOT NULL,
  declared_at INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (party, product, version)
) STRICT;

CREATE TABLE profile_confirmations (
  school TEXT NOT NULL REFERENCES schools (id),
  party TEXT NOT NULL,
  product TEXT NOT NULL,
  version INTEGER NOT NULL,
  confirmed_at INTEGER NOT NULL,
  PRIMARY KEY (school, party, product, version)
) STRICT;

-- Every import, diff and undo makes a version, numbered over all parties. school: whose own table it is.
CREATE TABLE mapping_versions (
  number INTEGER PRIMARY KEY,
  party TEXT NOT NULL REFERENCES parties (klantcode),
  school TEXT NOT NULL,
  asserted_by TEXT NOT NULL,
  imported_at INTEGER NOT NULL,
  imported_by TEXT NOT NULL,
  undoes INTEGER,
  note TEXT
) STRICT;

-- A row holds from the version that added it until the one that removed it. document is the MappingRow as JSON.
CREATE TABLE mapping_rows (
  seq INTEGER PRIMARY KEY,
  party TEXT NOT NULL,
  school TEXT NOT NULL,
  added_in INTEGER NOT NULL REFERENCES mapping_versions (number),
  removed_in INTEGER REFERENCES mapping_versions (number),
  document TEXT NOT NULL
) STRICT;
CREATE INDEX mapping_rows_by_table ON mapping_rows (party, school);
CREATE INDEX mapping_rows_by_added ON mapping_rows (added_in);
CREATE INDEX mapping_rows_by_removed ON mapping_rows (removed_in) WHERE removed_in IS NOT NULL;

-- What results are of: a test, or a part of one, of a product, at its place in the vendor's tree. digest is of document, a TaggedActivity.
-- Goals hang from it: all results of one activity are about the same ones. tagged_at_sets and tagged_at_mappings are the goal_versions
-- that its links were made with. retagged_in: the re-tag that changed them, as long as receivers are not told.
CREATE TABLE activities (
  seq INTEGER PRIMARY KEY,
  school TEXT NOT NULL REFERENCES schools (id),
  party TEXT NOT NULL REFERENCES parties (klantcode),
  digest TEXT NOT NULL,
  document TEXT NOT NULL,
  tagged_at_sets INTEGER NOT NULL,
  tagged_at_mappings INTEGER NOT NULL,
  retagged_in INTEGER,
  UNIQUE (school, party, digest)
) STRICT;
CREATE INDEX activities_by_school ON activities (school, seq);

-- NULL: stored before there were activities, and not tagged since.
ALTER TABLE results ADD COLUMN activity INTEGER REFERENCES activities (seq);
-- Which results a group has of what, on which days, without reading a result.
DROP INDEX results_by_learner;
CREATE INDEX results_by_learner ON results (learner, current, date, activity);
CREATE INDEX results_by_activity ON results (activity) WHERE activity IS NOT NULL;
CREATE INDEX results_without_activity ON results (school, seq) WHERE activity IS NULL;

-- A link is never changed or removed as long as its activity is there: what a re-tag does not find again gets ended_at.
-- goal is the canonical URI, or NULL where what was written (original) is no goal of a loaded set.
-- mapping_version is 0 for what the message itself says. valid_from and valid_until are days (2026-08-01): of results on those days.
CREATE TABLE goal_links (
  seq INTEGER PRIMARY KEY,
  school TEXT NOT NULL,
  activity INTEGER NOT NULL REFERENCES activities (seq),
  goal TEXT,
  goal_set INTEGER REFERENCES goal_sets (seq),
  supplier_goal TEXT,
  supplier_title TEXT,
  coverage TEXT NOT NULL,
  via TEXT NOT NULL,
  asserted_by TEXT NOT NULL,
  mapping_version INTEGER NOT NULL,
  original TEXT NOT NULL,
  valid_from TEXT,
  valid_until TEXT,
  added_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX goal_links_by_activity ON goal_links (activity) WHERE ended_at IS NULL;
CREATE INDEX goal_links_by_goal ON goal_links (school, goal) WHERE ended_at IS NULL;

-- A re-tag of a school: first the results that have no activity yet, then the links of its activities, then what receivers are told of
-- the results of those that changed. position and done, of total, are how far the step has got.
CREATE TABLE retag_jobs (
  seq INTEGER PRIMARY KEY,
  school TEXT NOT NULL REFERENCES schools (id),
  cause TEXT NOT NULL,
  step TEXT NOT NULL,
  position INTEGER NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  links INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  events INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX retag_jobs_by_school ON retag_jobs (school, seq);
CREATE INDEX retag_jobs_open ON retag_jobs (seq) WHERE ended_at IS NULL;
INSERT INTO retag_jobs (school, cause, step, position, done, total, changed, links, ended, events, asked_at)
SELECT id, 'upgrade', 'results', 0, 0, 0, 0, 0, 0, 0, CAST(strftime('%s', 'now') AS INTEGER) * 1000 FROM schools
WHERE EXISTS (SELECT 1 FROM results r WHERE r.school = schools.id);

-- What a vendor calls to the attention of the teacher; a row per revision. supplier_goal is the vendor's own id of the goal.
-- document is the Signal as JSON, without the learner. status is raised, superseded or withdrawn.
CREATE TABLE signals (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  school TEXT NOT NULL REFERENCES schools (id),
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  current INTEGER NOT NULL CHECK (current IN (0, 1)),
  party TEXT NOT NULL REFERENCES parties (klantcode),
  learner INTEGER NOT NULL REFERENCES learners (seq),
  supplier_goal TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  raised_at INTEGER NOT NULL,
  valid_until INTEGER,
  exchange INTEGER NOT NULL REFERENCES exchanges (seq),
  digest TEXT NOT NULL,
  document TEXT NOT NULL,
  UNIQUE (school, id, revision)
) STRICT;
CREATE INDEX signals_by_school ON signals (school, seq) WHERE current = 1;
CREATE INDEX signals_by_learner ON signals (learner);
CREATE INDEX signals_by_moment ON signals (school, raised_at) WHERE current = 1;
CREATE INDEX signals_by_exchange ON signals (exchange);

-- The results that a signal rests on, by id.
CREATE TABLE signal_basis (
  school TEXT NOT NULL,
  result TEXT NOT NULL,
  signal TEXT NOT NULL,
  PRIMARY KEY (school, result, signal)
) STRICT;
CREATE INDEX signal_basis_by_signal ON signal_basis (school, signal);

CREATE TABLE signal_mutes (
  school TEXT NOT NULL REFERENCES schools (id),
  party TEXT NOT NULL REFERENCES parties (klantcode),
  kind TEXT NOT NULL,
  muted_at INTEGER NOT NULL,
  PRIMARY KEY (school, party, kind)
) STRICT;

-- Id in the rosters of the school: the member of staff who uses the token.
ALTER TABLE tokens ADD COLUMN teacher TEXT;

-- What a teacher notes about a goal, of a group or of a learner, by their ids in the roster. note is sealed under the school's key.
CREATE TABLE annotations (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  school TEXT NOT NULL REFERENCES schools (id),
  id TEXT NOT NULL,
  author TEXT NOT NULL,
  learner TEXT,
  class TEXT,
  goal TEXT NOT NULL,
  kind TEXT NOT NULL,
  valid_from TEXT,
  valid_until TEXT,
  note BLOB,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  UNIQUE (school, id)
) STRICT;
CREATE INDEX annotations_by_school ON annotations (school, created_at);
CREATE INDEX annotations_by_learner ON annotations (school, learner);
CREATE INDEX annotations_by_class ON annotations (school, class);
`,
};
