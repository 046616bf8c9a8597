import type { Activity, OriginType, Result, ResultSource } from '../model/result.js';
import { originOf } from './origin-of.js';
import type { ProfileIndex } from './profile-index.js';
import type { SourceProfile } from './source-profile.js';

interface Declared {
  /** The source that it was worked out for. */
  readonly base: ResultSource;
  readonly source: ResultSource;
  readonly activity: Activity;
}

/**
 * Gives the results of one message what the profile of their product declares when they are stored: the product, the version of the
 * profile, and what kind of work they come from. What the message itself says counts first. Results that shared an activity still do.
 */
export class SourceDeclarer {
  readonly #known = new Map<Activity, Declared>();
  readonly #hasProfiles: boolean;

  constructor(
    private readonly profiles: ProfileIndex,
    private readonly party: string,
  ) {
    this.#hasProfiles = profiles.has(party);
  }

  /** `stated`: what kind of work it is, where the message says so in so many words. */
  declare(result: Result, stated?: OriginType): Result {
    if (!this.#hasProfiles) return result;
    const known = this.#known.get(result.activity);
    const declared = known?.base === result.source ? known : this.#of(result, stated);
    return declared.source === result.source ? result : { ...result, source: declared.source, activity: declared.activity };
  }

  #of({ source, activity }: Result, stated: OriginType | undefined): Declared {
    const profile = this.profiles.profileOf(this.party, activity, source.product);
    const declared = profile === undefined ? { base: source, source, activity } : this.#by(profile, source, activity, stated);
    this.#known.set(activity, declared);
    return declared;
  }

  #by(profile: SourceProfile, base: ResultSource, activity: Activity, stated: OriginType | undefined): Declared {
    const origin = stated === undefined ? originOf(profile, activity) : undefined;
    return {
      base,
      source: { ...base, product: profile.product, profile: String(profile.version) },
      activity: origin === undefined ? activity : { ...activity, originType: origin },
    };
  }
}
