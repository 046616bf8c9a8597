const NAME = String.raw`(?:\{[\w:/.#-]{0,120}\})?[\w.:-]{1,80}`;

/** What libxml2 says that holds no value of the message: names of elements, attributes, types and facets. */
const SAFE: readonly RegExp[] = [
  new RegExp(`^Element '${NAME}'(?:, attribute '${NAME}')?: `),
  /^\[facet '[a-zA-Z]{1,20}'\]/,
  /^This element is not expected\.(?: Expected is (?:one of )?\( [^'"<]{1,2000} \)\.)?$/,
  /^Missing child element\(s\)\.(?: Expected is (?:one of )?\( [^'"<]{1,2000} \)\.)?$/,
  /^No matching global (?:element )?declaration available/,
  new RegExp(`^The attribute '${NAME}' is (?:required but missing|not allowed)\\.$`),
  /^(?:Character|Element) content (?:other than whitespace )?is not allowed,? because the content type is '?[a-z-]{1,20}'?\.$/,
  /^The type definition is abstract\.$/,
];

/** A message of libxml2 without any value of what it judged. */
export function withoutValues(message: string): string {
  const said: string[] = [];
  let rest = message.trim();
  for (let found = beginning(rest); found !== undefined && rest !== ''; found = beginning(rest)) {
    said.push(found.trim());
    rest = rest.slice(found.length).trimStart();
  }
  if (rest !== '') said.push(generalOf(rest));
  return said.join(' ');
}

function beginning(text: string): string | undefined {
  for (const safe of SAFE) {
    const found = safe.exec(text)?.[0];
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}

function generalOf(text: string): string {
  const type = /is not a valid value of the (?:atomic|local atomic|union|list) type(?: '((?:\{[^}]{0,120}\})?[\w.:-]{1,80})')?/.exec(text);
  if (type !== null) return `The value is not a valid value of the type${type[1] === undefined ? '' : ` '${type[1]}'`}.`;
  if (text.includes('Duplicate key-sequence')) return 'The key occurs more than once.';
  if (text.includes('No match found for key-sequence')) return 'What it refers to is not there.';
  if (text.startsWith('The value ')) return 'The value is not allowed.';
  return 'It is not as the schema says.';
}
