import type { Migration } from './migration.js';

/**
 * The current objects of a roster a second time, some dozens sealed together, for answers with a whole school. They are of the revision that
 * the roster has: with another one they are gone, in the same transaction, so also when a learner is erased or restricted.
 */
export const ROSTER_PACKS: Migration = {
  number: 28,
  name: 'roster-packs',
  sql: `
-- A keyed digest of all that the source said when the roster was last made what it is. NULL: not known.
ALTER TABLE rosters ADD COLUMN source TEXT;

-- document: a JSON list of documents as in roster_objects, sealed. size: how many there are in it.
CREATE TABLE roster_packs (
  seq INTEGER PRIMARY KEY,
  school TEXT NOT NULL,
  school_year TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('group', 'learner', 'teacher')),
  number INTEGER NOT NULL,
  size INTEGER NOT NULL,
  document BLOB NOT NULL,
  UNIQUE (school, school_year, number)
) STRICT;

CREATE TRIGGER roster_packs_outdated AFTER UPDATE OF revision ON rosters WHEN new.revision <> old.revision BEGIN
  DELETE FROM roster_packs WHERE school = new.school AND school_year = new.school_year;
END;
CREATE TRIGGER roster_packs_gone AFTER DELETE ON rosters BEGIN
  DELETE FROM roster_packs WHERE school = old.school AND school_year = old.school_year;
END;
`,
};
