import { describe, expect, test } from '@jest/globals';
import { DEFAULT_XML_LIMITS, type XmlLimits } from '../../src/xml/limits.js';
import { type XmlHandler, XmlReader } from '../../src/xml/reader.js';
import { XmlError } from '../../src/xml/xml-error.js';

function read(text: string, limits: XmlLimits = DEFAULT_XML_LIMITS): string[] {
  const seen: string[] = [];
  const handler: XmlHandler = {
    open: (name, attributes, { line, column }) => {
      const shown = (attributes ?? []).map((attribute) => ` ${attribute.name.key}=${attribute.value}`).join('');
      seen.push(`${name.key}${shown} @${line}:${column}`);
    },
    text: (piece) => seen.push(JSON.stringify(piece)),
    close: () => seen.push('/'),
  };
  const reader = new XmlReader(handler, limits);
  reader.write(text);
  reader.end();
  return seen;
}

function refusal(text: string, limits?: XmlLimits): string {
  try {
    read(text, limits);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return error.code;
  }
}

describe('reading', () => {
  test('gives expanded names, whatever the prefixes', () => {
    expect(read('<p:a xmlns:p="urn:1"><b xmlns="urn:2" p:x="1" x="2"><p:c/></b><b/></p:a>')).toEqual([
      '{urn:1}a @1:1',
      '{urn:2}b {urn:1}x=1 {}x=2 @1:22',
      '{urn:1}c @1:53',
      '/',
      '/',
      '{}b @1:63',
      '/',
      '/',
    ]);
  });

  test('lets an inner declaration hide an outer one, and end with its element', () => {
    const names = read('<a xmlns="urn:1"><a xmlns="urn:2"/><a/><a xmlns=""><a/></a></a>').filter((event) => event.includes('a'));
    expect(names.map((event) => event.split(' ')[0])).toEqual(['{urn:1}a', '{urn:2}a', '{urn:1}a', '{}a', '{}a']);
  });

  test('says on which line and column an element begins', () => {
    expect(read('<a>\n  <b/>\r\n\t<c\n x="1"/></a>').filter((event) => event.startsWith('{'))).toEqual([
      '{}a @1:1',
      '{}b @2:3',
      '{}c {}x=1 @3:1',
    ]);
  });
});

describe('refused as not well-formed', () => {
  test.each([
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a x="1" x="2"/>',
    '<a xmlns:p="urn:1" xmlns:q="urn:1" p:x="1" q:x="2"/>',
    '<p:a/>',
    '<a p:x="1"/>',
    '<a:b:c xmlns:a="urn:1"/>',
    '<a xmlns:p=""/>',
    '<a xmlns:xml="urn:1"/>',
    '<a xmlns:xmlns="urn:1"/>',
    '<a xmlns:x="http://www.w3.org/XML/1998/namespace"/>',
    '<a>&onbekend;</a>',
    '<a>&#0;</a>',
    '<a>\u0001</a>',
    '<a>]]></a>',
    'tekst',
    '',
  ])('%s', (text) => {
    expect(refusal(text)).toBe('not-well-formed');
  });
});

describe('refused for safety', () => {
  test('any document type', () => {
    expect(refusal('<!DOCTYPE a><a/>')).toBe('doctype');
    expect(refusal('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')).toBe('doctype');
  });

  const small: XmlLimits = { depth: 3, attributes: 2, prefixes: 3, text: 10, name: 20, references: 2 };
  test.each([
    ['depth', '<a><a><a><a/></a></a></a>'],
    ['attributes', '<a x="1" y="2" z="3"/>'],
    ['text', '<a>12345678901</a>'],
    ['an attribute value', '<a x="12345678901"/>'],
    ['references', '<a>&amp;&amp;&amp;</a>'],
    ['text that never ends', `<a>${'x'.repeat(100)}`],
    ['a comment', `<a><!--${'x'.repeat(100)}`],
    ['text in pieces', '<a>123<!---->456<![CDATA[789]]><?x?>01</a>'],
    ['a name that never ends', `<a><${'x'.repeat(2000)}`],
    ['a name', `<a><${'x'.repeat(21)}/></a>`],
    ['the name of an attribute', `<a ${'x'.repeat(21)}=""/>`],
    ['the name of a processing instruction', `<a><?${'x'.repeat(21)}?></a>`],
    ['the name of one that never ends', `<?${'x'.repeat(100)}`],
    ['a reference', `<a>&#${'0'.repeat(20)}65;</a>`],
    ['namespaces in force', '<a xmlns="1" xmlns:b="1"><a xmlns:c="1" xmlns:d="1"/></a>'],
    ['one namespace, declared anew', '<a xmlns="1" xmlns:b="1"><a xmlns="2" xmlns:b="2"/></a>'],
  ])('too much of %s', (_what, text) => {
    expect(refusal(text, small)).toBe('limit');
  });

  test('too much of a namespace', () => {
    expect(refusal(`<a xmlns="${'x'.repeat(1025)}"/>`)).toBe('limit');
    expect(refusal(`<a xmlns="${'x'.repeat(1024)}"/>`)).toBe('accepted');
  });

  test('not what is within the limits', () => {
    expect(refusal('<a x="1" y="2"><a>1234567890</a>&amp;&lt;</a>', small)).toBe('accepted');
    expect(refusal(`<a xmlns="1" xmlns:b="1">${'<a xmlns:c="1"/><a xmlns:d="1"/>'.repeat(50)}</a>`, small)).toBe('accepted');
    expect(refusal(`<a xmlns="1">${'<a xmlns="1" xmlns:b="1"/>'.repeat(50)}</a>`, small)).toBe('accepted');
  });
});
