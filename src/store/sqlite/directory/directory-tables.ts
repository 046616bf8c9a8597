import type { Database } from 'better-sqlite3';
import { supplied } from '../../../core/supplied.js';
import { clashOf, standsAlone } from '../../../directory/agreement-clash.js';
import type {
  Agreement,
  ClientKey,
  Credential,
  Party,
  PartyCertificates,
  PartyChange,
  PrivacyStatement,
  School,
  Target,
  Token,
} from '../../../directory/directory.js';
import type { AuditEntry } from '../../audit.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import type { AuditTable } from '../audit/audit-table.js';
import { type AgreementRow, agreementOf } from './directory-rows.js';

/** What can end, and where that is kept. */
const ENDINGS = {
  agreement: { table: 'agreements', column: 'ended_at', operation: 'agreement.end' },
  credential: { table: 'credentials', column: 'revoked_at', operation: 'credential.revoke' },
  token: { table: 'tokens', column: 'revoked_at', operation: 'token.revoke' },
  target: { table: 'targets', column: 'ended_at', operation: 'target.end' },
  'client-key': { table: 'client_keys', column: 'revoked_at', operation: 'client-key.revoke' },
} as const;

type Ending = keyof typeof ENDINGS;
type SchoolState = 'paused' | 'held';

/** A change of the directory, as the writer is asked for it. */
export type DirectoryWrite =
  | { readonly kind: 'school'; readonly school: School }
  | { readonly kind: 'party'; readonly party: Party }
  | { readonly kind: 'change-party'; readonly klantcode: string; readonly change: PartyChange }
  | { readonly kind: 'remove-party'; readonly klantcode: string; readonly at: string }
  | { readonly kind: 'rename-school'; readonly id: string; readonly name: string }
  | { readonly kind: 'agreements'; readonly agreements: readonly Agreement[]; readonly credential: Credential | undefined }
  | { readonly kind: 'replace-agreement'; readonly id: string; readonly fresh: Agreement; readonly at: string }
  | {
      readonly kind: 'replace-credentials';
      readonly fresh: readonly Credential[];
      readonly old: readonly string[];
      readonly until: string;
    }
  | { readonly kind: 'token'; readonly token: Token }
  | { readonly kind: 'client-key'; readonly key: ClientKey }
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'set-target'; readonly id: string; readonly settings: Uint8Array }
  | { readonly kind: 'end'; readonly what: Ending; readonly id: string; readonly at: string }
  | { readonly kind: 'set-school'; readonly what: SchoolState; readonly id: string; readonly at: string | undefined }
  | { readonly kind: 'school-statement'; readonly id: string; readonly statement: PrivacyStatement | undefined }
  | { readonly kind: 'certificates'; readonly klantcode: string; readonly certificates: PartyCertificates | undefined };

/** How the audit calls the beginning and the end of a state. */
const SCHOOL_OPERATIONS = { paused: ['school.pause', 'school.resume'], held: ['school.hold', 'school.release'] } as const;

/** The columns of what can change of a party. */
const PARTY_COLUMNS = {
  klantnaam: 'klantnaam',
  name: 'name',
  endpoint: 'endpoint',
  policy: 'policy',
  version: 'version',
  acceptStale: 'accept_stale',
  knownLearnersOnly: 'known_learners_only',
  connection: 'connection',
} as const satisfies Record<keyof PartyChange, string>;

function addedEntry({ id, school, party, fields }: Agreement, actor: string): AuditEntry {
  return auditEntry(actor, 'agreement.add', { school, agreement: id, subject: party, ...supplied({ fields }) });
}

