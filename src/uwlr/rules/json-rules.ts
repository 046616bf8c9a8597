import { rulesOf } from './define.js';

const unreadable = rulesOf('transport');
const rule = rulesOf('schema');

/** Results that come as JSON (`schemas/model/posted-results.json`). What the standard says of them has the rules of the standard. */
export const JSON_RULES = {
  'UWLR-JSON-001': unreadable('The body is not a JSON document in UTF-8', 'De inhoud is geen JSON-document in UTF-8'),
  'UWLR-JSON-002': unreadable('The body is larger than this gateway accepts', 'De inhoud is groter dan is toegestaan'),
  'UWLR-JSON-003': rule('The value has the wrong JSON type', 'De waarde heeft een ander JSON-type'),
  'UWLR-JSON-004': rule('A mandatory member is missing', 'Een verplicht gegeven ontbreekt'),
  'UWLR-JSON-005': rule('The object has an unknown member', 'Het object heeft een gegeven dat hier niet bekend is'),
  'UWLR-JSON-006': rule('The value is not one of the allowed values', 'De waarde is geen van de toegestane waarden'),
  'UWLR-JSON-007': rule('The length, number or size is outside the allowed range', 'Er is te weinig van, of te veel'),
  'UWLR-JSON-008': rule('The text contains a character that UWLR does not allow', 'De tekst bevat een teken dat UWLR niet kan bevatten'),
  'UWLR-JSON-009': rule('The values of the result are inconsistent', 'De waarden van het resultaat passen niet bij elkaar'),
  'UWLR-JSON-010': rule('No source profile of the vendor declares this', 'Geen bronprofiel van de leverancier kent dit gegeven'),
} as const;
