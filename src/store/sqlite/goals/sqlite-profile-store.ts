import type { Database } from 'better-sqlite3';
import type { ProfileIndex } from '../../../goals/profile-index.js';
import type { SourceProfile } from '../../../goals/source-profile.js';
import type { ProfileConfirmation, ProfileStore, StoredProfile } from '../../goals/profile-store.js';
import type { StoreAccess } from '../store-access.js';
import type { GoalIndexes } from './goal-indexes.js';
import { storedProfiles } from './profile-rows.js';

interface ConfirmationRow extends Omit<ProfileConfirmation, 'confirmedAt'> {
  readonly confirmed_at: number;
}

export class SqliteProfileStore implements ProfileStore {
  constructor(
    private readonly db: Database,
    private readonly access: StoreAccess,
    private readonly indexes: GoalIndexes,
  ) {}

  async profiles(): Promise<readonly StoredProfile[]> {
    return this.access.read('profiles', () => storedProfiles(this.db));
  }

  async profilesInForce(): Promise<readonly StoredProfile[]> {
    const latest = new Map((await this.profiles()).map((profile) => [JSON.stringify([profile.party, profile.product]), profile]));
    return [...latest.values()].filter(({ withdrawn }) => withdrawn !== true);
  }

  profileIndex(): ProfileIndex {
    return this.access.read('profiles', () => this.indexes.profiles.current());
  }

  async declareProfile(profile: Omit<SourceProfile, 'version'>, at: string): Promise<number> {
    const write = { kind: 'declare', profile, at: Date.parse(at) } as const;
    return (await this.access.write({ kind: 'goals', write: { table: 'profiles', write } })) as number;
  }

  async profileConfirmations(school?: string): Promise<readonly ProfileConfirmation[]> {
    const [where, values] = school === undefined ? ['', []] : ['WHERE school = ?', [school]];
    const sql = `SELECT school, party, product, version, confirmed_at FROM profile_confirmations ${where} ORDER BY school, party, product, version`;
    const rows = this.access.read('profiles', () => this.db.prepare<string[], ConfirmationRow>(sql).all(...values));
    return rows.map(({ confirmed_at, ...row }) => ({ ...row, confirmedAt: new Date(confirmed_at).toISOString() }));
  }

  async confirmProfile({ confirmedAt, ...confirmation }: ProfileConfirmation): Promise<void> {
    const write = { kind: 'confirm', ...confirmation, at: Date.parse(confirmedAt) } as const;
    await this.access.write({ kind: 'goals', write: { table: 'profiles', write } });
  }
}
