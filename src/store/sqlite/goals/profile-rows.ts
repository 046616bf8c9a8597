import type { Database } from 'better-sqlite3';
import type { SourceProfile } from '../../../goals/source-profile.js';
import type { StoredProfile } from '../../goals/profile-store.js';

interface ProfileRow {
  readonly declared_at: number;
  readonly document: string;
}

/** Every version of every profile, in order of party, product and version. */
export function storedProfiles(db: Database): readonly StoredProfile[] {
  const sql = 'SELECT declared_at, document FROM source_profiles ORDER BY party, product, version';
  return db
    .prepare<[], ProfileRow>(sql)
    .all()
    .map(({ declared_at, document }) => ({
      ...(JSON.parse(document) as SourceProfile),
      declaredAt: new Date(declared_at).toISOString(),
    }));
}
