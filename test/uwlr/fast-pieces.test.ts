import { isDeepStrictEqual } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { Random } from '../../src/synthetic/messages/random.js';
import { editText } from '../../src/synthetic/messages/text.js';
import { MessageDecoder } from '../../src/uwlr/decode.js';
import { namespacesOf } from '../../src/uwlr/fast/fast-message.js';
import { FastPieces } from '../../src/uwlr/fast/fast-pieces.js';
import type { Policy } from '../../src/uwlr/finding.js';
import { Findings } from '../../src/uwlr/findings.js';
import type { Root } from '../../src/uwlr/grammar/grammar.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { Scopes } from '../../src/xml/fast/scope.js';
import type { XmlHandler } from '../../src/xml/reader.js';
import { XmlReader } from '../../src/xml/reader.js';
import { XmlError } from '../../src/xml/xml-error.js';
import { shown } from '../support/decode-text.js';
import { extensions } from '../support/judges.js';
import { SEED } from '../support/seed.js';
import { share } from '../support/thorough.js';
import { makeTrial, OTHER_ROOTS, PUPIL_ROOTS, RESULT_ROOTS, type Trial, textOfTrial } from '../support/trial.js';
import { usualText } from '../support/usual-text.js';
import { afname, oso, resultaat, toets, verzoek } from './support/results-text.js';

interface Manner extends Partial<Pick<Trial, 'version' | 'profile'>> {
  readonly policy?: Policy;
  /** Lengths of the pieces that the text comes in, over and over. */
  readonly pieces?: readonly number[];
}

interface Read {
  readonly value: unknown;
  readonly version: string;
  readonly found: readonly string[];
  readonly counts: readonly number[];
  readonly places: readonly (readonly unknown[])[];
  /** Why it could not be read to its end. */
  readonly error: readonly unknown[];
  /** Elements that the reader of single events saw. */
  readonly opened: number;
}

const scopes = new Map<Root, Scopes>();

function read(text: string, root: Root, ahead: boolean, { policy = 'strict', pieces = [text.length], ...options }: Manner): Read {
  const findings = new Findings(policy);
  const message = new MessageDecoder(root, findings, { ...options, extensions } as never);
  let opened = 0;
  const counting: XmlHandler = {
    open: (name, attributes, at) => {
      opened += 1;
      message.open(name, attributes, at);
    },
    text: (piece) => message.text(piece),
    close: () => message.close(),
  };
  const reader = new XmlReader(counting);
  const known = scopes.get(root) ?? new Scopes(namespacesOf([root], extensions));
  scopes.set(root, known);
  const fast = ahead ? new FastPieces(reader, () => message, known, extensions) : undefined;
  let error: readonly unknown[] = [];
  try {
    for (let [at, n] = [0, 0]; at < text.length; n += 1) {
      const length = pieces[n % pieces.length] as number;
      (fast ?? reader).write(text.slice(at, at + length));
      at += length;
    }
    fast?.flush();
    reader.end();
  } catch (thrown) {
    if (!(thrown instanceof XmlError)) throw thrown;
    error = [thrown.code, thrown.reason, thrown.line, thrown.column];
  }
  const { decoder } = message;
  const places = decoder.compiled.located.flatMap((path) => [0, 1, 2, 5, 40].map((n) => [path, n, decoder.locate(path, n)]));
  const counts = [findings.count, findings.errors];
  return { value: decoder.value, version: message.version, found: findings.list.map(shown), counts, places, error, opened };
}

/** What share of the elements was read ahead. Whatever the text: all else is the same. */
function ahead(text: string, root: Root, manner: Manner = {}): number {
  const slowly = read(text, root, false, manner);
  const { opened, ...fast } = read(text, root, true, manner);
  const { opened: all, ...expected } = slowly;
  expect(fast).toEqual(expected);
  if (!isDeepStrictEqual(fast.value, expected.value)) throw new Error('the values differ');
  expect(JSON.stringify(fast.value)).toBe(JSON.stringify(expected.value));
  return all === 0 ? 0 : 1 - opened / all;
}

const piecesOf = (random: Random) => Array.from({ length: 4 }, () => 1 + random.below(random.pick([3, 40, 400, 4000])));

describe.each([
  ['results', RESULT_ROOTS, 200],
  ['pupils', PUPIL_ROOTS, 100],
  ['files and UWLR 1.0', OTHER_ROOTS, 100],
] as const)('messages with %s', (_name, roots, messages) => {
  test('read ahead are what the decoder reads: value, findings, places and error', () => {
    let most = 0;
    for (let seed = SEED; seed < SEED + share(messages); seed += 1) {
      const trial = makeTrial(seed, roots);
      const { root, version, profile } = trial;
      const random = new Random(seed);
      const usual = usualText(trial.tree, random);
      const policy = random.pick(['strict', 'tolerant'] as const);
      for (const text of [usual, textOfTrial(trial, trial.tree), editText(random, usual), editText(random, usual)])
        most = Math.max(most, ahead(text, root, { version, profile, policy, pieces: piecesOf(random) }));
    }
    expect(most).toBeGreaterThan(0.3);
  }, 300_000);
});

