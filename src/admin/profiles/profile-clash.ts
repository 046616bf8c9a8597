import type { SourceProfile } from '../../goals/source-profile.js';

const LISTS = ['codes', 'codePrefixes', 'hierarchy'] as const;

/**
 * Why results could be of two products at once: another product of the vendor names the same code, beginning or entry. Undefined when
 * none does. `others`: the profiles in force of the vendor.
 */
export function clashOf(profile: Omit<SourceProfile, 'version'>, others: readonly SourceProfile[]): string | undefined {
  for (const other of others) {
    if (other.product === profile.product) continue;
    for (const list of LISTS) {
      const theirs = new Set((other.selector[list] ?? []).map((text) => text.trim()));
      const at = (profile.selector[list] ?? []).findIndex((text) => theirs.has(text.trim()));
      if (at !== -1) return `/selector/${list}/${at} is also of product ${other.product}: a result is of one product`;
    }
    if (profile.selector.everythingElse === true && other.selector.everythingElse === true) {
      return `/selector/everythingElse is also of product ${other.product}: a result is of one product`;
    }
  }
  return undefined;
}
