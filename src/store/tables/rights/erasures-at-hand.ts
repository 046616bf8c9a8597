import type { ErasedNames } from '../../rights-store.js';

/** Names over all schools, at most: some ten megabytes. */
const MOST_NAMES = 100_000;
/** A school without erasures takes some room too. */
const MOST_SCHOOLS = 10_000;

/** Who was erased, per school, as it was when it was last read: keyed digests only. It may be old, see `RightsStore.erasedNamesAtHand`. */
export class ErasuresAtHand {
  private readonly schools = new Map<string, ErasedNames>();
  private names = 0;

  /** `read` is asked when nothing is at hand. */
  of(school: string, read: (school: string) => ErasedNames): ErasedNames {
    return this.known(school) ?? this.keep(school, read(school));
  }

  known(school: string): ErasedNames | undefined {
    return this.schools.get(school);
  }

  keep(school: string, fresh: ErasedNames): ErasedNames {
    this.forget(school);
    if (this.schools.size >= MOST_SCHOOLS || this.names + fresh.digests.size > MOST_NAMES) this.forgetAll();
    this.names += fresh.digests.size;
    this.schools.set(school, fresh);
    return fresh;
  }

  /** For a school of which it turned out to be old. */
  forget(school: string): void {
    this.names -= this.schools.get(school)?.digests.size ?? 0;
    this.schools.delete(school);
  }

  private forgetAll(): void {
    this.schools.clear();
    this.names = 0;
  }
}
