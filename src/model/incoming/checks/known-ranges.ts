import type { IncomingAssessment } from '../incoming-message.js';
import { type Range, rangeOf } from './norm-ranges.js';

/** What results of a test are held against: worked out once per message. */
export interface KnownRanges {
  readonly version: string | undefined;
  /** Of its own norms, for results of the whole test. */
  readonly range: Range | undefined;
  /** By code; null for a part without norms. */
  readonly parts: ReadonlyMap<string, Range | null>;
}

/** By code of the test. Where a code occurs twice, which is an error of its own, the first counts. */
export function knownRanges(assessments: readonly IncomingAssessment[]): ReadonlyMap<string, KnownRanges> {
  const tests = new Map<string, KnownRanges>();
  for (const { code, version, norm, parts: all = [] } of assessments) {
    if (tests.has(code.value)) continue;
    const parts = new Map<string, Range | null>();
    for (const part of all) if (!parts.has(part.code.value)) parts.set(part.code.value, rangeOf(part.norm) ?? null);
    tests.set(code.value, { version: version?.value.trim(), range: rangeOf(norm), parts });
  }
  return tests;
}
