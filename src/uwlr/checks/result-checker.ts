import { hidesId } from '../hidden-id.js';
import type { Resultaat, Toets } from '../messages/leerresultaten.js';
import { wholeOf } from '../whole.js';
import { Calendar } from './calendar.js';
import { checkOso } from './check-oso.js';
import { checkTerm } from './check-term.js';
import { type KnownTest, knownTests } from './known-tests.js';
import type { Range } from './norm-ranges.js';
import type { Place, Report } from './report.js';

/** Looks at results one by one, as many as come: nothing is made per result unless it is wrong. */
export class ResultChecker {
  readonly #report: Report;
  readonly #calendar: Calendar;
  readonly #tests: ReadonlyMap<string, KnownTest>;

  constructor(toetsen: readonly Toets[], report: Report, now: Date) {
    this.#report = report;
    this.#calendar = new Calendar(now);
    this.#tests = knownTests(toetsen);
  }

  /** `needle`: what to look for in the key of the result, see `needleOf`. */
  check(resultaat: Resultaat, needle: string | undefined, place: Place): void {
    const report = this.#report;
    if (needle !== undefined && hidesId(resultaat.key, needle)) report.add('UWLR-LR-016', place, '/@key');
    if (this.#calendar.isLater(resultaat.afnamedatum)) report.add('UWLR-LR-007', place, '/afnamedatum');
    // A code that points nowhere was found by the decoder.
    const test = this.#tests.get(resultaat.toetscode);
    if (test !== undefined) this.#checkAgainst(test, resultaat, place);
    if (resultaat.osoresultaat !== undefined) checkOso(resultaat.osoresultaat, report, place);
  }

  #checkAgainst(test: KnownTest, { versie, toetsonderdeelcode, score }: Resultaat, place: Place): void {
    const report = this.#report;
    if (versie !== undefined) {
      checkTerm(versie, report, place, '/versie');
      if (test.version !== undefined && versie.value.trim() !== test.version) report.add('UWLR-LR-022', place, '/versie');
    }
    let range: Range | null | undefined = test.range;
    if (toetsonderdeelcode !== undefined) {
      range = test.parts.get(toetsonderdeelcode);
      if (range === undefined) report.add('UWLR-LR-002', place, '/toetsonderdeelcode');
    }
    if (score === undefined || range === undefined || range === null) return;
    const points = wholeOf(score);
    if (points < range.low || points > range.high) report.add('UWLR-LR-006', place, '/score');
  }
}
