import type { Database } from 'better-sqlite3';
import type { AuditEntry, AuditQuery, AuditRow, AuditStore } from '../audit.js';
import type { AuditHead, AuditSeal, AuditVerdict, AuditVerification } from '../audit-chain.js';
import type { Page } from '../page-of.js';
import { StoreError } from '../store-error.js';
import { AuditReader } from './audit-reader.js';
import { verifyAudit } from './audit-verifier.js';
import type { StoreAccess } from './store-access.js';

/** The part of the SQLite store that remembers who did what. */
export class SqliteAuditStore implements AuditStore {
  private readonly auditReader: AuditReader;

  constructor(
    db: Database,
    protected readonly access: StoreAccess,
  ) {
    this.auditReader = new AuditReader(db);
  }

  get actor(): string {
    return this.access.actor;
  }

  async audit(query: AuditQuery): Promise<Page<AuditRow>> {
    return this.access.read('audit', () => this.auditReader.page(query));
  }

  async appendAudit(entries: readonly AuditEntry[]): Promise<void> {
    await this.access.write({ kind: 'audit', entries });
  }

  async auditHead(): Promise<AuditHead> {
    return this.access.read('audit', () => this.auditReader.head());
  }

  async lastSeal(): Promise<AuditSeal | undefined> {
    return this.access.read('audit', () => this.auditReader.lastSeal());
  }

  async sealAudit(seal: AuditSeal): Promise<void> {
    await this.access.write({ kind: 'seal-audit', seal });
  }

  async verifyAudit(how: AuditVerification): Promise<AuditVerdict> {
    return this.access.readWhole('audit', (statements) => verifyAudit(statements, how));
  }

  async cutAudit(before: string): Promise<number> {
    if (Number.isNaN(Date.parse(before))) throw new StoreError('unknown', 'audit: what to remove is not bounded by an instant');
    const removed = (await this.access.write({ kind: 'cut-audit', before: new Date(before).toISOString() })) as number;
    if (removed > 0) await this.access.emptyLog();
    return removed;
  }
}
