import type { AuditEntry, AuditQuery, AuditRow, AuditStore } from '../../audit.js';
import type { AuditHead, AuditSeal, AuditVerdict, AuditVerification, SealHead } from '../../audit-chain.js';
import type { Page } from '../../page-of.js';
import { StoreError } from '../../store-error.js';
import { AliasTables } from '../aliases/alias-tables.js';
import { auditHead, auditPage } from './audit-reads.js';
import { AuditSealer, type SealingPort } from './audit-sealer.js';
import { lastSeal } from './audit-seals.js';
import { verifyAudit } from './audit-verifier.js';

/** The part of the store that remembers who did what. */
export class AuditTables extends AliasTables implements AuditStore {
  protected readonly sealer: AuditSealer;

  constructor(protected override readonly access: SealingPort) {
    super(access);
    this.sealer = new AuditSealer(access);
  }

  get actor(): string {
    return this.access.actor;
  }

  async audit(query: AuditQuery): Promise<Page<AuditRow>> {
    return this.access.ask('audit', auditPage(query));
  }

  async appendAudit(entries: readonly AuditEntry[]): Promise<void> {
    await this.access.write({ kind: 'audit', entries });
  }

  async auditHead(): Promise<AuditHead> {
    return this.access.ask('audit', auditHead());
  }

  async lastSeal(): Promise<AuditSeal | undefined> {
    return this.access.ask('audit', lastSeal());
  }

  async checkAuditSeals(): Promise<void> {
    await this.sealer.check();
  }

  async sealAudit(how: { readonly accept?: boolean } = {}): Promise<SealHead | undefined> {
    return this.sealer.seal(how);
  }

  async verifyAudit(how: AuditVerification): Promise<AuditVerdict> {
    return this.access.askWhole('audit', verifyAudit(how));
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
