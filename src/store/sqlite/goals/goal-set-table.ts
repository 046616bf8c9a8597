import type { Database } from 'better-sqlite3';
import { auditEntry } from '../audit-entry.js';
import type { AuditTable } from '../audit-table.js';
import { raiseGoalVersion } from './goal-versions.js';

export type GoalSetWrite = { readonly kind: 'school-sets'; readonly school: string; readonly sets: readonly number[] };

/** Goal sets, and which of them schools work with. Synchronous; runs inside the caller's transaction. */
export class GoalSetTable {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
  ) {}

  apply({ school, sets }: GoalSetWrite, actor: string): void {
    this.db.prepare('DELETE FROM school_goal_sets WHERE school = ?').run(school);
    const insert = this.db.prepare('INSERT INTO school_goal_sets (school, goal_set, position) VALUES (?, ?, ?)');
    for (const [position, set] of sets.entries()) insert.run(school, set, position);
    raiseGoalVersion(this.db, 'sets');
    this.audit.append(auditEntry(actor, 'goals.choose', { school, counts: { sets: sets.length } }));
  }
}