function jsonOrNull(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** Writes schools, parties, agreements, credentials and tokens. Synchronous; runs inside the caller's transaction. */
export class DirectoryTables {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
  ) {}

  addSchool(school: School, actor: string): void {
    this.db.prepare('INSERT INTO schools (id, name, created_at) VALUES (?, ?, ?)').run(school.id, school.name, school.createdAt);
    this.changed(auditEntry(actor, 'school.add', { school: school.id }));
  }

  renameSchool(id: string, name: string, actor: string): void {
    const renamed = this.db.prepare('UPDATE schools SET name = ? WHERE id = ?').run(name, id);
    if (renamed.changes === 0) throw new StoreError('unknown', 'schools: there is none with this id');
    this.changed(auditEntry(actor, 'school.set', { school: id }));
  }

  addParty(party: Party, actor: string): void {
    this.db
      .prepare(`
        INSERT INTO parties
          (klantcode, klantnaam, name, role, endpoint, policy, version, accept_stale, known_learners_only, connection, certificates,
            created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(
        party.klantcode,
        party.klantnaam,
        party.name ?? null,
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
    this.changed(auditEntry(actor, 'party.add', { subject: party.klantcode }));
  }

  changeParty(klantcode: string, change: PartyChange, actor: string): void {
    const columns = Object.entries(PARTY_COLUMNS).flatMap(([name, column]) => {
      const value = change[name as keyof PartyChange];
      return value === undefined ? [] : [{ column, value: typeof value === 'boolean' ? Number(value) : value }];
    });
    const set = columns.length === 0 ? 'klantcode = klantcode' : columns.map(({ column }) => `${column} = ?`).join(', ');
    const changed = this.db.prepare(`UPDATE parties SET ${set} WHERE klantcode = ?`).run(...columns.map(({ value }) => value), klantcode);
    if (changed.changes === 0) throw new StoreError('unknown', 'parties: there is none with this klantcode');
    this.changed(auditEntry(actor, 'party.set', { subject: klantcode }));
  }

  addAgreements(agreements: readonly Agreement[], credential: Credential | undefined, actor: string): void {
    for (const agreement of agreements) this.insertAgreement(agreement);
    if (credential) this.insertCredential(credential);
    const added = agreements.map((agreement) => addedEntry(agreement, actor));
    const keyed =
      credential && auditEntry(actor, 'credential.add', { subject: credential.id, counts: { schools: credential.schools.length } });
    this.changed(...added, ...(keyed ? [keyed] : []));
  }

  /** One that has yet to begin when its successor does is ended; any other gets its end. */
  replaceAgreement(id: string, fresh: Agreement, at: string, actor: string): void {
    const row = this.db.prepare<[string], AgreementRow>('SELECT * FROM agreements WHERE id = ?').get(id);
    if (row === undefined) throw new StoreError('unknown', 'agreements: there is none with this id');
    const { school, party, from, until, endedAt } = agreementOf(row);
    if (endedAt !== undefined || (until !== undefined && until <= fresh.from))
      throw new StoreError('conflict', `agreement ${id} is over by ${fresh.from}: nothing is left to replace`);
    if (fresh.from <= from) this.db.prepare('UPDATE agreements SET ended_at = ? WHERE id = ?').run(at, id);
    else this.db.prepare('UPDATE agreements SET valid_until = ? WHERE id = ?').run(fresh.from, id);
    this.insertAgreement(fresh);
    this.changed(auditEntry(actor, 'agreement.replace', { school, agreement: id, subject: party }), addedEntry(fresh, actor));
  }

  /** Adds keys, and gives those of `old` an end, unless they have one that is sooner. */
  replaceCredentials(fresh: readonly Credential[], old: readonly string[], until: string, actor: string): void {
    for (const credential of fresh) this.insertCredential(credential);
    const shorten = this.db.prepare(`
      UPDATE credentials SET valid_until = CASE WHEN valid_until < @until THEN valid_until ELSE @until END WHERE id = @id`);
    for (const id of old) {
      if (shorten.run({ id, until }).changes === 0) throw new StoreError('unknown', 'credentials: there is none with this id');
    }
    this.changed(
      ...fresh.map(({ id, schools }) => auditEntry(actor, 'credential.add', { subject: id, counts: { schools: schools.length } })),
      ...old.map((id) => auditEntry(actor, 'credential.replace', { subject: id })),
    );
  }

  addClientKey(key: ClientKey, actor: string): void {
    this.db
      .prepare('INSERT INTO client_keys (id, party, kind, value, valid_from, valid_until, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(key.id, key.party, key.kind, key.value, key.from, key.until ?? null, key.revokedAt ?? null);
    this.changed(auditEntry(actor, 'client-key.add', { subject: key.id }));
  }

  /** What ended stays ended since when it did: a second end changes nothing. */
  end(what: Ending, id: string, at: string, actor: string): void {
    const { table, column, operation } = ENDINGS[what];
    const ended = this.db
      .prepare<[string, string], { school?: string | null; party?: string }>(
        `UPDATE ${table} SET ${column} = ? WHERE id = ? AND ${column} IS NULL RETURNING *`,
      )
      .get(at, id);
    if (ended) {
      if (what === 'target') this.endDeliveries(id, at);
      const about = what === 'agreement' ? { agreement: id, ...(ended.party && { subject: ended.party }) } : { subject: id };
      this.changed(auditEntry(actor, operation, { ...(ended.school && { school: ended.school }), ...about }));
    } else if (!this.db.prepare(`SELECT 1 FROM ${table} WHERE id = ?`).get(id)) {
      throw new StoreError('unknown', `${table}: there is none with this id`);
    }
  }

  /** What is still to go there never does; what is out may have arrived, and then is delivered all the same. */
  private endDeliveries(target: string, at: string): void {
    this.db
      .prepare(`
        UPDATE outbox SET state = 'cancelled', reason = 'target-ended', settled_at = @now
        WHERE lane IN (SELECT seq FROM delivery_lanes WHERE target = @target) AND state IN ('waiting', 'leased', 'retrying', 'held')`)
      .run({ target, now: Date.parse(at) });
    this.db.prepare('UPDATE delivery_lanes SET due_at = NULL WHERE target = ?').run(target);
    this.db.prepare('UPDATE target_troubles SET ended_at = ? WHERE target = ? AND ended_at IS NULL').run(Date.parse(at), target);
  }

  /** Since when a school is paused, or held; `at` undefined: no longer. What is so already stays so since when it is. */
  setSchool(what: SchoolState, id: string, at: string | undefined, actor: string): void {
    const column = what === 'paused' ? 'paused_at' : 'held_since';
    const since = at === undefined ? null : at;
    if (what === 'paused' && since === null) this.refuseDestroyed(id);
    const set = this.db
      .prepare(`UPDATE schools SET ${column} = CASE WHEN @since IS NULL THEN NULL ELSE coalesce(${column}, @since) END WHERE id = @id`)
      .run({ since, id });
    if (set.changes === 0) throw new StoreError('unknown', 'schools: there is none with this id');
    this.changed(auditEntry(actor, SCHOOL_OPERATIONS[what][at === undefined ? 1 : 0], { school: id }));
  }

  /** Without its key a school cannot go on. */
  private refuseDestroyed(id: string): void {
    const destroyed = this.db.prepare('SELECT 1 FROM schools WHERE id = ? AND key_destroyed_at IS NOT NULL').get(id);
    if (destroyed) throw new StoreError('destroyed', `the key of school ${id} was destroyed`);
  }

  setStatement(id: string, statement: PrivacyStatement | undefined, actor: string): void {
    const set = this.db.prepare('UPDATE schools SET statement = ? WHERE id = ?').run(jsonOrNull(statement), id);
    if (set.changes === 0) throw new StoreError('unknown', 'schools: there is none with this id');
    this.changed(auditEntry(actor, 'school.statement', { school: id }));
  }

  setCertificates(klantcode: string, certificates: PartyCertificates | undefined, actor: string): void {
    const set = this.db.prepare('UPDATE parties SET certificates = ? WHERE klantcode = ?').run(jsonOrNull(certificates), klantcode);
    if (set.changes === 0) throw new StoreError('unknown', 'parties: there is none with this klantcode');
    this.changed(auditEntry(actor, 'party.certificates', { subject: klantcode }));
  }

  addToken(token: Token, actor: string): void {
    this.db
      .prepare(`
        INSERT INTO tokens (id, client, hash, school, role, teacher, scopes, created_at, valid_until, revoked_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(
        token.id,
        token.client,
        token.hash,
        token.school ?? null,
        token.role ?? null,
        token.teacher ?? null,
        JSON.stringify(token.scopes),
        token.createdAt,
        token.until ?? null,
        token.revokedAt ?? null,
      );
    this.changed(auditEntry(actor, 'token.add', { subject: token.id, ...supplied({ school: token.school }) }));
  }

  addTarget({ id, party, kind, settings, createdAt }: Target, actor: string): void {
    this.db
      .prepare('INSERT INTO targets (id, party, kind, settings, created_at) VALUES (?, ?, ?, ?, ?)')
      .run(id, party, kind, settings, createdAt);
    this.changed(auditEntry(actor, 'target.add', { subject: id }));
  }

  setTarget(id: string, settings: Uint8Array, actor: string): void {
    const set = this.db.prepare('UPDATE targets SET settings = ? WHERE id = ? AND ended_at IS NULL').run(settings, id);
    if (set.changes === 0) throw new StoreError('unknown', 'targets: there is none with this id');
    this.changed(auditEntry(actor, 'target.set', { subject: id }));
  }

  /** Keeps the key that is there: two processes may offer a fresh one at once. Keys are no part of the directory. */
  offerSchoolKey(school: string, fresh: Uint8Array, actor: string): void {
    const kept = this.db
      .prepare('INSERT INTO school_keys (school, wrapped) VALUES (?, ?) ON CONFLICT (school) DO NOTHING')
      .run(school, fresh);
    if (kept.changes > 0) this.audit.append(auditEntry(actor, 'school-key.add', { school }));
  }

  private refuseSecond(agreement: Agreement): void {
    const { id, school, party, exchanges } = agreement;
    if (!standsAlone(exchanges)) return;
    const others = this.db
      .prepare<[string, string], AgreementRow>('SELECT * FROM agreements WHERE school = ? AND party = ? AND ended_at IS NULL')
      .all(school, party);
    for (const row of others) {
      // The key of the table tells that.
      if (row.id === id) continue;
      const [kind] = clashOf(agreement, agreementOf(row));
      if (kind !== undefined) throw new StoreError('conflict', `agreement ${row.id} of ${party} and school ${school} covers ${kind}`);
    }
  }

  private insertAgreement(agreement: Agreement): void {
    this.refuseSecond(agreement);
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

  private changed(...entries: readonly AuditEntry[]): void {
    for (const entry of entries) this.audit.append(entry);
  }
}
