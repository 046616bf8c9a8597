import type { Findings, Place } from '../../../uwlr/findings.js';
import { isTerm } from '../../../uwlr/vocabularies.js';
import type { Term } from '../../result.js';

/** A term of a vocabulary that we hold must be one of its terms. */
export function checkTerm(term: Term | undefined, findings: Findings, placeOf: () => Place): void {
  if (term?.vocabulary !== undefined && isTerm(term.vocabulary, term.value) === false) findings.add('UWLR-LR-009', placeOf());
}
