import type { Toets } from '../messages/leerresultaten.js';
import { type Range, rangeOf } from './norm-ranges.js';

/** What results are held against: worked out once per message. */
export interface KnownTest {
  readonly version: string | undefined;
  /** Of its own norms, for results of the whole test. */
  readonly range: Range | undefined;
  /** By code; null for a part without norms. */
  readonly parts: ReadonlyMap<string, Range | null>;
}

/** By toetscode. Where a code occurs twice, which is an error of its own, the first counts. */
export function knownTests(toetsen: readonly Toets[]): ReadonlyMap<string, KnownTest> {
  const tests = new Map<string, KnownTest>();
  for (const { toetscode, versie, toetsnormering, toetsonderdelen } of toetsen) {
    if (tests.has(toetscode.value)) continue;
    const parts = new Map<string, Range | null>();
    for (const { toetsonderdeelcode, toetsonderdeelnormering } of toetsonderdelen?.toetsonderdeel ?? []) {
      if (!parts.has(toetsonderdeelcode.value)) parts.set(toetsonderdeelcode.value, rangeOf(toetsonderdeelnormering) ?? null);
    }
    tests.set(toetscode.value, { version: versie?.value.trim(), range: rangeOf(toetsnormering), parts });
  }
  return tests;
}
