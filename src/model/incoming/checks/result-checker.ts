import { Calendar } from '../../../uwlr/checks/calendar.js';
import type { Findings } from '../../../uwlr/findings.js';
import { hidesId } from '../../../uwlr/hidden-id.js';
import { wholeOf } from '../../../uwlr/whole.js';
import type { IncomingAssessment, IncomingResult } from '../incoming-message.js';
import type { IncomingPlaces, ResultCursor } from '../incoming-places.js';
import { checkFigures } from './check-figures.js';
import { checkTerm } from './check-term.js';
import { type Range, rangeOf } from './norm-ranges.js';

/** Looks at results one by one, as many as come: nothing is made per result unless it is wrong. */
export class ResultChecker {
  readonly #calendar: Calendar;
  readonly #tests: ReadonlyMap<string, KnownRanges>;

  constructor(
    assessments: readonly IncomingAssessment[],
    private readonly places: IncomingPlaces,
    private readonly findings: Findings,
    now: Date,
  ) {
    this.#calendar = new Calendar(now);
    this.#tests = knownRanges(assessments);
  }

  /** `needle`: what to look for in the key of the result, see `needleOf`. */
  check(result: IncomingResult, needle: string | undefined, cursor: ResultCursor): void {
    const { places, findings } = this;
    if (needle !== undefined && hidesId(result.key, needle)) findings.add('UWLR-LR-016', places.result(cursor, '/key'));
    if (this.#calendar.isLater(result.date)) findings.add('UWLR-LR-007', places.result(cursor, '/date'));
    // A code that leads nowhere was found when the message was read.
    const test = this.#tests.get(result.code);
    if (test !== undefined) this.#checkAgainst(test, result, cursor);
    const { values, context } = result;
    const onlyScore = values.length === 1 && values[0]?.kind === 'score';
    if (!onlyScore || context.itemCount !== undefined) checkFigures(result, places, cursor, findings);
  }

  #checkAgainst(test: KnownRanges, { version, part, values }: IncomingResult, cursor: ResultCursor): void {
    const { places, findings } = this;
    if (version !== undefined) {
      if (version.vocabulary !== undefined) checkTerm(version, findings, () => places.result(cursor, '/activity/version'));
      if (test.version !== undefined && version.value.trim() !== test.version) {
        findings.add('UWLR-LR-022', places.result(cursor, '/activity/version'));
      }
    }
    let range: Range | null | undefined = test.range;
    if (part !== undefined) {
      range = test.parts.get(part);
      if (range === undefined) findings.add('UWLR-LR-002', places.result(cursor, '/activity/part/code'));
    }
    const [first] = values;
    if (first?.kind !== 'score' || range === undefined || range === null) return;
    const points = wholeOf(first.value);
    if (points < range.low || points > range.high) findings.add('UWLR-LR-006', places.result(cursor, '/values/0/value'));
  }
}

/** What results of a test are held against: worked out once per message. */
interface KnownRanges {
  readonly version: string | undefined;
  /** Of its own norms, for results of the whole test. */
  readonly range: Range | undefined;
  /** By code; null for a part without norms. */
  readonly parts: ReadonlyMap<string, Range | null>;
}

/** By code of the test. Where a code occurs twice, which is an error of its own, the first counts. */
function knownRanges(assessments: readonly IncomingAssessment[]): ReadonlyMap<string, KnownRanges> {
  const tests = new Map<string, KnownRanges>();
  for (const { code, version, norm, parts: all = [] } of assessments) {
    if (tests.has(code.value)) continue;
    const parts = new Map<string, Range | null>();
    for (const part of all) if (!parts.has(part.code.value)) parts.set(part.code.value, rangeOf(part.norm) ?? null);
    tests.set(code.value, { version: version?.value.trim(), range: rangeOf(norm), parts });
  }
  return tests;
}
