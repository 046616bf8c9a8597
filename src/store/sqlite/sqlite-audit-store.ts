import type { Database } from 'better-sqlite3';
import type { AuditEntry, AuditQuery, AuditRow, AuditStore } from '../audit.js';
import type { Page } from '../page-of.js';
import { AuditReader } from './audit-reader.js';
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

  async audit(query: AuditQuery): Promise<Page<AuditRow>> {
    return this.access.read('audit', () => this.auditReader.page(query));
  }

  async appendAudit(entries: readonly AuditEntry[]): Promise<void> {
    await this.access.write({ kind: 'audit', entries });
  }
}
