import { agreementsOf } from './authorise.js';
import type { Directory, Target } from './directory.js';

/**
 * Where results of a school go on to at `at` (ISO instant): targets of parties that have an agreement with the school for them, other than
 * the vendor that they came from.
 */
export function targetsOf(directory: Directory, school: string, from: string, at: string): readonly Target[] {
  if (directory.targets.size === 0) return [];
  const parties = new Set(agreementsOf(directory, { school }, 'leerresultaten', at).map(({ party }) => party));
  parties.delete(from);
  return [...directory.targets.values()].filter(({ party, endedAt }) => parties.has(party) && (endedAt === undefined || endedAt > at));
}
