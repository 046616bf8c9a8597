import type { Migration } from './migration.js';

/**
 * Pupil data. What a group, learner or teacher is called is in `document`, sealed under the school's key; everything else is a
 * pseudonym, a keyed digest, a date or a code.
 */
export const ROSTER: Migration = {
  number: 2,
  name: 'roster',
  sql: `
ALTER TABLE parties ADD COLUMN known_learners_only INTEGER NOT NULL DEFAULT 0 CHECK (known_learners_only IN (0, 1));
-- JSON, sealed under the key of the gateway.
ALTER TABLE parties ADD COLUMN connection BLOB;

-- The key itself, sealed under the key of the gateway, when it is we who present it.
ALTER TABLE credentials ADD COLUMN sealed BLOB;

-- Pupils whose data were given or taken in.
ALTER TABLE exchanges ADD COLUMN learner_count INTEGER NOT NULL DEFAULT 0;

-- roster_learner is always what learner_aliases says of eck_alias, else of alias; NULL when it knows neither.
ALTER TABLE learners ADD COLUMN eck_alias TEXT;
ALTER TABLE learners ADD COLUMN roster_learner TEXT;
CREATE INDEX learners_by_eck_alias ON learners (school, eck_alias) WHERE eck_alias IS NOT NULL;
CREATE INDEX learners_by_roster_learner ON learners (school, roster_learner) WHERE roster_learner IS NOT NULL;
CREATE INDEX learners_unmatched ON learners (school) WHERE roster_learner IS NULL;

-- Instants are ISO text. party is absent when the roster came from a file.
CREATE TABLE rosters (
  school TEXT NOT NULL REFERENCES schools (id),
  school_year TEXT NOT NULL,
  revision INTEGER NOT NULL,
  changed_at TEXT NOT NULL,
  received_at TEXT NOT NULL,
  reference_date TEXT,
  created_at TEXT,
  party TEXT REFERENCES parties (klantcode),
  version TEXT NOT NULL,
  PRIMARY KEY (school, school_year)
) STRICT, WITHOUT ROWID;

-- One row per object and school year, current while until is NULL. content is a keyed digest of what document holds.
CREATE TABLE roster_objects (
  seq INTEGER PRIMARY KEY,
  school TEXT NOT NULL,
  school_year TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('group', 'learner', 'teacher')),
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  content TEXT NOT NULL,
  document BLOB NOT NULL,
  since TEXT NOT NULL,
  until TEXT,
  UNIQUE (school, kind, id, school_year),
  FOREIGN KEY (school, school_year) REFERENCES rosters (school, school_year)
) STRICT;
CREATE INDEX roster_objects_current ON roster_objects (school, school_year, kind, position) WHERE until IS NULL;

-- One row per stretch of time; at most one of a member in a group lasts. Both are in roster_objects.
CREATE TABLE roster_memberships (
  school TEXT NOT NULL,
  school_year TEXT NOT NULL,
  group_id TEXT NOT NULL,
  member_kind TEXT NOT NULL CHECK (member_kind IN ('learner', 'teacher')),
  member TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT,
  PRIMARY KEY (school, school_year, group_id, member_kind, member, since),
  FOREIGN KEY (school, school_year) REFERENCES rosters (school, school_year)
) STRICT, WITHOUT ROWID;
CREATE INDEX roster_memberships_by_member ON roster_memberships (school, school_year, member_kind, member);

-- Which learner of the roster, in whatever school year, a pseudonym stands for.
CREATE TABLE learner_aliases (
  school TEXT NOT NULL REFERENCES schools (id),
  alias TEXT NOT NULL,
  learner TEXT NOT NULL,
  PRIMARY KEY (school, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX learner_aliases_by_learner ON learner_aliases (school, learner);
`,
};
