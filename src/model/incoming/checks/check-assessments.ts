import type { Findings, Place } from '../../../uwlr/findings.js';
import { compareDecimals } from '../../../uwlr/grammar/numbers.js';
import { type Whole, wholeOf } from '../../../uwlr/whole.js';
import type { AssessmentPart, Norm } from '../../result.js';
import type { IncomingAssessment } from '../incoming-message.js';
import type { IncomingPlaces } from '../incoming-places.js';
import { checkTerm } from './check-term.js';
import { overlapping } from './norm-ranges.js';

/** Parts between two pauses. */
const PAUSE = 256;

interface Options {
  /** A code may occur once. Messages with results say so in their schema already; files of definitions do not. */
  readonly uniqueCodes: boolean;
}

/** Definitions of tests. Pauses now and then, so that others get their turn. */
export function* checkAssessments(
  assessments: readonly IncomingAssessment[],
  places: Pick<IncomingPlaces, 'assessment'>,
  findings: Findings,
  { uniqueCodes }: Options,
): Generator<void> {
  const codes = new Set<string>();
  let steps = 0;
  for (const [n, assessment] of assessments.entries()) {
    const { value } = assessment.code;
    if (uniqueCodes && codes.has(value)) findings.add('UWLR-LR-017', places.assessment(n, '/code'));
    codes.add(value);
    checkAssessment(assessment, n, places, findings);
    if (++steps % PAUSE === 0) yield;
    const partCodes = new Set<string>();
    for (const [k, part] of (assessment.parts ?? []).entries()) {
      checkPart(part, (below) => places.assessment(n, `/parts/${k}${below}`), findings, partCodes);
      if (++steps % PAUSE === 0) yield;
    }
  }
}

function checkAssessment(assessment: IncomingAssessment, n: number, places: Pick<IncomingPlaces, 'assessment'>, findings: Findings): void {
  for (const name of ['code', 'version', 'year', 'subject'] as const) {
    checkTerm(assessment[name], findings, () => places.assessment(n, `/${name}`));
  }
  if (assessment.norm !== undefined) checkNorms(assessment.norm, findings, (below) => places.assessment(n, `/norm${below}`));
  const levels = new Set<Whole>();
  for (const [k, { level: given, entry }] of (assessment.hierarchy ?? []).entries()) {
    const level = wholeOf(given);
    if (level < 1 || levels.has(level)) findings.add('UWLR-LR-008', places.assessment(n, `/hierarchy/${k}/level`));
    levels.add(level);
    checkTerm(entry, findings, () => places.assessment(n, `/hierarchy/${k}`));
  }
}

function checkPart(
  { code, norm }: AssessmentPart,
  placeAt: (below: string) => ReturnType<IncomingPlaces['assessment']>,
  findings: Findings,
  codes: Set<string>,
): void {
  if (codes.has(code.value)) findings.add('UWLR-LR-003', placeAt('/code'));
  codes.add(code.value);
  checkTerm(code, findings, () => placeAt('/code'));
  if (norm !== undefined) checkNorms(norm, findings, (below) => placeAt(`/norm${below}`));
}

/** The norms of one test or part. `placeAt`: of what stands below the norms. */
function checkNorms({ category, level, vocabulary, bands }: Norm, findings: Findings, placeAt: (below: string) => Place): void {
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
