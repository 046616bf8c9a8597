import type { Locator } from '../../uwlr/checks/report.js';
import type { Findings } from '../../uwlr/findings.js';
import type { LeerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import type { Toetsdefinities } from '../../uwlr/messages/toetsdefinities.js';
import { incomingAssessment } from '../results/translate-assessments.js';
import { checkIncoming } from './check-incoming.js';
import { checkAssessments } from './checks/check-assessments.js';
import { uwlrMessage } from './uwlr-message.js';
import { UwlrPlaces } from './uwlr-places.js';
import { UwlrRules } from './uwlr-rules.js';

/**
 * Checks what the standard means but its XSDs do not say (rules `UWLR-LR-...`) of a message that was decoded without errors.
 * Adds to `findings`, in the order of the message. Yields now and then, so that a caller can let others go first.
 */
export function checkResults(
  message: LeerresultatenVerzoek,
  decoder: Locator,
  findings: Findings,
  { now }: { readonly now: Date },
): Generator<void> {
  const incoming = uwlrMessage(message);
  const places = new UwlrPlaces(incoming, decoder, findings);
  return checkIncoming(incoming, places, findings, { now, format: new UwlrRules(incoming, places, findings) });
}

/** Checks definitions of tests that came without results, as in a file, likewise. */
export function checkDefinitions(message: Toetsdefinities, decoder: Locator, findings: Findings): Generator<void> {
  const assessments = message.toetsen.toets.map(incomingAssessment);
  const places = new UwlrPlaces({ assessments, pupils: [] }, decoder, findings, 'Toetsdefinities');
  return checkAssessments(assessments, places, findings, { uniqueCodes: true });
}
