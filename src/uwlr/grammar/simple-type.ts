/** Why a text is not a value of its type. Each has a rule in the catalogue. */
export type FacetFailure = 'too-short' | 'too-long' | 'pattern' | 'number' | 'range' | 'date' | 'date-time' | 'uri' | 'enumeration';

/**
 * A type of text. `check` returns the text as the standard's lexical rules leave it (white space collapsed where the
 * type does so), or why it is no value of the type: exactly libxml2's verdict on the XSD that is derived from `xsd`.
 */
export interface SimpleType {
  readonly kind: 'simple';
  /** Name in the XSD; absent for the built-in types. */
  readonly name?: string;
  /** What a person should send instead: `1 to 64 characters`. */
  readonly describe: string;
  readonly xsd: { readonly base: string; readonly facets: readonly (readonly [facet: string, value: string])[] };
  /** What the WSDL for tools says instead, where `xsd` would make them refuse what is sent. */
  readonly tools?: SimpleType['xsd'];
  check(text: string): Checked;
  /** Values are the same when these are: `01` and `1` for a number. Absent: when the texts are. */
  readonly canonical?: (text: string) => string;
  /** For the generator: valid texts to choose from, ordinary and at the edges. */
  readonly samples: readonly string[];
  /** For the mutator: texts that `check` refuses. */
  readonly wrong: readonly string[];
}

/** The text as accepted, or a failure. A failure is an object, so that no text can be mistaken for one. */
export type Checked = string | { readonly failure: FacetFailure };

export const failed: Readonly<Record<FacetFailure, { readonly failure: FacetFailure }>> = {
  'too-short': { failure: 'too-short' },
  'too-long': { failure: 'too-long' },
  pattern: { failure: 'pattern' },
  number: { failure: 'number' },
  range: { failure: 'range' },
  date: { failure: 'date' },
  'date-time': { failure: 'date-time' },
  uri: { failure: 'uri' },
  enumeration: { failure: 'enumeration' },
};

const EDGE = /^[ \t\n\r]|[ \t\n\r]$|[\t\n\r]| {2}/;

/** XSD `whiteSpace="collapse"`. */
export function collapse(text: string): string {
  return EDGE.test(text) ? text.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, '') : text;
}

/** Characters as XSD counts them: code points, where JavaScript counts UTF-16 units. */
export function lengthOf(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800) length -= 1;
  }
  return length;
}
