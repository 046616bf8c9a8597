/** The part of a libxml2 message behind `Element '...': `, and what we say instead. `undefined`: libxml2's own words, for those hold nothing but what the schema says. */
const WORDINGS: readonly (readonly [RegExp, string | undefined])[] = [
  [/^\[facet '(\w+)'\]/, 'the value breaks the facet $1'],
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

/** A message of libxml2 without anything that comes from the document. `names`: what the schemas declare. */
export function wording(message: string, names: ReadonlySet<string>): string {
  const text = message.trim();
  const subject = SUBJECT.exec(text);
  if (subject === null) return 'not valid';
  const [whole, element = '', attribute] = subject;
  const rest = text.slice(whole.length);
  const where = attribute === undefined ? show(element, names) : `${show(element, names)}/@${show(attribute, names)}`;
  return `${where}: ${reworded(rest)}`;
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
