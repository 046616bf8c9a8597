import type { SourceProfile } from '../../goals/source-profile.js';

export interface StoredProfile extends SourceProfile {
  /** ISO instant. */
  readonly declaredAt: string;
}

export interface ProfileStore {
  /** Every version, in order of party, product and version. */
  profiles(): Promise<readonly StoredProfile[]>;
  /** Gives the version that it became: the next one of this product. */
  declareProfile(profile: Omit<SourceProfile, 'version'>, at: string): Promise<number>;
}
