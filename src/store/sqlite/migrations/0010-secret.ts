import type { Migration } from './migration.js';

/** Which secret everything is sealed under, once it is another than the first one. */
export const SECRET: Migration = {
  number: 10,
  name: 'secret',
  sql: `
-- No row: the secret was never replaced, and gateway_keys is empty.
CREATE TABLE gateway_secret (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  fingerprint TEXT NOT NULL
) STRICT;
`,
};
