import { isShownName } from './shown-names.js';

const DATE = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]{1,20}(?:Z|[+-]\d{2}:\d{2})?)?$/;
const DIGITS = /^\d{1,6}$/;
const DECIMAL = /^\d{1,6}(?:\.\d{1,6})?$/;

/**
 * Elements whose value says nothing of a person, and what it looks like: whatever else stands there is masked, since a name can end up in
 * any element. All other elements are masked.
 */
const SHOWN: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    schooljaar: /^\d{4}-\d{4}$/,
    brincode: /^\d{2}[A-Z]{2}$/,
    dependancecode: /^\d{2}$/,
    xsdversie: /^\d(?:\.\d{1,3}){0,2}$/,
    gegevenssetid: /^[A-Za-z][A-Za-z -]{0,20}$/,
    peildatum: DATE,
    aanmaakdatum: DATE,
    mutatiedatum: DATE,
    laatstontvangengegevens: DATE,
    jaargroep: /^(?:\d{1,2}|[A-Z])$/,
    rol: /^[A-Z]{2,3}$/,
    toetsonderdeelvolgnummer: DIGITS,
    beginnormwaarde: DIGITS,
    eindnormwaarde: DIGITS,
    schoolcijfer_vanaf: DECIMAL,
    schoolcijfer_totenmet: DECIMAL,
    wegingsfactor: DECIMAL,
    rood_code: DIGITS,
    groen_code: DIGITS,
    blauw_code: DIGITS,
    codereferentiescore: /^[A-Z-]{2,10}$/,
    faultcode: /^[\w.:-]{1,80}$/,
  }),
);

const URI = /^[\w:/.#-]{0,120}$/;
const NAME = /^[\w.:-]{1,60}$/;

/** The same of attributes. Those that declare a namespace are `xmlns`. */
const SHOWN_ATTRIBUTES: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    xmlns: URI,
    type: NAME,
    nil: /^(?:true|false|0|1)$/,
    niveau: /^-?\d{1,4}$/,
    mustUnderstand: /^[01]$/,
    encodingStyle: URI,
    schemaLocation: /^[\w:/.# -]{0,400}$/,
  }),
);

/** Whether the value of an element may be seen in a report, whoever wrote it. */
export function isShown(element: string, value: string): boolean {
  return SHOWN.get(element)?.test(value) === true;
}

/** What stands in an element, for the text of a verdict: its value where that may be seen. */
export function shownOf(element: string, value: string | undefined): string {
  if (value === undefined) return `no ${element}`;
  return isShown(element, value) ? `${element} ${value}` : `a ${element} of another form`;
}

/** The same of an attribute. */
export function isShownAttribute(attribute: string, value: string): boolean {
  return SHOWN_ATTRIBUTES.get(attribute)?.test(value) === true;
}

/** Elements and attributes with words, any of which may be the name of a person where a school may exist. */
const SETS = /^(?:smalle|brede|lvs)[ -]?set$/i;
const REFERENCE_SCORES = /^(?:[A-Z]{2}|[1-4][A-F]|[1-4]S)$/;
const ADDRESSES =
  /^(?:http:\/\/(?:www\.)?(?:edustandaard\.nl|w3\.org|xmlsoap\.org|edexml\.nl)\/|http:\/\/schemas\.(?:xmlsoap\.org|microsoft\.com)\/|urn:uwlr-gateway)/i;

/** Whether a value that `isShown` or `isShownAttribute` lets through is one of a known few: no name of a person that looks alike. */
export function isKnownWord(name: string, value: string): boolean {
  if (name === 'xmlns' || name === 'encodingStyle') return ADDRESSES.test(value);
  if (name === 'schemaLocation')
    return value
      .trim()
      .split(/\s+/)
      .every((part) => ADDRESSES.test(part));
  if (name === 'gegevenssetid') return SETS.test(value);
  if (name === 'codereferentiescore') return REFERENCE_SCORES.test(value);
  return (name !== 'faultcode' && name !== 'type') || isShownName(value.slice(value.indexOf(':') + 1));
}

/** Whether a SOAPAction is one of the standard, or of a program that works with it: the address of a namespace and a known name, or that name. */
export function isKnownAction(value: string): boolean {
  const action = value.replace(/^["']|["']$/g, '');
  const name = action.slice(Math.max(action.lastIndexOf('/'), action.lastIndexOf('#'), action.lastIndexOf(':')) + 1);
  return action === '' || ((action === name || ADDRESSES.test(action)) && isShownName(name));
}
