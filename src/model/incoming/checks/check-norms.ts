import type { Findings, Place } from '../../../uwlr/findings.js';
import { compareDecimals } from '../../../uwlr/grammar/numbers.js';
import { wholeOf } from '../../../uwlr/whole.js';
import type { Norm } from '../../result.js';
import { checkTerm } from './check-term.js';
import { overlapping } from './norm-ranges.js';

/** The norms of one test or part. `placeAt`: of what stands below the norms. */
export function checkNorms({ category, level, vocabulary, bands }: Norm, findings: Findings, placeAt: (below: string) => Place): void {
  checkTerm(category, findings, () => placeAt('/category'));
  checkTerm(level, findings, () => placeAt('/level'));
  for (const [k, { term, from, to, gradeFrom, gradeTo }] of bands.entries()) {
    if (vocabulary !== undefined) checkTerm({ value: term, vocabulary }, findings, () => placeAt(`/bands/${k}/term`));
    if (wholeOf(to) < wholeOf(from)) findings.add('UWLR-LR-004', placeAt(`/bands/${k}/to`));
    if (gradeFrom !== undefined && gradeTo !== undefined && compareDecimals(gradeTo, gradeFrom) < 0) {
      findings.add('UWLR-LR-021', placeAt(`/bands/${k}/gradeTo`));
    }
  }
  for (const k of overlapping(bands)) findings.add('UWLR-LR-005', placeAt(`/bands/${k}`));
}
