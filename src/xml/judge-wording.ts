/** The part of a libxml2 message behind `Element '...': `, and what we say instead. `undefined`: libxml2's own words, for those hold nothing but what the schema says. */
const WORDINGS: readonly (readonly [RegExp, string | undefined])[] = [
  [/is not a valid value of the [a-z ]{0,40}type/, 'the value is not one of its type'],
  [/^This element is not expected\. Expected is (?:one of )?\([^()']*\)\.$/, undefined],
  [/^This element is not expected\./, 'This element is not expected.'],
  [/^Missing child element\(s\)\. Expected is (?:one of )?\([^()']*\)\.$/, undefined],
  [/^Character content (?:other than whitespace )?is not allowed/, 'text is not allowed here'],
  [/^Element content is not allowed/, 'elements are not allowed here'],
  [/^No matching global (?:element )?declaration available/, 'no global declaration for this element'],
  [/^The attribute '([\w:.-]+)' is required but missing\.$/, undefined],
  [/^The attribute '.*' is not allowed\.$/s, 'an attribute that is not allowed'],
  [/^Duplicate key-sequence .* in (?:key|unique) identity-constraint/s, 'the same key twice'],
  [/^No match found for key-sequence/, 'a reference to a key that is not there'],
  [/^Not all fields of key identity-constraint/, 'a key without a value'],
];
const SUBJECT = /^Element '([^']*)'(?:, attribute '([^']*)')?: /;
const DECLARED = /\sname\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Every name that a schema declares: those may be shown, any other name in a document may be somebody's. */
export function declaredNames(schema: string): string[] {
  return [...schema.matchAll(DECLARED)].map((match) => match[1] ?? match[2] ?? '');
}

/** The value of every facet that a schema declares. */
export function declaredFacets(schema: string): string[] {
  return [...schema.matchAll(FACET)].map((match) => match[1] ?? match[2] ?? '');
}

const FACET = /\svalue\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * A message of libxml2 without anything that comes from the document. `names`: what the schemas declare. `facets`: the values of their facets;
 * one of those is told, so that the reader sees what would have been right.
 */
export function wording(message: string, names: ReadonlySet<string>, facets: ReadonlySet<string> = new Set()): string {
  const text = message.trim();
  const subject = SUBJECT.exec(text);
  if (subject === null) return 'not valid';
  const [whole, element = '', attribute] = subject;
  const rest = text.slice(whole.length);
  const where = attribute === undefined ? show(element, names) : `${show(element, names)}/@${show(attribute, names)}`;
  return `${where}: ${faceted(rest, facets) ?? reworded(rest)}`;
}

/** What a facet demands stands behind the value of the document. It is told only when a schema declares it. */
function faceted(rest: string, facets: ReadonlySet<string>): string | undefined {
  const facet = /^\[facet '(\w+)'\]/.exec(rest)?.[1];
  if (facet === undefined) return undefined;
  const demanded = facet === 'enumeration' ? listed(rest) : [facet === 'pattern' ? behind(rest, PATTERN) : behind(rest, "'", 2)];
  const told = demanded.join(', ');
  const isDeclared = demanded.every((one) => facets.has(one)) && told.length <= LONGEST_FACET;
  return `the value breaks the facet ${facet}${isDeclared ? ` ${told}` : ''}`;
}

const PATTERN = "by the pattern '";
const LONGEST_FACET = 120;

/** From the last (or last but one) mark to the quote that ends the message. */
function behind(rest: string, mark: string, fromEnd: 1 | 2 = 1): string {
  const end = rest.lastIndexOf("'");
  const start = rest.lastIndexOf(mark, fromEnd === 1 ? end : end - 1);
  return rest.slice(start + mark.length, end);
}

/** `{'a', 'b'}` at the end of the message. */
function listed(rest: string): readonly string[] {
  const list = rest.slice(rest.lastIndexOf('{') + 1, rest.lastIndexOf('}'));
  return list.split(', ').map((one) => one.slice(1, -1));
}

function reworded(rest: string): string {
  for (const [pattern, words] of WORDINGS) {
    const match = pattern.exec(rest);
    if (match !== null) return words === undefined ? rest.replace(/\{[^{}]*\}/g, '') : words.replace('$1', match[1] ?? '');
  }
  return 'not valid';
}

function show(name: string, names: ReadonlySet<string>): string {
  const local = name.slice(name.indexOf('}') + 1);
  return names.has(local) ? local : '*';
}
