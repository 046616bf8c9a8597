import type { Database } from 'better-sqlite3';
import type { Agreement, ClientKey, Credential, Party, PartyCertificates, School, Token } from '../directory.js';
import { StoreError } from '../store-error.js';

/** What can end, and where that is kept. */
const ENDINGS = {
  agreement: { table: 'agreements', column: 'ended_at' },
  credential: { table: 'credentials', column: 'revoked_at' },
  token: { table: 'tokens', column: 'revoked_at' },
  'client-key': { table: 'client_keys', column: 'revoked_at' },
} as const;

export type Ending = keyof typeof ENDINGS;
export type SchoolState = 'paused' | 'held';

function jsonOrNull(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** Writes schools, parties, agreements, credentials and tokens. Synchronous; runs inside the caller's transaction. */
export class DirectoryTables {
  constructor(private readonly db: Database) {}

  addSchool(school: School): void {
    this.db.prepare('INSERT INTO schools (id, name, created_at) VALUES (?, ?, ?)').run(school.id, school.name, school.createdAt);
    this.changed();
  }

  addParty(party: Party): void {
    this.db
      .prepare(`
        INSERT INTO parties
          (klantcode, klantnaam, role, endpoint, policy, version, accept_stale, known_learners_only, connection, certificates, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(
        party.klantcode,
        party.klantnaam,
        party.role,
        party.endpoint ?? null,
        party.policy,
        party.version ?? null,
        party.acceptStale ? 1 : 0,
        party.knownLearnersOnly ? 1 : 0,
        party.connection ?? null,
        jsonOrNull(party.certificates),
        party.createdAt,
      );
    this.changed();
  }

  addAgreements(agreements: readonly Agreement[], credential: Credential | undefined): void {
    for (const agreement of agreements) this.insertAgreement(agreement);
    if (credential) this.insertCredential(credential);
    this.changed();
  }

  addClientKey(key: ClientKey): void {
    this.db
      .prepare('INSERT INTO client_keys (id, party, kind, value, valid_from, valid_until, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(key.id, key.party, key.kind, key.value, key.from, key.until ?? null, key.revokedAt ?? null);
    this.changed();
  }

  /** What ended stays ended since when it did: a second end changes nothing. */
  end(what: Ending, id: string, at: string): void {
    const { table, column } = ENDINGS[what];
    const ended = this.db.prepare(`UPDATE ${table} SET ${column} = ? WHERE id = ? AND ${column} IS NULL`).run(at, id);
    if (ended.changes > 0) this.changed();
    else if (!this.db.prepare(`SELECT 1 FROM ${table} WHERE id = ?`).get(id)) {
      throw new StoreError('unknown', `${table}: there is none with this id`);
    }
  }

  /** Since when a school is paused, or held; `at` undefined: no longer. What is so already stays so since when it is. */
  setSchool(what: SchoolState, id: string, at: string | undefined): void {
    const column = what === 'paused' ? 'paused_at' : 'held_since';
    const since = at === undefined ? null : at;
    const set = this.db
      .prepare(`UPDATE schools SET ${column} = CASE WHEN @since IS NULL THEN NULL ELSE coalesce(${column}, @since) END WHERE id = @id`)
      .run({ since, id });
    if (set.changes === 0) throw new StoreError('unknown', 'schools: there is none with this id');
    this.changed();
  }

  setCertificates(klantcode: string, certificates: PartyCertificates | undefined): void {
    const set = this.db.prepare('UPDATE parties SET certificates = ? WHERE klantcode = ?').run(jsonOrNull(certificates), klantcode);
    if (set.changes === 0) throw new StoreError('unknown', 'parties: there is none with this klantcode');
    this.changed();
  }

  addToken(token: Token): void {
    this.db
      .prepare(`
        INSERT INTO tokens (id, client, hash, school, role, scopes, created_at, valid_until, revoked_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(
        token.id,
        token.client,
        token.hash,
        token.school ?? null,
        token.role ?? null,
        JSON.stringify(token.scopes),
        token.createdAt,
        token.until ?? null,
        token.revokedAt ?? null,
      );
    this.changed();
  }

  /** Keeps the key that is there: two processes may offer a fresh one at once. Keys are no part of the directory. */
  offerSchoolKey(school: string, fresh: Uint8Array): void {
    this.db.prepare('INSERT INTO school_keys (school, wrapped) VALUES (?, ?) ON CONFLICT (school) DO NOTHING').run(school, fresh);
  }

  private insertAgreement(agreement: Agreement): void {
    this.db
      .prepare(`
        INSERT INTO agreements (id, school, party, exchanges, profile, purpose, valid_from, valid_until, ended_at, infourl, fields, scopes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(
        agreement.id,
        agreement.school,
        agreement.party,
        JSON.stringify(agreement.exchanges),
        agreement.profile,
        agreement.purpose,
        agreement.from,
        agreement.until ?? null,
        agreement.endedAt ?? null,
        JSON.stringify(agreement.infourl),
        jsonOrNull(agreement.fields),
        jsonOrNull(agreement.scopes),
      );
  }

  private insertCredential(credential: Credential): void {
    this.db
      .prepare('INSERT INTO credentials (id, party, hash, valid_from, valid_until, sealed, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(
        credential.id,
        credential.party,
        credential.hash,
        credential.from,
        credential.until ?? null,
        credential.sealed ?? null,
        credential.revokedAt ?? null,
      );
    const insert = this.db.prepare('INSERT INTO credential_schools (credential, school) VALUES (?, ?)');
    for (const school of credential.schools) insert.run(credential.id, school);
  }

  /** Every process compares this number with that of its snapshot. */
  private changed(): void {
    this.db.prepare('UPDATE directory_version SET version = version + 1').run();
  }
}
