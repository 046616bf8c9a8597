import type { Database } from 'better-sqlite3';
import type { MappingChange } from '../../goals/mapping-store.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import type { AuditTable } from '../audit/audit-table.js';
import { raiseGoalVersion } from './goal-versions.js';
import { RetagQueue } from './retag/retag-queue.js';

export type MappingWrite = { readonly kind: 'change'; readonly change: MappingChange };

/** The mapping registry. Synchronous; runs inside the caller's transaction. */
export class MappingTable {
  private readonly retags: RetagQueue;

  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
  ) {
    this.retags = new RetagQueue(db);
  }

  /** Gives the number of the version. */
  apply({ change }: MappingWrite, actor: string): number {
    const { party, school = '', assertedBy, undoes, note, remove, add, base } = change;
    const at = Date.parse(change.at);
    const latest = this.db
      .prepare<[string, string], number | null>('SELECT max(number) FROM mapping_versions WHERE party = ? AND school = ?')
      .pluck()
      .get(party, school);
    if ((latest ?? undefined) !== base) throw changedMeanwhile();
    const number = this.db.prepare<[], number>('SELECT coalesce(max(number), 0) + 1 FROM mapping_versions').pluck().get() as number;
    this.db
      .prepare(`
        INSERT INTO mapping_versions (number, party, school, asserted_by, imported_at, imported_by, undoes, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(number, party, school, assertedBy, at, actor, undoes ?? null, note ?? null);
    const end = this.db.prepare('UPDATE mapping_rows SET removed_in = ? WHERE seq = ? AND party = ? AND school = ? AND removed_in IS NULL');
    for (const seq of remove) if (end.run(number, seq, party, school).changes !== 1) throw changedMeanwhile();
    const insert = this.db.prepare('INSERT INTO mapping_rows (party, school, added_in, document) VALUES (?, ?, ?, ?)');
    for (const row of add) insert.run(party, school, number, JSON.stringify(row));
    raiseGoalVersion(this.db, 'mappings');
    const operation = undoes === undefined ? 'mapping.import' : 'mapping.undo';
    // In the same transaction, so that it is never forgotten.
    this.retags.askAll(operation, at, { party, ...(school === '' ? {} : { school }) });
    const counts = { version: number, added: add.length, removed: remove.length };
    this.audit.append(auditEntry(actor, operation, { subject: party, ...(school === '' ? {} : { school }), counts }));
    return number;
  }
}

function changedMeanwhile(): StoreError {
  return new StoreError('conflict', 'mapping_versions: the mapping was changed meanwhile: try again');
}
