import type { Migration } from './migration.js';

/** What results have terms of their own for: that their pupil left, and that they are of an exercise. */
export const LEAVERS_AND_EXERCISES: Migration = {
  number: 18,
  name: 'leavers-and-exercises',
  sql: `
-- Milliseconds since 1970: when the pupil left, as the newest roster said that retention took them out of. Null: no roster said so.
ALTER TABLE learners ADD COLUMN left_at INTEGER;

-- 1: the source says that it is of an exercise (originType of its document).
ALTER TABLE results ADD COLUMN exercise INTEGER NOT NULL DEFAULT 0 CHECK (exercise IN (0, 1));
UPDATE results SET exercise = 1 WHERE instr(document, '"originType":"exercise"') > 0;
CREATE INDEX results_of_exercises ON results (school, date) WHERE exercise = 1;
`,
};
