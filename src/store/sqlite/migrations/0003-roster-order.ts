import type { Migration } from './migration.js';

/**
 * For pages of a roster in the order of ids. The unique constraint has that order too, but through every school year and everybody
 * who left, and pupils with nothing but a dummy key leave with each message.
 */
export const ROSTER_ORDER: Migration = {
  number: 3,
  name: 'roster-order',
  sql: 'CREATE INDEX roster_objects_by_id ON roster_objects (school, school_year, kind, id) WHERE until IS NULL;',
};
