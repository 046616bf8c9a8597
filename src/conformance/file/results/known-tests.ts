import { child, type XmlNode } from '../../reader/xml-node.js';
import type { Checks } from '../checks.js';
import { partsOf } from './check-tests.js';
import { isWithin, type NormRange, rangesOf } from './norm-ranges.js';
import { wholeNumber } from './numbers.js';

interface KnownTest {
  readonly version: string | undefined;
  readonly ranges: readonly NormRange[];
  readonly parts: ReadonlyMap<string, readonly NormRange[]>;
}

/** The tests of a message, by code: what its results are held against. Of a code that occurs twice the first counts. */
export class KnownTests {
  readonly #tests = new Map<string, KnownTest>();

  constructor(tests: readonly XmlNode[]) {
    for (const test of tests) {
      const code = child(test, 'toetscode')?.text;
      if (code === undefined || this.#tests.has(code)) continue;
      const parts = new Map<string, readonly NormRange[]>();
      for (const part of partsOf(test)) {
        const of = child(part, 'toetsonderdeelcode')?.text;
        if (of !== undefined && !parts.has(of)) parts.set(of, rangesOf(child(part, 'toetsonderdeelnormering')));
      }
      this.#tests.set(code, { version: child(test, 'versie')?.text.trim(), ranges: rangesOf(child(test, 'toetsnormering')), parts });
    }
  }

  /** A result against its test: that there is such a test is the schema's to say. */
  check(result: XmlNode, checks: Checks): void {
    const test = this.#tests.get(child(result, 'toetscode')?.text ?? '');
    if (test === undefined) return;
    const version = child(result, 'versie');
    if (version !== undefined && test.version !== undefined) checks.hold('UWLR-LR-022', version.text.trim() === test.version, version);
    const part = child(result, 'toetsonderdeelcode');
    const ranges = part === undefined ? test.ranges : test.parts.get(part.text);
    if (part !== undefined) checks.hold('UWLR-LR-002', ranges !== undefined, part);
    const score = child(result, 'score');
    const points = wholeNumber(score?.text);
    const within = points === undefined ? undefined : isWithin(points, ranges ?? []);
    if (score !== undefined && within !== undefined) checks.hold('UWLR-LR-006', within, score);
  }
}
