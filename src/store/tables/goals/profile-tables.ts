import type { ProfileIndex } from '../../../goals/profile-index.js';
import type { SourceProfile } from '../../../goals/source-profile.js';
import type { ProfileConfirmation, ProfileStore, StoredProfile } from '../../goals/profile-store.js';
import type { StorePort } from '../../sql/port.js';
import type { GoalsAtHand } from './goals-at-hand.js';
import { type ProfileWrite, profileConfirmations, storedProfiles } from './profiles.js';

export class ProfileTables implements ProfileStore {
  constructor(
    private readonly access: StorePort,
    private readonly atHand: Pick<GoalsAtHand, 'profileIndex'>,
  ) {}

  async profiles(): Promise<readonly StoredProfile[]> {
    return this.access.ask('profiles', storedProfiles());
  }

  async profilesInForce(): Promise<readonly StoredProfile[]> {
    const latest = new Map((await this.profiles()).map((profile) => [JSON.stringify([profile.party, profile.product]), profile]));
    return [...latest.values()].filter(({ withdrawn }) => withdrawn !== true);
  }

  profileIndex(): ProfileIndex {
    return this.atHand.profileIndex();
  }

  async declareProfile(profile: Omit<SourceProfile, 'version'>, at: string): Promise<number> {
    return (await this.write({ kind: 'declare', profile, at: Date.parse(at) })) as number;
  }

  async profileConfirmations(school?: string): Promise<readonly ProfileConfirmation[]> {
    return this.access.ask('profiles', profileConfirmations(school));
  }

  async confirmProfile({ confirmedAt, ...confirmation }: ProfileConfirmation): Promise<void> {
    await this.write({ kind: 'confirm', ...confirmation, at: Date.parse(confirmedAt) });
  }

  private write(write: ProfileWrite): Promise<unknown> {
    return this.access.write({ kind: 'goals', write: { table: 'profiles', write } });
  }
}
