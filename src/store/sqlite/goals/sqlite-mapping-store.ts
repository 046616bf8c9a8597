import type { Database } from 'better-sqlite3';
import type { MappingIndex } from '../../../goals/mapping/mapping-index.js';
import type { StoredRow } from '../../../goals/mapping/plan-change.js';
import type { MappingRow, MappingTableOf } from '../../../goals/mapping.js';
import type { ListedMapping, MappingChange, MappingStore } from '../../goals/mapping-store.js';
import type { OnActivity, Unmapped, UnmappedQuery } from '../../goals/unmapped-activity.js';
import type { StoreAccess } from '../store-access.js';
import type { GoalIndexes } from './goal-indexes.js';
import { readUnmapped } from './unmapped-reader.js';

interface VersionRow {
  readonly number: number;
  readonly party: string;
  readonly school: string;
  readonly asserted_by: string;
  readonly imported_at: number;
  readonly imported_by: string;
  readonly undoes: number | null;
  readonly note: string | null;
  readonly added: number;
  readonly removed: number;
  readonly undone_by: number | null;
}

interface TableRow {
  readonly seq: number;
  readonly added_in: number;
  readonly removed_in: number | null;
  readonly document: string;
}

const COLUMNS = 'SELECT seq, added_in, removed_in, document FROM mapping_rows';

export class SqliteMappingStore implements MappingStore {
  constructor(
    private readonly db: Database,
    private readonly access: StoreAccess,
    private readonly indexes: GoalIndexes,
  ) {}

  async mappingVersions(party?: string): Promise<readonly ListedMapping[]> {
    const sql = `
      SELECT v.number, v.party, v.school, v.asserted_by, v.imported_at, v.imported_by, v.undoes, v.note,
        (SELECT count(*) FROM mapping_rows r WHERE r.added_in = v.number) AS added,
        (SELECT count(*) FROM mapping_rows r WHERE r.removed_in = v.number) AS removed,
        (SELECT max(u.number) FROM mapping_versions u WHERE u.undoes = v.number) AS undone_by
      FROM mapping_versions v ${party === undefined ? '' : 'WHERE v.party = ?'} ORDER BY v.number`;
    const parameters = party === undefined ? [] : [party];
    return this.read(() =>
      this.db
        .prepare<string[], VersionRow>(sql)
        .all(...parameters)
        .map(mappingVersion),
    );
  }

  async mappingRows({ party, school = '' }: MappingTableOf, version?: number): Promise<readonly StoredRow[]> {
    if (version === undefined)
      return this.rows(`${COLUMNS} WHERE party = ? AND school = ? AND removed_in IS NULL ORDER BY seq`, party, school);
    const then = 'added_in <= ? AND (removed_in IS NULL OR removed_in > ?)';
    return this.rows(`${COLUMNS} WHERE party = ? AND school = ? AND ${then} ORDER BY seq`, party, school, version, version);
  }

  async mappingChanges(version: number) {
    const of = (column: string) => this.rows(`${COLUMNS} WHERE ${column} = ? ORDER BY seq`, version);
    return { added: of('added_in'), removed: of('removed_in') };
  }

  async changeMapping(change: MappingChange): Promise<number> {
    const characters = 256 * change.add.length;
    return (await this.access.write(
      { kind: 'goals', write: { table: 'mappings', write: { kind: 'change', change } } },
      characters,
    )) as number;
  }

  async unmapped(query: UnmappedQuery, onActivity?: OnActivity): Promise<Unmapped> {
    return this.access.readWhole('mappings', (statements) => readUnmapped(statements, query, onActivity));
  }

  async mappingIndex(): Promise<MappingIndex> {
    return this.read(() => this.indexes.mappings.current());
  }

  private rows(sql: string, ...parameters: readonly (string | number)[]): readonly StoredRow[] {
    return this.read(() =>
      this.db
        .prepare<(string | number)[], TableRow>(sql)
        .all(...parameters)
        .map(storedRow),
    );
  }

  private read<T>(query: () => T): T {
    return this.access.read('mappings', query);
  }
}

function storedRow({ seq, added_in, removed_in, document }: TableRow): StoredRow {
  return { seq, addedIn: added_in, ...(removed_in === null ? {} : { removedIn: removed_in }), row: JSON.parse(document) as MappingRow };
}

function mappingVersion({ school, asserted_by, imported_at, imported_by, undoes, note, undone_by, ...version }: VersionRow): ListedMapping {
  return {
    ...version,
    ...(school === '' ? {} : { school }),
    assertedBy: asserted_by,
    importedAt: new Date(imported_at).toISOString(),
    importedBy: imported_by,
    ...(undoes === null ? {} : { undoes }),
    ...(note === null ? {} : { note }),
    ...(undone_by === null ? {} : { undoneBy: undone_by }),
  };
}
