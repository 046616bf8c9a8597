import type { Migration } from './migration.js';

/** What a new agreement is compared with is found without going through those of all schools. Agreements that overlap stay as they are. */
export const AGREEMENTS_BY_SIDES: Migration = {
  number: 19,
  name: 'agreements-by-sides',
  sql: `
CREATE INDEX agreements_by_sides ON agreements (school, party);
`,
};
