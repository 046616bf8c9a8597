import { rulesOf } from './define.js';

const unreadable = rulesOf('transport');
const rule = rulesOf('schema');

/** Results that come as JSON (`schemas/model/posted-results.json`). What the standard says of them has the rules of the standard. */
export const JSON_RULES = {
  'UWLR-JSON-001': unreadable('The body is not a JSON document in UTF-8', 'De inhoud is geen JSON-document in UTF-8'),
  'UWLR-JSON-002': unreadable('The body is larger than this gateway takes', 'De inhoud is groter dan is toegestaan'),
  'UWLR-JSON-003': rule('The value is of another JSON type', 'De waarde heeft een ander JSON-type'),
  'UWLR-JSON-004': rule('A mandatory member is missing', 'Een verplicht gegeven ontbreekt'),
  'UWLR-JSON-005': rule('The object has a member that is not known here', 'Het object heeft een gegeven dat hier niet bekend is'),
  'UWLR-JSON-006': rule('The value is not one of the values that it may be', 'De waarde is geen van de toegestane waarden'),
  'UWLR-JSON-007': rule('There is too little of it, or too much', 'Er is te weinig van, of te veel'),
  'UWLR-JSON-008': rule('The text holds a character that UWLR cannot hold', 'De tekst bevat een teken dat UWLR niet kan bevatten'),
  'UWLR-JSON-009': rule('The figures of the result do not go together', 'De waarden van het resultaat passen niet bij elkaar'),
} as const;
