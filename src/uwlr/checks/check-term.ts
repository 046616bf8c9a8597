import { isTerm } from '../vocabularies.js';
import type { Place, Report } from './report.js';

interface BoundField {
  readonly value: string;
  readonly vocabulaire?: string;
}

/** A field that is bound to a vocabulary we hold must be one of its terms. */
export function checkTerm(field: BoundField | undefined, report: Report, place: Place, below: string, k = 0): void {
  if (field?.vocabulaire !== undefined && isTerm(field.vocabulaire, field.value) === false) report.add('UWLR-LR-009', place, below, k);
}
