import type { Database } from 'better-sqlite3';
import type { RetagJob } from '../../goals/goal-link-store.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import type { AuditTable } from '../audit/audit-table.js';
import { RetagQueue } from './retag/retag-queue.js';
import { RetagTable, type RetagWrite } from './retag/retag-table.js';

export type GoalLinkWrite =
  | { readonly kind: 'ask-retag'; readonly schools: readonly string[]; readonly cause: string; readonly at: number }
  | RetagWrite;

/** Links of activities to goals, and re-tags. Synchronous; runs inside the caller's transaction. */
export class GoalLinkTable {
  private readonly queue: RetagQueue;
  private readonly retags: RetagTable;

  constructor(
    db: Database,
    private readonly audit: AuditTable,
  ) {
    this.queue = new RetagQueue(db);
    this.retags = new RetagTable(db, audit);
  }

  apply(write: GoalLinkWrite, actor: string): RetagJob | undefined {
    if (write.kind === 'retag') return this.retags.apply(write, actor);
    for (const school of write.schools) {
      this.queue.ask(school, write.cause, write.at);
      this.audit.append(auditEntry(actor, 'goals.retag', { school }));
    }
    return undefined;
  }
}
