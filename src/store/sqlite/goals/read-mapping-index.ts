import type { Database } from 'better-sqlite3';
import { type IndexedRow, MappingIndex } from '../../../goals/mapping/mapping-index.js';
import type { MappingRow } from '../../../goals/mapping.js';

interface CurrentRow {
  readonly party: string;
  readonly school: string;
  readonly added_in: number;
  readonly asserted_by: string;
  readonly document: string;
}

/** Every row of a mapping that holds now. */
export function readMappingIndex(db: Database): MappingIndex {
  return new MappingIndex(currentRows(db));
}

function* currentRows(db: Database): Generator<IndexedRow> {
  const rows = db.prepare<[], CurrentRow>(`
    SELECT r.party, r.school, r.added_in, v.asserted_by, r.document
    FROM mapping_rows r JOIN mapping_versions v ON v.number = r.added_in
    WHERE r.removed_in IS NULL ORDER BY r.seq`);
  for (const { party, school, added_in, asserted_by, document } of rows.iterate()) {
    yield { party, school, row: JSON.parse(document) as MappingRow, assertedBy: asserted_by, version: added_in };
  }
}
