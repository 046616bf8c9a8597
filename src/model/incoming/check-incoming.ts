import { isConsecutive, isFarAhead } from '../../uwlr/checks/calendar.js';
import { isEckId } from '../../uwlr/checks/eck-id.js';
import type { Findings } from '../../uwlr/findings.js';
import { needleOf } from '../../uwlr/hidden-id.js';
import { BsnLikeNames } from './checks/bsn-like-names.js';
import { checkAssessments } from './checks/check-assessments.js';
import { ResultChecker } from './checks/result-checker.js';
import { ResultKeys } from './checks/result-keys.js';
import type { IncomingMessage, IncomingPupil } from './incoming-message.js';
import type { IncomingPlaces, ResultCursor } from './incoming-places.js';

/** Results between two pauses: well under a millisecond of work. */
const PAUSE = 256;

/** Rules about what only one format says. */
export interface FormatRules {
  pupil(n: number, bsnLike: BsnLikeNames): void;
  result(cursor: ResultCursor): void;
}

interface Options {
  readonly now: Date;
  readonly format?: FormatRules;
}

/**
 * Checks what the standard means but no schema says (rules `UWLR-LR-...`) of results that were read without errors, in whatever format.
 * Adds to `findings`, in the order of the message. Yields now and then, so that a caller can let others go first.
 */
export function* checkIncoming(
  message: IncomingMessage,
  places: IncomingPlaces,
  findings: Findings,
  { now, format }: Options,
): Generator<void> {
  // A school year of two consecutive years, made no later than now (a clock may be a day wrong).
  if (!isConsecutive(message.schoolYear)) findings.add('UWLR-LR-001', places.head('schoolYear'));
  if (isFarAhead(message.createdAt, now)) findings.add('UWLR-LR-020', places.head('createdAt'));
  const checker = new ResultChecker(message.assessments, places, findings, now);
  const bsnLike = new BsnLikeNames();
  const keys = new ResultKeys(message, places, findings);
  const cursor: ResultCursor = { pupil: 0, at: 0, nth: 0 };
  const placeOfKey = () => places.result(cursor, '/key');
  for (const pupil of message.pupils) {
    checkLearner(pupil, cursor.pupil, places, findings, bsnLike);
    format?.pupil(cursor.pupil, bsnLike);
    const needle = pupil.leerlingid === undefined ? undefined : needleOf(pupil.leerlingid);
    for (cursor.at = 0; cursor.at < pupil.size; cursor.at++) {
      const result = pupil.resultAt(cursor.at);
      checker.check(result, needle, cursor);
      format?.result(cursor);
      bsnLike.look(result.key, placeOfKey);
      keys.look(result.key, cursor);
      cursor.nth += 1;
      if (cursor.nth % PAUSE === 0) yield;
    }
    cursor.pupil += 1;
  }
  bsnLike.tell(findings);
  yield* checkAssessments(message.assessments, places, findings, { uniqueCodes: false });
}

/** Whose results they are: keys without which, or with which, nobody can be found again. */
function checkLearner(
  { leerlingid, eckId }: IncomingPupil,
  n: number,
  places: Pick<IncomingPlaces, 'pupil'>,
  findings: Findings,
  bsnLike: BsnLikeNames,
): void {
  if (leerlingid !== undefined) {
    const key = leerlingid.trim();
    if (key === '') findings.add('UWLR-LR-023', places.pupil(n, 'leerlingid'));
    else if (key !== leerlingid) findings.add('UWLR-LR-019', places.pupil(n, 'leerlingid'));
    bsnLike.look(key, () => places.pupil(n, 'leerlingid'));
    if (key.startsWith('#')) findings.add('UWLR-LR-018', places.pupil(n, 'leerlingid'));
  }
  if (eckId !== undefined) {
    if (eckId.trim() === '') findings.add('UWLR-LR-023', places.pupil(n, 'eckId'));
    else if (!isEckId(eckId)) findings.add('UWLR-LR-014', places.pupil(n, 'eckId'));
  }
}
