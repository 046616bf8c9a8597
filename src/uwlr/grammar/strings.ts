import { collapse, failed, lengthOf, type SimpleType } from './simple-type.js';

/** `xs:string` of `min` to `max` characters (`max` absent: any number), white space kept. */
export function string(name: string | undefined, min: number, max?: number): SimpleType {
  const facets: [string, string][] = [];
  if (min > 0) facets.push(['minLength', String(min)]);
  if (max !== undefined) facets.push(['maxLength', String(max)]);
  return {
    kind: 'simple',
    ...(name === undefined ? {} : { name }),
    describe: max === undefined ? (min === 0 ? 'any text' : `at least ${min} character`) : `${min} to ${max} characters`,
    xsd: { base: 'xs:string', facets },
    check(text) {
      if (text.length < min) return failed['too-short'];
      if (max !== undefined && text.length > max && lengthOf(text) > max) return failed['too-long'];
      return text;
    },
    samples: ['a', ' x ', 'Ünïcødé 𝄞', '<&>"\'', ...(max === undefined ? ['z'.repeat(300)] : ['𝄞'.repeat(max), 'y'.repeat(max)])].filter(
      (sample) => max === undefined || lengthOf(sample) <= max,
    ),
    wrong: [...(min > 0 ? [''] : []), ...(max === undefined ? [] : ['x'.repeat(max + 1), '𝄞'.repeat(max + 1)])],
  };
}

/** `xs:string` after a pattern that XSD and JavaScript read alike. Digits and capitals are ASCII (deviation `ascii-codes`). */
export function pattern(
  name: string,
  source: string,
  describe: string,
  examples: { samples: readonly string[]; wrong: readonly string[] },
): SimpleType {
  const regex = new RegExp(`^(?:${source})$`);
  return {
    kind: 'simple',
    name,
    describe,
    xsd: { base: 'xs:string', facets: [['pattern', source]] },
    check: (text) => (regex.test(text) ? text : failed.pattern),
    samples: examples.samples,
    wrong: ['', ...examples.wrong],
  };
}

/** One of a list of words. */
export function enumeration(name: string, values: readonly string[], describe: string, wrong: readonly string[] = []): SimpleType {
  const known = new Set(values);
  return {
    kind: 'simple',
    name,
    describe,
    xsd: { base: 'xs:string', facets: values.map((value) => ['enumeration', value] as const) },
    check: (text) => (known.has(text) ? text : failed.enumeration),
    samples: values,
    wrong: ['', ' ', `${values[0]} `, `${values[0]}${values[0]}x`, ...wrong],
  };
}

/** `xs:anyURI`: a URI reference, once the characters that XSD 1.0 lets one write as they are have been escaped. */
export const anyUri: SimpleType = {
  kind: 'simple',
  describe: 'a URI',
  xsd: { base: 'xs:anyURI', facets: [] },
  check(text) {
    const uri = collapse(text);
    return isUriReference(uri) ? uri : failed.uri;
  },
  samples: [
    'http://purl.edustandaard.nl/concept/328cc12a',
    'urn:voorbeeld:toetsen',
    'toetsen.vdex',
    '',
    'http://voorbeeld.nl/één lijst?a=b#c',
    'https://[::1]:8080/x%20y',
    '//voorbeeld.nl',
    '#top',
  ],
  wrong: ['http://[', 'http://a:b:c/', '%zz', ':', 'a#b#c', '1:b', 'http://a/b[1]', 'http://a:80b'],
};

/** Parts of RFC 3986, appendix B; what stands between brackets is left to whoever resolves the address. */
const PARTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#[\]]*(?:\[[^\]]*\])?[^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/;
const AUTHORITY = /^(?:(?:[^%@[\]]|%[0-9A-Fa-f]{2})*@)?(?:\[[^\]]*\]|(?:[^%:@[\]]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?$/;
const PATH_OR_QUERY = /^(?:[^%[\]]|%[0-9A-Fa-f]{2})*$/;
/** Brackets were legal here by RFC 2396, which XSD 1.0 names. */
const FRAGMENT = /^(?:[^%#]|%[0-9A-Fa-f]{2})*$/;

/** Whether RFC 3986 reads it as a URI reference: blanks, characters beyond ASCII and those no URI may hold count as escaped. */
export function isUriReference(uri: string): boolean {
  const escaped = uri.replace(/[^\x21-\x7e]|["<>\\^`{|}]/g, '_');
  const [, scheme, authority, path = '', query = '', fragment = ''] = PARTS.exec(escaped) ?? [];
  if (authority === undefined && scheme === undefined && /^[^/]*:/.test(path)) return false;
  return (
    (authority === undefined || AUTHORITY.test(authority)) &&
    PATH_OR_QUERY.test(path) &&
    PATH_OR_QUERY.test(query) &&
    FRAGMENT.test(fragment)
  );
}
