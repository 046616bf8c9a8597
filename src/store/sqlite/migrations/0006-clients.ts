import type { Migration } from './migration.js';

/** Clients become parties that read under agreements; what a client proved itself with is not taken twice. */
export const CLIENTS: Migration = {
  number: 6,
  name: 'clients',
  sql: `
-- Tokens that were given out go on working: what they opened was decided then, and from now on stands as an agreement that can be ended.
INSERT INTO parties (klantcode, klantnaam, role, policy, accept_stale, known_learners_only, created_at)
  SELECT client, client, 'client', 'strict', 0, 0, min(created_at) FROM tokens
  WHERE revoked_at IS NULL AND role IS NULL AND school IS NOT NULL AND client NOT IN (SELECT klantcode FROM parties)
  GROUP BY client;
INSERT INTO agreements (id, school, party, exchanges, profile, purpose, valid_from, valid_until, infourl, scopes)
  SELECT
    lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2)
      || '-' || hex(randomblob(6))),
    school, client, '["rest"]', 'rest', 'Lezen over REST; waarvoor is niet opgegeven', min(created_at), NULL, '{"keep":"none"}', scopes
  FROM tokens
  WHERE revoked_at IS NULL AND role IS NULL AND school IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM agreements a WHERE a.school = tokens.school AND a.party = tokens.client AND a.scopes = tokens.scopes)
  GROUP BY school, client, scopes;
UPDATE directory_version SET version = version + 1;

-- SHA-256 of the client and the jti of an assertion (RFC 7523), until when it would be valid.
CREATE TABLE used_assertions (
  digest TEXT PRIMARY KEY NOT NULL,
  until TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX used_assertions_by_end ON used_assertions (until);
`,
};
