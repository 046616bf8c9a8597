import { compareDecimals } from '../grammar/numbers.js';
import type { Normering } from '../messages/leerresultaten.js';
import { wholeOf } from '../whole.js';
import { checkTerm } from './check-term.js';
import { overlapping } from './norm-ranges.js';
import type { Place, Report } from './report.js';

/** The norms of one test or part, in its element `name`. `place` is that of the test or part. */
export function checkNorms(normering: Normering, report: Report, place: Place, name: string): void {
  checkTerm(normering.toetscategorie, report, place, `/${name}/toetscategorie`);
  checkTerm(normering.toetsniveau, report, place, `/${name}/toetsniveau`);
  const { vocabulaire } = normering;
  for (const [k, norm] of normering.norm.entries()) {
    const below = `/${name}/norm[${k + 1}]`;
    if (vocabulaire !== undefined) checkTerm({ value: norm.term, vocabulaire }, report, place, `${below}/term`, k);
    if (wholeOf(norm.eindnormwaarde) < wholeOf(norm.beginnormwaarde)) report.add('UWLR-LR-004', place, `${below}/eindnormwaarde`, k);
    const { schoolcijfer_vanaf: from, schoolcijfer_totenmet: to } = norm;
    // Not every norm has marks, so they are looked for by their norm.
    if (from !== undefined && to !== undefined && compareDecimals(to, from) < 0) {
      report.add('UWLR-LR-021', report.below(place, below, k), '/schoolcijfer_totenmet');
    }
  }
  for (const k of overlapping(normering.norm)) report.add('UWLR-LR-005', place, `/${name}/norm[${k + 1}]`, k);
}
