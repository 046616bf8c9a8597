import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { XmlWriter } from '../../src/xml/writer.js';
import { XmlError } from '../../src/xml/xml-error.js';

/** What an independent reader makes of it: names, attributes and text in order. */
function read(xml: string): unknown[] {
  const events: unknown[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    events.push([name, Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value]))]);
  });
  parser.on('text', (text) => {
    const last = events.length - 1;
    if (typeof events[last] === 'string') events[last] += text;
    else events.push(text);
  });
  parser.on('closetag', () => events.push(null));
  parser.write(xml).close();
  return events;
}

function refuses(write: (writer: XmlWriter) => void): void {
  expect(() => {
    const writer = new XmlWriter();
    write(writer);
    writer.toString();
  }).toThrow(expect.objectContaining({ name: 'XmlError', code: 'not-well-formed' }) as unknown as XmlError);
}

const legal = fc.string({ unit: 'binary', maxLength: 40 }).map((text) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what XML forbids
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\r'),
);
const awkward = fc.array(
  fc.constantFrom('<', '>', '&', '"', "'", '\r', '\n', '\t', ' ', ']]>', '&amp;', '<!--', 'é', '𝄞', '\u0085', '\u2028'),
  {
    maxLength: 20,
  },
);
const content = fc.oneof(
  legal,
  awkward.map((parts) => parts.join('')),
);

test('what is written reads back the same', () => {
  fc.assert(
    fc.property(content, content, content, (text, leaf, attribute) => {
      const xml = new XmlWriter()
        .declaration()
        .open('a:root', { 'xmlns:a': 'urn:a', xmlns: 'urn:b', 'a:x': attribute, y: undefined })
        .text(text)
        .leaf('part', leaf, { key: attribute })
        .close()
        .toString();
      const texts = (value: string) => (value === '' ? [] : [value]);
      expect(read(xml)).toEqual([
        ['a:root', { 'xmlns:a': 'urn:a', xmlns: 'urn:b', 'a:x': attribute }],
        ...texts(text),
        ['part', { key: attribute }],
        ...texts(leaf),
        null,
        null,
      ]);
    }),
    { numRuns: 1000 },
  );
});

test('a small document, letter for letter', () => {
  const xml = new XmlWriter()
    .declaration()
    .open('r', { 'x-y': 'a"b\n<' })
    .leaf('a', 'één & <twee>\r')
    .leaf('b', '')
    .open('c')
    .close()
    .close();
  expect(xml.toString()).toBe(
    '<?xml version="1.0" encoding="utf-8"?><r x-y="a&quot;b&#10;&lt;"><a>één &amp; &lt;twee&gt;&#13;</a><b/><c></c></r>',
  );
});

describe('what is not XML cannot be written', () => {
  test.each(['', '1a', 'a b', 'a<', 'a:b:c', ':a', 'a:', '-a', 'a\u00d7', 'a\n', 'xmlns:a', 'p:a'])('the element name %j', (name) => {
    refuses((writer) => writer.open(name).close());
    refuses((writer) => writer.leaf(name, 'text'));
  });

  test.each(['', '1a', 'a b', 'a=', 'p:a', 'a"'])('the attribute name %j', (name) => {
    refuses((writer) => writer.leaf('a', 'text', { [name]: 'value' }));
  });

  test.each([
    ['a control character', '\u0001'],
    ['NUL', '\u0000'],
    ['U+FFFE', '\ufffe'],
    ['U+FFFF', '\uffff'],
    ['the first half of a pair', 'a\ud83d'],
    ['the second half of a pair', '\ude00b'],
    ['halves in the wrong order', '\ude00\ud83d'],
  ])('%s', (_, text) => {
    refuses((writer) => writer.leaf('a', text));
    refuses((writer) => writer.open('a').text(text).close());
    refuses((writer) => writer.leaf('a', '', { b: text }));
  });

  test.each([
    ['an element left open', (writer: XmlWriter) => writer.open('a')],
    ['a close too many', (writer: XmlWriter) => writer.leaf('a', '').close()],
    ['two roots', (writer: XmlWriter) => writer.leaf('a', '').leaf('b', '')],
    ['text before the root', (writer: XmlWriter) => writer.text('x').leaf('a', '')],
    ['text after the root', (writer: XmlWriter) => writer.leaf('a', '').text('x')],
    ['nothing at all', () => undefined],
    ['a late declaration', (writer: XmlWriter) => writer.open('a').declaration().close()],
    ['a second declaration', (writer: XmlWriter) => writer.declaration().declaration().leaf('a', '')],
    ['a prefix out of scope', (writer: XmlWriter) => writer.open('a').leaf('p:b', '', { 'xmlns:p': 'urn:p' }).leaf('p:c', '').close()],
    ['a prefix taken back', (writer: XmlWriter) => writer.leaf('a', '', { 'xmlns:p': '' })],
    ['the xmlns prefix', (writer: XmlWriter) => writer.leaf('a', '', { 'xmlns:xmlns': 'urn:p' })],
  ])('%s', (_, write) => refuses(write));

  test('and the error holds nothing of the value', () => {
    expect(() => new XmlWriter().leaf('a', 'Testleerling\u0000')).toThrow(/^not-well-formed: a character that XML does not allow$/);
  });
});

describe('with a sink', () => {
  test('the document arrives in pieces of about 16 KB, whole characters each', () => {
    const pieces: string[] = [];
    const writer = new XmlWriter((piece) => pieces.push(piece)).open('r');
    for (let index = 0; index < 5000; index += 1) writer.leaf('t', '𝄞'.repeat(10));
    writer.close().end();
    expect(pieces.join('')).toBe(`<r>${`<t>${'𝄞'.repeat(10)}</t>`.repeat(5000)}</r>`);
    expect(pieces.length).toBeGreaterThan(5);
    for (const piece of pieces) {
      expect(piece.length).toBeLessThan(17_000);
      expect(Buffer.from(piece).toString()).toBe(piece);
    }
    expect(writer.toString()).toBe('');
  });

  test('the end of an incomplete document is an error', () => {
    expect(() => new XmlWriter(() => undefined).open('r').end()).toThrow(XmlError);
  });
});
