import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { Tokenizer } from '../../src/xml/tokenizer.js';

type Parser = SaxesParser<{ position: false }>;

/** Attributes as pairs: the tokenizer has a list of them, saxes a dictionary. */
function entriesOf(attributes: object): [string, string][] {
  if (!Array.isArray(attributes)) return Object.entries(attributes);
  return attributes.map(({ name, value }: { name: string; value: string }) => [name, value]);
}

/** Every event with its position, and the error that ended it. */
function events(parser: Parser, written: readonly string[]): string[] {
  const seen: string[] = [];
  const at = () => `${parser.line}:${parser.column}`;
  parser.on('opentagstart', ({ name }) => seen.push(`<${name} ${at()}`));
  parser.on('opentag', ({ name, attributes }) => seen.push(`${name} ${JSON.stringify(entriesOf(attributes))} ${at()}`));
  parser.on('closetag', ({ name }) => seen.push(`/${name} ${at()}`));
  let text = '';
  const flush = () => {
    if (text !== '') seen.push(`text ${JSON.stringify(text)}`);
    text = '';
  };
  parser.on('text', (piece) => {
    text += piece;
    flush();
  });
  parser.on('cdata', (piece) => seen.push(`cdata ${piece}`));
  try {
    for (const piece of written) parser.write(piece);
    parser.close();
  } catch (error) {
    seen.push(`error ${(error as Error).message.split(':')[0]} ${at()}`);
  }
  return seen;
}

const pieces = ['<a>', '</a>', '<b x="1">', `<b  x='&lt;' y = "2"/>`, '</b>', '</b >', '<lange-naam>', '</lange-naam>', '<é>', '</é>'];
const others = [
  'text',
  ']]',
  '>',
  '&amp;',
  '&#65;',
  '&x;',
  'ü',
  '𝄞',
  '\r\n',
  '\n',
  '\r',
  ' ',
  '\t',
  '<!--c-->',
  '<![CDATA[x]]>',
  '<?pi x?>',
];
const faults = ['<a\n', '<a x="1"x="2">', '<a x="1" x="1">', '"', '=', '/', '<1>', '\u0001', '<', '<a'];
const markup = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...pieces) },
      { weight: 4, arbitrary: fc.constantFrom(...others) },
      { weight: 1, arbitrary: fc.constantFrom(...faults) },
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));
const nested = fc.letrec<{ node: string }>((tie) => ({
  node: fc
    .tuple(
      fc.constantFrom('a', 'b', 'lange-naam', 'x:y'),
      fc.constantFrom('', ' x="1"', ' y="&lt;"'),
      fc.array(fc.oneof(fc.constantFrom(...others), tie('node')), { maxLength: 4 }),
    )
    .map(([name, attributes, inner]) => `<${name}${attributes}>${inner.join('')}</${name}>`),
})).node;

describe('the tokenizer', () => {
  test('reports what plain saxes reports, wherever the text is cut', () => {
    const options = { position: false, forceXMLVersion: true, defaultXMLVersion: '1.0' } as const;
    fc.assert(
      fc.property(fc.oneof(markup, nested), fc.boolean(), fc.array(fc.nat(40), { maxLength: 6 }), (inner, wrapped, cuts) => {
        const text = wrapped ? `<r>${inner}</r>` : inner;
        const written: string[] = [];
        let from = 0;
        for (const cut of cuts) {
          written.push(text.slice(from, from + cut));
          from += cut;
        }
        written.push(text.slice(from));
        const mine = events(new Tokenizer() as unknown as Parser, written);
        expect(mine).toEqual(events(new SaxesParser(options) as unknown as Parser, written));
      }),
      { numRuns: 5000 },
    );
  });
});
