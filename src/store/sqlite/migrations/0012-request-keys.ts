import type { Migration } from './migration.js';

/** What requests under an idempotency key came to, so that the same one gets the same answer. */
export const REQUEST_KEYS: Migration = {
  number: 12,
  name: 'request-keys',
  sql: `
-- Of REST only. Whether the body is the same, the digest of the exchange tells. Gone with findings and strips of that exchange.
CREATE TABLE request_keys (
  school TEXT NOT NULL REFERENCES schools (id),
  party TEXT NOT NULL REFERENCES parties (klantcode),
  -- HMAC-SHA256 in hex.
  key TEXT NOT NULL,
  exchange INTEGER NOT NULL REFERENCES exchanges (seq),
  results INTEGER NOT NULL,
  revised INTEGER NOT NULL,
  PRIMARY KEY (school, party, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX request_keys_by_exchange ON request_keys (exchange);
`,
};
