import type { Database, Statement } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import { type Cells, unsealed } from '../../tables/cells.js';
import type { AuditTable } from '../audit/audit-table.js';
import { LegalHold } from '../retention/legal-hold.js';

/** kind, alias, generation, sealedId. */
export const RECEIVER_ALIAS_CELLS = 4;

/** The vault of aliases that receivers were given. Synchronous; runs inside the caller's transaction. */
export class ReceiverAliasTable {
  private readonly hold: LegalHold;
  private readonly insert: Statement<unknown[]>;
  private readonly forget: Statement<[string, string]>;
  private readonly purgeOld: Statement<[string]>;
  private readonly rotateSchool: Statement<unknown[], number>;
  private readonly destroyed: Statement<[string], number>;

  constructor(
    db: Database,
    private readonly audit: AuditTable,
  ) {
    this.hold = new LegalHold(db);
    this.insert = db.prepare(`
      INSERT INTO receiver_aliases (school, receiver, kind, alias, generation, sealed_id) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (school, receiver, alias) DO NOTHING`);
    this.forget = db.prepare('DELETE FROM receiver_aliases WHERE school = ? AND alias IN (SELECT value FROM json_each(?))');
    this.purgeOld = db.prepare(`
      DELETE FROM receiver_aliases WHERE EXISTS (
        SELECT 1 FROM schools s WHERE s.id = receiver_aliases.school AND receiver_aliases.generation < s.alias_generation
          AND s.held_since IS NULL
          AND julianday(s.earlier_aliases_until) <= julianday(?))`);
    // Generations whose time is over stay over.
    this.rotateSchool = db
      .prepare<unknown[], number>(`
        UPDATE schools SET
          oldest_alias_generation = CASE WHEN julianday(earlier_aliases_until) > julianday(@at)
            THEN oldest_alias_generation ELSE alias_generation END,
          alias_generation = alias_generation + 1,
          earlier_aliases_until = @until
        WHERE id = @school RETURNING alias_generation`)
      .pluck();
    this.destroyed = db.prepare<[string], number>('SELECT key_destroyed_at IS NOT NULL FROM schools WHERE id = ?').pluck();
  }

  keep(school: string, receiver: string, cells: Cells): void {
    for (let at = 0; at < cells.length; at += RECEIVER_ALIAS_CELLS) {
      this.insert.run(school, receiver, cells[at], cells[at + 1], Number(cells[at + 2]), unsealed(cells[at + 3]));
    }
  }

  remove(school: string, aliases: readonly string[]): number {
    return this.forget.run(school, JSON.stringify(aliases)).changes;
  }

  forgetGone(school: string, aliases: readonly string[], actor: string): number {
    const removed = this.hold.on(school) ? 0 : this.remove(school, aliases);
    if (removed > 0) this.audit.append(auditEntry(actor, 'aliases.purge', { school, counts: { aliases: removed } }));
    return removed;
  }

  rotate({ school, at, until }: { readonly school: string; readonly at: string; readonly until: string }, actor: string): number {
    if (this.destroyed.get(school) === 1) throw new StoreError('destroyed', 'the key of the school was destroyed');
    const generation = this.rotateSchool.get({ school, at, until });
    if (generation === undefined) throw new StoreError('unknown', 'schools: there is none with this id');
    this.audit.append(auditEntry(actor, 'school.rotate-aliases', { school, counts: { generation } }));
    return generation;
  }

  purge(at: string): number {
    return this.purgeOld.run(at).changes;
  }
}
