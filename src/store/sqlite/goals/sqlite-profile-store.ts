import type { Database } from 'better-sqlite3';
import type { SourceProfile } from '../../../goals/source-profile.js';
import type { ProfileStore, StoredProfile } from '../../goals/profile-store.js';
import type { StoreAccess } from '../store-access.js';

export class SqliteProfileStore implements ProfileStore {
  constructor(
    private readonly db: Database,
    private readonly access: StoreAccess,
  ) {}

  async profiles(): Promise<readonly StoredProfile[]> {
    const sql = 'SELECT declared_at, document FROM source_profiles ORDER BY party, product, version';
    const rows = this.access.read('profiles', () => this.db.prepare<[], { declared_at: number; document: string }>(sql).all());
    return rows.map(({ declared_at, document }) => ({
      ...(JSON.parse(document) as SourceProfile),
      declaredAt: new Date(declared_at).toISOString(),
    }));
  }

  async declareProfile(profile: Omit<SourceProfile, 'version'>, at: string): Promise<number> {
    const write = { kind: 'declare', profile, at: Date.parse(at) } as const;
    return (await this.access.write({ kind: 'goals', write: { table: 'profiles', write } })) as number;
  }
}
