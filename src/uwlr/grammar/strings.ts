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
    samples: ['a', ' x ', 'Ünïcødé 𝄞', '<&>"\'', ...(max === undefined ? ['z'.repeat(300)] : ['𝄞'.repeat(max), 'y'.repeat(max)])],
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

/** `xs:anyURI`: libxml2 refuses only what cannot be escaped into a URI reference. */
export const anyUri: SimpleType = {
  kind: 'simple',
  describe: 'a URI',
  xsd: { base: 'xs:anyURI', facets: [] },
  check(text) {
    const uri = collapse(text);
    return isUriReference(uri) ? uri : failed.uri;
  },
  samples: ['http://purl.edustandaard.nl/concept/328cc12a', 'urn:voorbeeld:toetsen', 'toetsen.vdex', ''],
  wrong: ['http://[', 'http://a:b:c/', '%zz', ':'],
};

/**
 * RFC 3986 URI reference after the escaping that XSD 1.0 prescribes (XLink: spaces, non-ASCII and the excluded characters
 * become %-sequences first).
 */
export function isUriReference(uri: string): boolean {
  if (uri === '') return true;
  const escaped = uri.replace(/[^\x21-\x7e]|["<>\\^`{|}]/g, '%20');
  if (/%(?![0-9A-Fa-f]{2})/.test(escaped)) return false;
  const parts = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(escaped);
  if (parts === null) return false;
  const [, scheme, authority, path = '', query = '', fragment = ''] = parts;
  if (/[[\]#]/.test(path + query + fragment)) return false;
  if (scheme === undefined && authority === undefined && /^[^/]*:/.test(path)) return false;
  return authority === undefined || /^(?:[^@[\]:]*(?::[^@[\]]*)?@)?(?:\[[0-9A-Fa-f:.]+\]|[^:@[\]]*)(?::\d*)?$/.test(authority);
}
