import type { Migration } from './migration.js';

/**
 * Rights of pupils: to whom their data went, whose data must not go out, who was erased and must not come back. Names are
 * pseudonyms; of who was erased only keyed digests of them are left.
 */
export const RIGHTS: Migration = {
  number: 7,
  name: 'rights',
  sql: `
-- An answer or a file with data of pupils. With whole = 1 it held everybody who was in the roster of the school year as of roster_at;
-- otherwise those in disclosed_learners. fields is JSON: a list of names. exchange: id of the exchange record or the request.
CREATE TABLE disclosures (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  school TEXT NOT NULL REFERENCES schools (id),
  exchange TEXT NOT NULL,
  at TEXT NOT NULL,
  receiver TEXT NOT NULL,
  operation TEXT NOT NULL,
  agreement TEXT,
  fields TEXT NOT NULL,
  school_year TEXT,
  revision INTEGER,
  roster_at TEXT,
  whole INTEGER NOT NULL CHECK (whole IN (0, 1))
) STRICT;
CREATE INDEX disclosures_by_school ON disclosures (school, at);
CREATE INDEX disclosures_whole ON disclosures (school, school_year) WHERE whole = 1;

CREATE TABLE disclosed_learners (
  school TEXT NOT NULL,
  learner TEXT NOT NULL,
  disclosure INTEGER NOT NULL REFERENCES disclosures (seq),
  PRIMARY KEY (school, learner, disclosure)
) STRICT, WITHOUT ROWID;
CREATE INDEX disclosed_learners_by_disclosure ON disclosed_learners (disclosure);

-- A row per name of a pupil whose data must not go out, current while until is NULL.
CREATE TABLE restrictions (
  school TEXT NOT NULL REFERENCES schools (id),
  name TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT,
  PRIMARY KEY (school, name, since)
) STRICT, WITHOUT ROWID;

-- receipt is JSON: counts, keyed hashes and receivers, never a value or a pseudonym.
CREATE TABLE erasures (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  school TEXT NOT NULL REFERENCES schools (id),
  at TEXT NOT NULL,
  receipt TEXT NOT NULL,
  lifted_at TEXT
) STRICT;
CREATE INDEX erasures_by_school ON erasures (school);

-- Keyed digests (hex) of the names under which the pupil would come back. Gone when the school lifts it.
CREATE TABLE erased_names (
  school TEXT NOT NULL,
  digest TEXT NOT NULL,
  erasure INTEGER NOT NULL REFERENCES erasures (seq),
  PRIMARY KEY (school, digest, erasure)
) STRICT, WITHOUT ROWID;

-- For the receivers who read over REST: their own pseudonym of who was erased, sealed under the school's key.
CREATE TABLE erasure_notices (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  school TEXT NOT NULL,
  receiver TEXT NOT NULL,
  erasure INTEGER NOT NULL REFERENCES erasures (seq),
  at TEXT NOT NULL,
  until TEXT NOT NULL,
  sealed_alias BLOB NOT NULL
) STRICT;
CREATE INDEX erasure_notices_by_receiver ON erasure_notices (school, receiver);
`,
};