/** A message with so many pupils. */
const large = (pupils: number, change = (text: string, _n: number) => text) =>
  verzoek({
    afnames: Array.from({ length: pupils }, (_, n) => {
      const figures = n % 3 === 0 ? oso('<o:toetsscore><o:aantalopgaven>9</o:aantalopgaven></o:toetsscore>') : '<score>7</score>';
      const results = [resultaat({ key: `sleutel-van-${n}-a` }), resultaat({ key: `sleutel-van-${n}-b`, figures })].join('\n');
      return change(afname(results, `<leerlingid>leerling-${n}</leerlingid>`), n);
    }).join('\n'),
    toetsen: [toets(), toets(undefined, 'T2')].join('\n'),
  });

describe('a message with many pupils', () => {
  const windows = (text: string) => text.replaceAll('\n', '\r\n');
  const changed = (change: (text: string) => string, every = 50) => large(300, (text, n) => (n % every === 7 ? change(text) : text));

  test.each<readonly [what: string, text: string, least: number]>([
    ['that is usual', large(300), 0.9],
    ['with line ends of Windows', windows(large(300)), 0.9],
    ['on one line', large(300).replaceAll('\n', ''), 0.9],
    ['with a comment in some', changed((text) => text.replace('<resultaten>', '<resultaten><!-- > -->')), 0.8],
    ['with a value that is none in some', changed((text) => text.replace('2026-01-14', 'gisteren')), 0.8],
    ['with keys that come twice', changed((text) => text.replace(/sleutel-van-\d+-b/, 'sleutel-van-3-a')), 0.8],
    ['with keys that come twice in a pupil', changed((text) => text.replace(/(sleutel-van-\d+)-b/, '$1-a')), 0.8],
    ['with tests that are not defined', changed((text) => text.replaceAll('T1', 'T9')), 0.9],
    ['with elements that nobody knows', changed((text) => text.replace('<resultaten>', '<extra>1</extra><resultaten>')), 0.8],
    ['with one out of order', changed((text) => text.replace(/(<leerlingid>.*?<\/leerlingid>)(.*)<\/toets/s, '$2$1</toets')), 0.8],
    ['with accents', changed((text) => text.replace('leerling-', 'leerling-é')), 0.9],
    ['with characters of two code units', changed((text) => text.replace('leerling-', 'leerling-𝄞')), 0],
    ['with a tag over two lines', changed((text) => text.replace('<resultaat key', '<resultaat\nkey')), 0.8],
    ['with blanks in a tag', changed((text) => text.replace('<resultaat key', '<resultaat \n key')), 0.9],
    ['with references', changed((text) => text.replace('leerling-', 'leerling-&amp;')), 0.9],
    ['without its end', large(300).slice(0, 50_000), 0.9],
    ['with a tag that is not closed', large(300, (text, n) => (n === 200 ? text.replace('</resultaten>', '') : text)), 0.3],
    ['with results of hundreds of kilobytes for a pupil', large(3, (text, n) => (n === 1 ? afname(manyResults(3000)) : text)), 0.9],
  ])('%s', (_, text, least) => {
    for (const policy of ['strict', 'tolerant'] as const) {
      expect(ahead(text, leerresultatenVerzoek, { policy, pieces: [32_768] })).toBeGreaterThanOrEqual(least);
      expect(ahead(text, leerresultatenVerzoek, { policy, pieces: [7, 900, 4001] })).toBeGreaterThanOrEqual(least);
    }
  });

  test.each([
    ['its head', (n: number) => windows(large(9)).replace('</school>', `${' '.repeat(n)}</school>`), [1024]],
    ['a character of two code units', (n: number) => windows(large(9)).replace('leerling-3<', `leerling-${'x'.repeat(n)}𝄞<`), [2048]],
  ] as const)('that comes in pieces which end within a line end of Windows, after %s', (_what, text, pieces) => {
    // One of every few lengths has a piece end there.
    for (let n = 0; n < 100; n += 1) ahead(text(n), leerresultatenVerzoek, { pieces });
  });

  test('written as no program writes is left to the decoder', () => {
    const unusual = large(300, (text) => text.replace('<resultaten>', '<resultaten><!-- -->'));
    expect(ahead(unusual, leerresultatenVerzoek)).toBeLessThan(0.1);
  });

  test('that declares ever new prefixes is left to the decoder, which bounds their number', () => {
    const declaring = large(600, (text, n) => text.replace('<toetsafname', `<toetsafname xmlns:p${n}="urn:x"`));
    expect(ahead(declaring, leerresultatenVerzoek, { pieces: [8192] })).toBeLessThan(0.5);
  });

  test('is not searched again and again for a closing tag that does not come', () => {
    const spaced = verzoek({ afnames: afname(manyResults(1500).replaceAll('</resultaat>', '</resultaat >')) });
    const searches = jest.spyOn(String.prototype, 'indexOf');
    try {
      expect(ahead(spaced, leerresultatenVerzoek)).toBeLessThan(0.1);
      expect(searches.mock.calls.filter(([text]) => text === '</resultaat>')).toHaveLength(1);
    } finally {
      searches.mockRestore();
    }
  });

  test('with more references than a message may have ends where it does without reading ahead', () => {
    const many = large(1500, (text) => text.replace('leerling-', `leerling-${'&amp;'.repeat(150)}`));
    expect(ahead(many, leerresultatenVerzoek, { pieces: [32_768] })).toBeGreaterThan(0.8);
  });
});

function manyResults(count: number): string {
  return Array.from({ length: count }, (_, n) => resultaat({ key: `r-${n}`, after: '<infourl>https://voorbeeld.nl/a?b=c</infourl>' })).join(
    '\n',
  );
}
