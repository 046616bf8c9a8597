import type { Database } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import { sourcesOf } from '../../tables/results/sources-of.js';
import type { AuditTable } from '../audit/audit-table.js';
import type { MarkFile } from '../rights/mark-file.js';

/** Ends the keys of schools. Synchronous; runs inside the caller's transaction. */
export class SchoolKeyTable {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
    private readonly marks: MarkFile,
  ) {}

  /**
   * Removes the key, and what would lead back to a pupil without it. The school is paused with it, and an empty key stays in the place
   * of the old one, so that none ever comes there. Destroyed before: since then.
   */
  destroy({ school, at }: { readonly school: string; readonly at: string }, actor: string): void {
    const held = this.db.prepare<[string], number>('SELECT held_since IS NOT NULL FROM schools WHERE id = ?').pluck().get(school);
    if (held === undefined) throw new StoreError('unknown', 'schools: there is none with this id');
    if (held === 1) throw new StoreError('held', `school ${school} is under legal hold`);
    this.db
      .prepare("INSERT INTO school_keys (school, wrapped) VALUES (?, x'') ON CONFLICT (school) DO UPDATE SET wrapped = x''")
      .run(school);
    this.db
      .prepare(
        'UPDATE schools SET key_destroyed_at = coalesce(key_destroyed_at, @at), paused_at = coalesce(paused_at, @at) WHERE id = @school',
      )
      .run({ school, at });
    const aliases = this.db.prepare('DELETE FROM receiver_aliases WHERE school = ?').run(school).changes;
    // An ECK iD is a pseudonym that others know as well; all other names hang from the key.
    this.db.prepare('UPDATE learners SET eck_id = NULL WHERE school = ? AND eck_id IS NOT NULL').run(school);
    this.db.prepare('DELETE FROM learner_eck_ids WHERE learner IN (SELECT seq FROM learners WHERE school = ?)').run(school);
    this.db.prepare(`UPDATE results SET eck_number = 0 WHERE source IN ${sourcesOf('?')} AND eck_number > 0`).run(school);
    this.db
      .prepare(`UPDATE results SET own = json_remove(own, '$.u') WHERE source IN ${sourcesOf('?')} AND instr(own, '"u":') > 0`)
      .run(school);
    this.audit.append(auditEntry(actor, 'school.destroy-key', { school, counts: { aliases } }));
    this.marks.add([{ kind: 'key-destroyed', school, at }]);
  }
}
