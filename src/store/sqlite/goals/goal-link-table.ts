import type { Database } from 'better-sqlite3';
import { auditEntry } from '../audit-entry.js';
import type { AuditTable } from '../audit-table.js';

export type GoalLinkWrite = {
  readonly kind: 'ask-retag';
  readonly schools: readonly string[];
  readonly cause: string;
  readonly at: number;
};

/** Activities, their links to goals, and re-tags. Synchronous; runs inside the caller's transaction. */
export class GoalLinkTable {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
  ) {}

  apply({ schools, cause, at }: GoalLinkWrite, actor: string): void {
    const insert = this.db.prepare(`
      INSERT INTO retag_jobs (school, cause, step, position, total, links, events, asked_at) VALUES (?, ?, 'activities', 0, 0, 0, 0, ?)`);
    for (const school of schools) {
      insert.run(school, cause, at);
      this.audit.append(auditEntry(actor, 'goals.retag', { school }));
    }
  }
}
