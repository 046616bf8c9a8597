import type { Database } from 'better-sqlite3';
import type { MappingRow } from '../../../goals/mapping.js';
import { auditEntry } from '../audit-entry.js';
import type { AuditTable } from '../audit-table.js';
import { raiseGoalVersion } from './goal-versions.js';

/** A new version: rows of its table that go, by `seq`, and rows that come. `school` is '' for every school. */
export interface MappingWrite {
  readonly kind: 'import';
  readonly party: string;
  readonly school: string;
  readonly assertedBy: string;
  readonly at: number;
  readonly digest: string;
  readonly undoes: number | undefined;
  readonly note: string | undefined;
  readonly remove: readonly number[];
  readonly add: readonly MappingRow[];
}

/** The mapping registry. Synchronous; runs inside the caller's transaction. */
export class MappingTable {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
  ) {}

  /** Gives the number of the version. */
  apply({ party, school, assertedBy, at, digest, undoes, note, remove, add }: MappingWrite, actor: string): number {
    const number = this.db.prepare<[], number>('SELECT coalesce(max(number), 0) + 1 FROM mapping_versions').pluck().get() as number;
    this.db
      .prepare(`
        INSERT INTO mapping_versions (number, party, school, asserted_by, imported_at, imported_by, digest, undoes, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(number, party, school, assertedBy, at, actor, digest, undoes ?? null, note ?? null);
    const end = this.db.prepare('UPDATE mapping_rows SET removed_in = ? WHERE seq = ? AND party = ? AND school = ? AND removed_in IS NULL');
    for (const seq of remove) end.run(number, seq, party, school);
    const insert = this.db.prepare('INSERT INTO mapping_rows (party, school, added_in, document) VALUES (?, ?, ?, ?)');
    for (const row of add) insert.run(party, school, number, JSON.stringify(row));
    raiseGoalVersion(this.db, 'mappings');
    const counts = { added: add.length, removed: remove.length };
    this.audit.append(auditEntry(actor, 'mapping.import', { subject: party, ...(school === '' ? {} : { school }), counts }));
    return number;
  }
}
