import fc from 'fast-check';

/** A piece of a flood: its text, for the `n`th time. */
export type Piece = (n: number) => string;

const PREFIXES = ['', 'p:', 'q:'];
const NAMES = [
  'a',
  'toetsafname',
  'resultaten',
  'resultaat',
  'toets',
  'school',
  'autorisatie',
  'Header',
  'detail',
  `lang${'g'.repeat(200)}`,
];
const URIS = ['u', 'urn:1', 'urn:2', 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten', `urn:${'u'.repeat(500)}`];

/** A text that is the same each time, or another one. */
const varied = (text: string): fc.Arbitrary<Piece> => fc.boolean().map((isOther) => (n: number) => (isOther ? `${text}${n}` : text));

const repeated = (text: string): fc.Arbitrary<Piece> => fc.integer({ min: 0, max: 300 }).map((times) => () => text.repeat(times));

const attributes: fc.Arbitrary<Piece> = fc
  .tuple(
    fc.constantFrom(0, 1, 5, 30, 31),
    fc.constantFrom('', 'xmlns:', 'xmlns:', 'mix'),
    fc.boolean(),
    fc.boolean(),
    fc.constantFrom(...URIS),
  )
  .map(([count, kind, othersEachTime, otherValues, uri]) => (n: number) => {
    const one = (at: number) => {
      const prefix = kind === 'mix' ? (at % 2 === 0 ? 'xmlns:' : '') : kind;
      return ` ${prefix}n${othersEachTime ? `${n}x` : ''}${at}="${uri}${otherValues ? n : ''}"`;
    };
    return Array.from({ length: count }, (_, at) => one(at)).join('');
  });

const inner: fc.Arbitrary<Piece> = fc.oneof(
  repeated('x'),
  repeated('\r'),
  repeated(']'),
  repeated('x<!---->'),
  repeated('<![CDATA[]]>'),
  repeated('<![CDATA[x]]>'),
  repeated('&lt;'),
  repeated('&#x41;'),
  repeated('<?a ?x?>'),
  repeated('<!--- - -->'),
  repeated('<a/>'),
  repeated('<toetsafname/>'),
  repeated('<resultaat key=""/>'),
);

const element: fc.Arbitrary<Piece> = fc
  .tuple(
    fc.constantFrom(...PREFIXES),
    fc.constantFrom(...NAMES).chain(varied),
    attributes,
    fc.option(inner),
    fc.constantFrom(...URIS),
    fc.boolean(),
  )
  .map(([prefix, name, list, content, uri, isVaried]) => (n: number) => {
    const tag = `${prefix}${name(n)}`;
    const declared = prefix === '' ? '' : ` xmlns:${prefix.slice(0, 1)}="${uri}${isVaried ? n : ''}"`;
    return content === null ? `<${tag}${declared}${list(n)}/>` : `<${tag}${declared}${list(n)}>${content(n)}</${tag}>`;
  });

/** A short element with a declaration or an attribute that is another one each time. */
const short: fc.Arbitrary<Piece> = fc.constantFrom('xmlns', 'xmlns:q', 'q').map((attribute) => (n: number) => `<a ${attribute}="${n}"/>`);

/** Elements with declarations of their own, one in the other, and what then stands within all of them. */
const nested: fc.Arbitrary<Piece> = fc
  .tuple(fc.constantFrom(1, 10, 50), attributes, fc.oneof(short, element), fc.constantFrom(10, 3000))
  .map(([depth, list, piece, times]) => (n: number) => {
    const open = Array.from({ length: depth }, (_, level) => `<a${list(n * depth + level)}>`).join('');
    const within = flooded((at) => piece(n * times + at), times * 10);
    return `${open}${within}${'</a>'.repeat(depth)}`;
  });

/** What a flood is made of: the same few pieces, over and over. */
export const floods: fc.Arbitrary<Piece> = fc
  .array(fc.oneof({ weight: 3, arbitrary: element }, { weight: 2, arbitrary: nested }, { weight: 1, arbitrary: inner }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((pieces) => (n: number) => pieces.map((piece) => piece(n)).join(''));

/** The flood, until it is about so long. */
export function flooded(piece: Piece, characters: number): string {
  const parts: string[] = [];
  for (let [n, length] = [0, 0]; length < characters && n < characters; n++) {
    const part = piece(n);
    parts.push(part);
    length += part.length + 1;
  }
  return parts.join('');
}
