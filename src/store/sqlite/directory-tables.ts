import type { Database } from 'better-sqlite3';
import type { Agreement, Credential, Party, School, Token } from '../directory.js';
import { StoreError } from '../store-error.js';

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
          (klantcode, klantnaam, role, endpoint, policy, version, accept_stale, known_learners_only, connection, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
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
        party.createdAt,
      );
    this.changed();
  }

  addAgreements(agreements: readonly Agreement[], credential: Credential | undefined): void {
    for (const agreement of agreements) this.insertAgreement(agreement);
    if (credential) this.insertCredential(credential);
    this.changed();
  }

  /** An agreement ends once: a second end changes nothing. */
  endAgreement(id: string, at: string): void {
    const ended = this.db.prepare('UPDATE agreements SET ended_at = ? WHERE id = ? AND ended_at IS NULL').run(at, id);
    if (ended.changes > 0) this.changed();
    else if (!this.db.prepare('SELECT 1 FROM agreements WHERE id = ?').get(id)) {
      throw new StoreError('unknown', 'agreements: there is none with this id');
    }
  }

  addToken(token: Token): void {
    this.db
      .prepare('INSERT INTO tokens (id, client, hash, school, scopes, created_at, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(token.id, token.client, token.hash, token.school, JSON.stringify(token.scopes), token.createdAt, token.revokedAt ?? null);
    this.changed();
  }

  /** Keeps the key that is there: two processes may offer a fresh one at once. Keys are no part of the directory. */
  offerSchoolKey(school: string, fresh: Uint8Array): void {
    this.db.prepare('INSERT INTO school_keys (school, wrapped) VALUES (?, ?) ON CONFLICT (school) DO NOTHING').run(school, fresh);
  }

  private insertAgreement(agreement: Agreement): void {
    this.db
      .prepare(`
        INSERT INTO agreements (id, school, party, exchanges, profile, purpose, valid_from, valid_until, ended_at, infourl)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
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
      );
  }

  private insertCredential(credential: Credential): void {
    this.db
      .prepare('INSERT INTO credentials (id, party, hash, valid_from, valid_until, sealed) VALUES (?, ?, ?, ?, ?, ?)')
      .run(credential.id, credential.party, credential.hash, credential.from, credential.until ?? null, credential.sealed ?? null);
    const insert = this.db.prepare('INSERT INTO credential_schools (credential, school) VALUES (?, ?)');
    for (const school of credential.schools) insert.run(credential.id, school);
  }

  /** Every process compares this number with that of its snapshot. */
  private changed(): void {
    this.db.prepare('UPDATE directory_version SET version = version + 1').run();
  }
}
