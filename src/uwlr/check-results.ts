import { BsnLikeKeys } from './checks/bsn-like-keys.js';
import { checkLearner } from './checks/check-learner.js';
import { checkSchool } from './checks/check-school.js';
import { checkTests } from './checks/check-tests.js';
import { type Locator, Report } from './checks/report.js';
import { ResultChecker } from './checks/result-checker.js';
import { ResultKeys } from './checks/result-keys.js';
import { PupilPlace, ResultPlace } from './checks/result-place.js';
import type { Findings } from './findings.js';
import { needleOf } from './hidden-id.js';
import type { LeerresultatenVerzoek } from './messages/leerresultaten.js';
import type { Toetsdefinities } from './messages/toetsdefinities.js';

/** Results between two pauses: well under a millisecond of work. */
const PAUSE = 256;

/**
 * Checks what the standard means but its XSDs do not say (rules `UWLR-LR-...`) of a message that was decoded without errors.
 * Adds to `findings`, in the order of the message. Yields now and then, so that a caller can let others go first.
 */
export function* checkResults(
  message: LeerresultatenVerzoek,
  decoder: Locator,
  findings: Findings,
  { now }: { readonly now: Date },
): Generator<void> {
  const report = new Report(decoder, findings);
  checkSchool(message.school, report, now);
  const checker = new ResultChecker(message.toetsen.toets, report, now);
  const pupil = new PupilPlace(report);
  const bsnLike = new BsnLikeKeys(report);
  const keys = new ResultKeys(message, report);
  const place = new ResultPlace(report, pupil);
  for (const toetsafname of message.toetsafnames.toetsafname) {
    checkLearner(toetsafname, report, pupil, bsnLike);
    const needle = toetsafname.leerlingid === undefined ? undefined : needleOf(toetsafname.leerlingid);
    place.index = 0;
    for (const resultaat of toetsafname.resultaten.resultaat) {
      checker.check(resultaat, needle, place);
      bsnLike.look(resultaat.key, place, '/@key');
      keys.look(resultaat.key, place);
      place.index += 1;
      place.count += 1;
      if (place.count % PAUSE === 0) yield;
    }
    pupil.index += 1;
  }
  bsnLike.tell('UWLR-LR-025');
  yield* checkTests(message.toetsen.toets, report, 'leerresultaten_verzoek', { uniqueCodes: false });
}

/** Checks definitions of tests that came without results, as in a file, likewise. */
export function* checkDefinitions(message: Toetsdefinities, decoder: Locator, findings: Findings): Generator<void> {
  yield* checkTests(message.toetsen.toets, new Report(decoder, findings), 'Toetsdefinities', { uniqueCodes: true });
}
