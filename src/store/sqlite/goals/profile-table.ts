import type { Database } from 'better-sqlite3';
import type { SourceProfile } from '../../../goals/source-profile.js';
import { auditEntry } from '../audit-entry.js';
import type { AuditTable } from '../audit-table.js';
import { raiseGoalVersion } from './goal-versions.js';

export type ProfileWrite = { readonly kind: 'declare'; readonly profile: Omit<SourceProfile, 'version'>; readonly at: number };

/** Source profiles, a row per version. Synchronous; runs inside the caller's transaction. */
export class ProfileTable {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
  ) {}

  apply({ profile, at }: ProfileWrite, actor: string): number {
    const { party, product } = profile;
    const version = this.db
      .prepare<[string, string], number>('SELECT coalesce(max(version), 0) + 1 FROM source_profiles WHERE party = ? AND product = ?')
      .pluck()
      .get(party, product) as number;
    this.db
      .prepare('INSERT INTO source_profiles (party, product, version, declared_at, document) VALUES (?, ?, ?, ?, ?)')
      .run(party, product, version, at, JSON.stringify({ ...profile, version }));
    raiseGoalVersion(this.db, 'profiles');
    this.audit.append(auditEntry(actor, 'profile.add', { subject: party }));
    return version;
  }
}
