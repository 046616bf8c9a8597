import type { Database } from 'better-sqlite3';
import type { AuditEntry, AuditQuery, AuditRow, AuditStore } from '../../audit.js';
import type { AuditHead, AuditSeal, AuditVerdict, AuditVerification, SealHead } from '../../audit-chain.js';
import type { Page } from '../../page-of.js';
import { StoreError } from '../../store-error.js';
import { AliasTables } from '../../tables/aliases/alias-tables.js';
import type { StoreAccess } from '../store-access.js';
import { AuditReader } from './audit-reader.js';
import { AuditSealer } from './audit-sealer.js';
import { verifyAudit } from './audit-verifier.js';

/** The part of the SQLite store that remembers who did what. */
export class SqliteAuditStore extends AliasTables implements AuditStore {
  private readonly auditReader: AuditReader;
  protected readonly sealer: AuditSealer;

  constructor(
    db: Database,
    protected override readonly access: StoreAccess,
  ) {
    super(access);
    this.auditReader = new AuditReader(db);
    this.sealer = new AuditSealer(access, this.auditReader);
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

  async checkAuditSeals(): Promise<void> {
    await this.sealer.check();
  }

  async sealAudit(how: { readonly accept?: boolean } = {}): Promise<SealHead | undefined> {
    return this.sealer.seal(how);
  }

  async verifyAudit(how: AuditVerification): Promise<AuditVerdict> {
    return this.access.readWhole('audit', (statements) => verifyAudit(statements, how));
  }

  async cutAudit(before: string): Promise<number> {
    if (Number.isNaN(Date.parse(before))) throw new StoreError('unknown', 'audit: what to remove is not bounded by an instant');
    const instant = new Date(before).toISOString();
    const removed = await this.sealer.cut(
      instant,
      (seal) => this.access.write({ kind: 'cut-audit', before: instant, seal }) as Promise<number>,
    );
    if (removed > 0) await this.access.emptyLog();
    return removed;
  }
}
