import type { SimpleType } from '../../uwlr/grammar/simple-type.js';
import type { Random } from './random.js';

const EDGES: Readonly<Record<string, (random: Random) => string>> = {
  'xs:date': (random) => day(random) + zone(random),
  'xs:dateTime': (random) => `${day(random)}T${time(random)}${zone(random)}`,
  'xs:anyURI': uri,
  'xs:decimal': (random) => sign(random) + digits(random) + random.pick(['', '.', `.${digits(random)}`, 'e1', ',5']),
  'xs:int': (random) =>
    random.chance(0.5)
      ? sign(random) + zeros(random) + random.pick(['2147483647', '2147483648', '2147483649', '4294967296', '9999999999'])
      : whole(random),
  'xs:integer': whole,
  'xs:nonNegativeInteger': whole,
  'xs:positiveInteger': whole,
};

/** A text near the limits of what a type accepts, on either side of them. */
export function edgeText(random: Random, type: SimpleType): string {
  const number = (facet: string) => Number(type.xsd.facets.find(([name]) => name === facet)?.[1] ?? Number.NaN);
  const most = number('maxLength');
  if (type.xsd.base === 'xs:string' && !Number.isNaN(most)) return ofLength(random, most + random.between(-1, 1));
  const pattern = type.xsd.facets.some(([name]) => name === 'pattern');
  if (pattern) return otherScript(random, random.pick(type.samples));
  const bound = type.xsd.facets.find(([name]) => name.endsWith('Inclusive'))?.[1];
  if (bound !== undefined && random.chance(0.5))
    return sign(random) + zeros(random) + bound + random.pick(['', '0', '.', '.0', '.001', `.${'0'.repeat(30)}1`]);
  return EDGES[type.xsd.base]?.(random) ?? '';
}

/** Characters of one, two and three bytes, and pairs of surrogates: lengths count none of those. */
function ofLength(random: Random, length: number): string {
  const characters = random.pick([['x'], ['é'], ['€'], ['𝄞'], ['x', '𝄞', '€'], ['e', '\u0301'], [' '], ['&']]);
  return Array.from({ length }, () => random.pick(characters)).join('');
}

/** Digits and capitals of other scripts, and what only looks like them, in place of some of the ASCII ones. */
export function otherScript(random: Random, text: string): string {
  const changed = random.between(1, 4);
  return text.replace(/[0-9A-Z]/g, (character, at: number) => {
    if (at % changed !== 0) return character;
    if (/[0-9]/.test(character)) return random.chance(0.8) ? random.pick(['٣', '０', '߂', '𝟘']) : random.pick(['²', '½', '一']);
    return random.chance(0.8) ? random.pick(['Ä', 'Ω', 'Ж', '𐐀']) : random.pick(['Ⅷ', 'ǅ', 'ß']);
  });
}

function day(random: Random): string {
  const year = random.pick([
    '2024',
    '2025',
    '2000',
    '1900',
    '0001',
    '0000',
    '-0001',
    '-0004',
    '12345',
    '02025',
    '999999999',
    '2147483647',
    '2147483648',
    '25',
    '+2025',
  ]);
  const month = random.pick(['01', '02', '02', '04', '12', '13', '00', '1']);
  return `${year}-${month}-${random.pick(['01', '28', '29', '30', '31', '32', '00', '1'])}`;
}

function time(random: Random): string {
  const hour = random.pick(['00', '09', '23', '24', '24', '25', '9']);
  const minute = random.pick(['00', '00', '59', '60']);
  return `${hour}:${minute}:${random.pick(['00', '00', '59', '60', '61'])}${random.pick(['', '', '.0', '.000', '.5', '.1234567', '.', ',5', '.9999999999999'])}`;
}

function zone(random: Random): string {
  return random.pick([
    '',
    '',
    'Z',
    'z',
    '+00:00',
    '-00:00',
    '+01:00',
    '+13:59',
    '+14:00',
    '-14:00',
    '+14:01',
    '+15:00',
    '+1:00',
    '+0100',
    ' Z',
    '+12:60',
  ]);
}

function uri(random: Random): string {
  const scheme = random.pick(['', '', 'http:', 'urn:', 'x+y.z-1:', '1:', ':', 'é:', 'HTTP:']);
  const authority = random.pick([
    '',
    '',
    '//',
    '//a',
    '//a:80',
    '//a@b',
    '//a:b@c:9',
    '//[::1]',
    '//[::1',
    '//[x]:1',
    '//a:b',
    '//é',
    '//%41',
    '//%4',
    '//a@b@c',
    '//1.2.3.4',
    '//a:2147483647',
  ]);
  const path = random.pick([
    '',
    '/',
    '/a/b',
    'a',
    'a:b',
    '/a:b',
    './a:b',
    '//',
    '/[',
    '/%',
    '/%41',
    '/a b',
    '/é',
    '/{}|\\^`"<>',
    '/..;a=b',
  ]);
  const query = random.pick(['', '', '?', '?a=b', '?a?b', '?[', '?%zz', '?é']);
  return scheme + authority + path + query + random.pick(['', '', '#', '#a', '#a#b', '#[1]', '#%41', '#%4', '#/?']);
}

function whole(random: Random): string {
  return sign(random) + digits(random) + random.pick(['', '', '', '.0', '.']);
}

function digits(random: Random): string {
  return zeros(random) + random.pick(['0', '1', '9', '255', '256', '12', '1234567890123456789', '9'.repeat(25), '1'.repeat(1001), '']);
}

function zeros(random: Random): string {
  return random.pick(['', '', '0', '000', '0'.repeat(40)]);
}

function sign(random: Random): string {
  return random.pick(['', '', '', '+', '-', '--', '+-']);
}
