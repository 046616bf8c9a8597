import type { Activity } from '../model/result.js';
import type { SourceProfile } from './source-profile.js';

/** What of an activity says which product it is of. */
export type ProductClues = Pick<Activity, 'code' | 'hierarchy'>;

interface OfParty {
  /** Current versions, by product. */
  readonly current: ReadonlyMap<string, SourceProfile>;
  readonly byCode: ReadonlyMap<string, SourceProfile | 'several'>;
  /** Longest first. */
  readonly prefixes: readonly (readonly [string, SourceProfile])[];
  readonly byEntry: ReadonlyMap<string, SourceProfile | 'several'>;
  readonly rest: SourceProfile | 'several' | undefined;
}

/**
 * What vendors declare about their products, in memory. A result is of one product at most. What names it most exactly decides: the code
 * of the test, then the longest beginning of the code, then the lowest entry of the toetshierarchie, then `everythingElse`. Where two
 * products name it in the same way it is of neither: nothing is guessed.
 */
export class ProfileIndex {
  readonly #versions = new Map<string, SourceProfile>();
  readonly #parties = new Map<string, OfParty>();

  /** `profiles`: every version, in order of party, product and version. */
  constructor(profiles: Iterable<SourceProfile>) {
    const current = new Map<string, Map<string, SourceProfile>>();
    for (const profile of profiles) {
      const { party, product, version } = profile;
      this.#versions.set(versionKey(party, product, String(version)), profile);
      const products = current.get(party) ?? new Map<string, SourceProfile>();
      current.set(party, products);
      if (profile.withdrawn === true) products.delete(product);
      else products.set(product, profile);
    }
    for (const [party, products] of current) if (products.size > 0) this.#parties.set(party, indexOf(products));
  }

  /** Whether a party declares anything now: if not, none of its results has to be looked at. */
  has(party: string): boolean {
    return this.#parties.has(party);
  }

  /** The profile in force of the product that an activity is of. `product`: what the message itself says. */
  profileOf(party: string, activity: ProductClues, product?: string): SourceProfile | undefined {
    const known = this.#parties.get(party);
    if (known === undefined) return undefined;
    if (product !== undefined) return known.current.get(product.trim());
    const found = selected(known, activity);
    return found === 'several' ? undefined : found;
  }

  /** The version in force of a product. */
  current(party: string, product: string): SourceProfile | undefined {
    return this.#parties.get(party)?.current.get(product);
  }

  /** The versions in force of a party, in order of product. */
  currentOf(party: string): readonly SourceProfile[] {
    return [...(this.#parties.get(party)?.current.values() ?? [])];
  }

  /** `version`: as a result names it. */
  version(party: string, product: string, version: string): SourceProfile | undefined {
    return this.#versions.get(versionKey(party, product, version));
  }
}

function selected({ byCode, prefixes, byEntry, rest }: OfParty, { code, hierarchy }: ProductClues): SourceProfile | 'several' | undefined {
  const exact = byCode.get(code.trim());
  if (exact !== undefined) return exact;
  const begun = prefixes.filter(([prefix]) => code.trim().startsWith(prefix));
  const [longest] = begun;
  if (longest !== undefined) {
    const same = begun.filter(([prefix]) => prefix.length === longest[0].length);
    return same.length === 1 ? longest[1] : 'several';
  }
  for (const { entry } of hierarchy.toReversed()) {
    const found = byEntry.get(entry.value.trim());
    if (found !== undefined) return found;
  }
  return rest;
}

function indexOf(current: ReadonlyMap<string, SourceProfile>): OfParty {
  const profiles = [...current.values()];
  const named = (pick: (profile: SourceProfile) => readonly string[] | undefined) => {
    const found = new Map<string, SourceProfile | 'several'>();
    for (const profile of profiles) {
      for (const name of new Set((pick(profile) ?? []).map((text) => text.trim()))) found.set(name, found.has(name) ? 'several' : profile);
    }
    return found;
  };
  const rest = profiles.filter(({ selector }) => selector.everythingElse === true);
  return {
    current,
    byCode: named(({ selector }) => selector.codes),
    byEntry: named(({ selector }) => selector.hierarchy),
    prefixes: profiles
      .flatMap((profile) => (profile.selector.codePrefixes ?? []).map((prefix) => [prefix.trim(), profile] as const))
      .sort(([one], [other]) => other.length - one.length),
    rest: rest.length > 1 ? 'several' : rest[0],
  };
}

function versionKey(party: string, product: string, version: string): string {
  return JSON.stringify([party, product, version]);
}
