import type { ProfileIndex } from '../../goals/profile-index.js';
import type { SourceProfile } from '../../goals/source-profile.js';

export interface StoredProfile extends SourceProfile {
  /** ISO instant. */
  readonly declaredAt: string;
}

/** That a school has read and confirmed what a vendor declares. */
export interface ProfileConfirmation {
  readonly school: string;
  readonly party: string;
  readonly product: string;
  readonly version: number;
  /** ISO instant. */
  readonly confirmedAt: string;
}

export interface ProfileStore {
  /** Every version, in order of party, product and version. */
  profiles(): Promise<readonly StoredProfile[]>;
  /** The latest version of each product that is not withdrawn. */
  profilesInForce(): Promise<readonly StoredProfile[]>;
  /**
   * The same in memory. Cheap: it is kept until something is declared, also by another process, which is looked after once in a turn of the event
   * loop. On PostgreSQL what another node declared may come a little later, with what it tells of it or when the directory is read.
   */
  profileIndex(): ProfileIndex;
  /** Gives the version that it became: the next one of this product. */
  declareProfile(profile: Omit<SourceProfile, 'version'>, at: string): Promise<number>;
  /** Of one school, or of all of them. */
  profileConfirmations(school?: string): Promise<readonly ProfileConfirmation[]>;
  /** Keeps the first moment of each. Throws `StoreError('unknown')` when there is no such version. */
  confirmProfile(confirmation: ProfileConfirmation): Promise<void>;
}
