import type { Migration } from './migration.js';

/** The messages that the gateway sent, newest first, are listed beside those that it received. */
export const ATTEMPTS_BY_START: Migration = {
  number: 24,
  name: 'attempts-by-start',
  sql: `
CREATE INDEX delivery_attempts_by_start ON delivery_attempts (started_at, batch, number);
`,
};
