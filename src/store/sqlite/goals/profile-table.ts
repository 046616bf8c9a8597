import type { Database } from 'better-sqlite3';
import type { SourceProfile } from '../../../goals/source-profile.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import type { AuditTable } from '../audit/audit-table.js';
import { raiseGoalVersion } from './goal-versions.js';

export type ProfileWrite =
  | { readonly kind: 'declare'; readonly profile: Omit<SourceProfile, 'version'>; readonly at: number }
  | {
      readonly kind: 'confirm';
      readonly school: string;
      readonly party: string;
      readonly product: string;
      readonly version: number;
      readonly at: number;
    };

/** Source profiles, a row per version, and which of them schools confirmed. Synchronous; runs inside the caller's transaction. */
export class ProfileTable {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
  ) {}

  /** Gives the number of the version. */
  apply(write: ProfileWrite, actor: string): number {
    return write.kind === 'declare' ? this.declare(write, actor) : this.confirm(write, actor);
  }

  private declare({ profile, at }: Extract<ProfileWrite, { kind: 'declare' }>, actor: string): number {
    const { party, product } = profile;
    const version = this.db
      .prepare<[string, string], number>('SELECT coalesce(max(version), 0) + 1 FROM source_profiles WHERE party = ? AND product = ?')
      .pluck()
      .get(party, product) as number;
    this.db
      .prepare('INSERT INTO source_profiles (party, product, version, declared_at, document) VALUES (?, ?, ?, ?, ?)')
      .run(party, product, version, at, JSON.stringify({ ...profile, version }));
    raiseGoalVersion(this.db, 'profiles');
    this.audit.append(auditEntry(actor, profile.withdrawn === true ? 'profile.withdraw' : 'profile.add', { subject: party }));
    return version;
  }

  private confirm({ school, party, product, version, at }: Extract<ProfileWrite, { kind: 'confirm' }>, actor: string): number {
    const known = this.db.prepare('SELECT 1 FROM source_profiles WHERE party = ? AND product = ? AND version = ?');
    if (known.get(party, product, version) === undefined) throw new StoreError('unknown', 'profiles: there is no such version');
    const { changes } = this.db
      .prepare(`
        INSERT INTO profile_confirmations (school, party, product, version, confirmed_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (school, party, product, version) DO NOTHING`)
      .run(school, party, product, version, at);
    if (changes > 0) this.audit.append(auditEntry(actor, 'profile.confirm', { school, subject: party }));
    return version;
  }
}
