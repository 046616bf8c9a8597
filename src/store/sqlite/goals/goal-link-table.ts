import type { Database } from 'better-sqlite3';
import { auditEntry } from '../audit-entry.js';
import type { AuditTable } from '../audit-table.js';
import { RetagQueue } from './retag-queue.js';

export type GoalLinkWrite = {
  readonly kind: 'ask-retag';
  readonly schools: readonly string[];
  readonly cause: string;
  readonly at: number;
};

/** Activities, their links to goals, and re-tags. Synchronous; runs inside the caller's transaction. */
export class GoalLinkTable {
  private readonly queue: RetagQueue;

  constructor(
    db: Database,
    private readonly audit: AuditTable,
  ) {
    this.queue = new RetagQueue(db);
  }

  apply({ schools, cause, at }: GoalLinkWrite, actor: string): void {
    for (const school of schools) {
      this.queue.ask(school, cause, at);
      this.audit.append(auditEntry(actor, 'goals.retag', { school }));
    }
  }
}
