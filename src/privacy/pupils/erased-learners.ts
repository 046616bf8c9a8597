import type { IncomingMessage, IncomingPupil } from '../../model/incoming/incoming-message.js';
import type { SchoolKey } from '../keys/seal.js';

/**
 * Who was erased and may not come back: known by keyed digests of their pseudonyms only. Where nobody was erased, nothing is worked
 * out.
 */
export class ErasedLearners {
  readonly #known = new Map<string, boolean>();

  constructor(
    private readonly schoolKey: SchoolKey,
    private readonly digests: ReadonlySet<string>,
  ) {}

  get none(): boolean {
    return this.digests.size === 0;
  }

  /** Whether somebody with one of these pseudonyms was erased. */
  hasAny(aliases: readonly string[]): boolean {
    return aliases.some((alias) => this.#has(alias));
  }

  /** By key of the administration or ECK iD, whichever there are. */
  hasNamed(names: LearnerNames): boolean {
    return !this.none && this.hasAny(pseudonymsOf(names, this.schoolKey));
  }

  #has(alias: string): boolean {
    if (this.none) return false;
    const known = this.#known.get(alias);
    if (known !== undefined) return known;
    const has = this.digests.has(this.schoolKey.erasedDigest(alias));
    this.#known.set(alias, has);
    return has;
  }
}

export interface LearnerNames {
  readonly key?: string | undefined;
  readonly eckId?: string | undefined;
}

/** The pseudonyms that last. A key that starts with `#` stands for somebody else in the next message (spec, section a.4). */
export function pseudonymsOf({ key, eckId }: LearnerNames, schoolKey: SchoolKey): readonly string[] {
  const trimmed = key?.trim();
  return [
    ...(trimmed === undefined || trimmed === '' || trimmed.startsWith('#') ? [] : [schoolKey.alias('leerlingid', trimmed)]),
    ...(eckId === undefined || eckId === '' ? [] : [schoolKey.alias('eckid', eckId)]),
  ];
}

/**
 * The learners of a message who were erased. Where a message gives such a pupil another key or ECK iD as well, it is the same pupil also
 * where only that one stands.
 */
export function erasedPupils({ pupils }: IncomingMessage, erased: ErasedLearners): ReadonlySet<IncomingPupil> {
  const found = new Set<IncomingPupil>();
  if (erased.none) return found;
  const [keys, eckIds] = [new Set<string>(), new Set<string>()];
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const pupil of pupils) {
      if (found.has(pupil)) continue;
      const { leerlingid, eckId } = pupil;
      const key = leerlingid?.trim();
      const sameAsBefore = (key !== undefined && keys.has(key)) || (eckId !== undefined && eckIds.has(eckId));
      if (!sameAsBefore && !erased.hasNamed({ key, eckId })) continue;
      found.add(pupil);
      if (key !== undefined && !key.startsWith('#')) keys.add(key);
      if (eckId !== undefined) eckIds.add(eckId);
    }
  }
  return found;
}
