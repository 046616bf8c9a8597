import type { Database } from 'better-sqlite3';
import type { MappingVersion } from '../../../goals/mapping.js';
import type { MappingStore } from '../../goals/mapping-store.js';
import type { StoreAccess } from '../store-access.js';

interface VersionRow {
  readonly number: number;
  readonly party: string;
  readonly school: string;
  readonly asserted_by: string;
  readonly imported_at: number;
  readonly imported_by: string;
  readonly undoes: number | null;
  readonly note: string | null;
}

export class SqliteMappingStore implements MappingStore {
  constructor(
    private readonly db: Database,
    private readonly access: StoreAccess,
  ) {}

  async mappingVersions(): Promise<readonly MappingVersion[]> {
    const sql = 'SELECT number, party, school, asserted_by, imported_at, imported_by, undoes, note FROM mapping_versions ORDER BY number';
    return this.access.read('mappings', () => this.db.prepare<[], VersionRow>(sql).all().map(mappingVersion));
  }
}

function mappingVersion({ number, party, school, asserted_by, imported_at, imported_by, undoes, note }: VersionRow): MappingVersion {
  return {
    number,
    party,
    ...(school === '' ? {} : { school }),
    assertedBy: asserted_by,
    importedAt: new Date(imported_at).toISOString(),
    importedBy: imported_by,
    ...(undoes === null ? {} : { undoes }),
    ...(note === null ? {} : { note }),
  };
}
