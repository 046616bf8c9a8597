import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Random } from '../../src/synthetic/messages/random.js';
import { editText } from '../../src/synthetic/messages/text.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { decodeText } from '../support/decode-text.js';
import { extensions } from '../support/judges.js';
import { readFast } from '../support/read-fast.js';
import { SEED } from '../support/seed.js';
import { share } from '../support/thorough.js';
import {
  decodeTrial,
  explanationOf,
  makeTrial,
  OTHER_ROOTS,
  PUPIL_ROOTS,
  RESULT_ROOTS,
  type Trial,
  textOfTrial,
  type Weighted,
} from '../support/trial.js';
import { usualText } from '../support/usual-text.js';
import { OwnJudges } from '../support/variants.js';
import { afname, oso, resultaat, verzoek } from './support/results-text.js';

const own = new OwnJudges();
afterAll(() => own.dispose());

/**
 * Whether the decoder finds nothing in a text, and whether the fast reader took it. What it takes, the decoder reads without a finding, by the
 * same version, and as the same value.
 */
function tried(trial: Trial, text: string): { readonly isValid: boolean; readonly isTaken: boolean } {
  const { root, version, profile, seed } = trial;
  const { value, findings, version: read } = decodeTrial(trial, text);
  const isValid = findings.count === 0;
  const fast = readFast(text, root, { version, profile, extensions });
  if (fast === undefined) return { isValid, isTaken: false };
  const same = isDeepStrictEqual(fast.value, value) && JSON.stringify(fast.value) === JSON.stringify(value);
  if (same && fast.version === read && isValid) return { isValid, isTaken: true };
  throw new Error(`seed ${seed}: the decoder finds ${findings.list.map(({ rule }) => rule)} in ${text}`);
}

interface Counts {
  valid: number;
  taken: number;
}

/** Messages of a side of the standard, mutated or not, in several manners of writing; then with changes anywhere in their text. */
function compared(roots: Weighted, messages: number): Readonly<Record<'unchanged' | 'mutated' | 'dressed' | 'edited', Counts>> {
  const counts = {
    unchanged: { valid: 0, taken: 0 },
    mutated: { valid: 0, taken: 0 },
    dressed: { valid: 0, taken: 0 },
    edited: { valid: 0, taken: 0 },
  };
  const count = (what: keyof typeof counts, trial: Trial, text: string) => {
    const { isValid, isTaken } = tried(trial, text);
    if (isValid) counts[what].valid += 1;
    if (!isTaken) return;
    counts[what].taken += 1;
    const judge = own.of(trial.version, trial.profile);
    if (what !== 'edited' && !judge.judge(text).valid && explanationOf(trial, judge) === undefined) {
      throw new Error(`seed ${trial.seed}: libxml2 does not accept ${text}`);
    }
  };
  for (let seed = SEED; seed < SEED + messages; seed += 1) {
    const trial = makeTrial(seed, roots);
    const random = new Random(seed);
    const usual = usualText(trial.tree, random);
    count(trial.mutations.length === 0 ? 'unchanged' : 'mutated', trial, usual);
    count('dressed', trial, textOfTrial(trial, trial.tree));
    for (let n = 0; n < 2; n += 1) count('edited', trial, editText(random, usual));
  }
  return counts;
}

describe.each([
  ['results', RESULT_ROOTS, 2000],
  ['pupils', PUPIL_ROOTS, 1000],
  ['files and UWLR 1.0', OTHER_ROOTS, 1000],
] as const)('messages with %s', (name, roots, messages) => {
  test('what the fast reader takes is what the decoder reads, and valid to libxml2; it takes all that is written as programs write', () => {
    const counts = compared(roots, share(messages));
    process.stdout.write(`${name}: ${JSON.stringify(counts)}\n`);
    const { unchanged, mutated, dressed } = counts;
    expect(unchanged.taken).toBe(unchanged.valid);
    expect(mutated.taken).toBeGreaterThan(mutated.valid / 2);
    expect(dressed.taken).toBeGreaterThan(0);
  }, 300_000);
});

const LR = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';
const read = (text: string) => readFast(text, leerresultatenVerzoek);
const infourl = (text: string) => verzoek({ afnames: afname(resultaat({ after: `<infourl>${text}</infourl>` })) });

describe('it takes', () => {
  test.each([
    ['references', infourl('?a=1&amp;b=&#50;&#x33;')],
    ['characters beyond ASCII', infourl('é – 𝄞')],
    ['brackets that end no section', infourl('a]]&gt;[b]>]')],
    ['an element without content', verzoek({ afnames: afname(resultaat({ figures: oso('<o:toetsscore/>') })) })],
    ['a second prefix for a namespace', verzoek().replace('<school>', `<z:school xmlns:z="${LR}">`).replace('</school>', '</z:school>')],
    ['apostrophes around a value', verzoek().replace('key="r-1"', "key='r-1'")],
    ['blanks in a tag', verzoek().replace('key="r-1"', '\n key="r-1" ')],
    ['line ends of Windows between elements', verzoek().replaceAll('\n', '\r\n')],
    ['2.2.1', verzoek().replace('>2.2<', '>2.2.1<')],
  ])('%s', (_, text) => {
    const { value, findings } = decodeText(text, leerresultatenVerzoek);
    expect(findings.list).toEqual([]);
    expect(read(text)?.value).toEqual(value);
  });
});

describe('it leaves to the decoder', () => {
  const blank = ' '.repeat(65_537);
  const many = (count: number, make: (n: number) => string) => Array.from({ length: count }, (_, n) => make(n)).join('');

  test.each([
    ['a message without its version', verzoek().replace('<xsdversie>2.2</xsdversie>', '')],
    ['a version that is not supported', verzoek().replace('>2.2<', '>3.0<')],
    ['a text that is no value', infourl('')],
    ['a key twice', verzoek({ afnames: afname(resultaat() + resultaat()) })],
    ['a test that is not defined', verzoek({ afnames: afname(resultaat({ toets: 'T2' })) })],
    ['a comment', verzoek().replace('<school>', '<school><!-- -->')],
    ['a CDATA section', infourl('<![CDATA[a]]>')],
    ['the end of a section in a text', infourl('a]]>')],
    ['a document type', `<!DOCTYPE a>${verzoek()}`],
    ['XML 1.1', `<?xml version="1.1"?>${verzoek()}`],
    ['a reference to no character', infourl('&#0;')],
    ['a reference to an entity', infourl('&eacute;')],
    ['a character that XML does not allow', infourl('a\u0001')],
    ['a noncharacter', infourl('a\ufffe')],
    ['a line end that is to be changed', infourl('a\r\nb')],
    ['a prefix without a declaration', verzoek().replace('<school>', '<q:school>').replace('</school>', '</q:school>')],
    ['an attribute twice', verzoek().replace('key="r-1"', 'key="r-1" key="r-1"')],
    ['a declaration twice', verzoek().replace('<school>', `<school xmlns:z="${LR}" xmlns:z="${LR}">`)],
    ['another declaration on an expected name', verzoek().replace('<school>', '<school xmlns="urn:x">')],
    ['an attribute of nobody', verzoek().replace('<school>', '<school lang="nl">')],
    ['something behind the end', `${verzoek()}<!-- -->`],
    ['an end that does not come', verzoek().slice(0, -3)],
    ['a text beyond the limit', infourl('a'.repeat(65_537))],
    ['white space beyond the limit', verzoek().replace('<school>', `${blank}<school>`)],
    ['attributes beyond the limit', verzoek().replace('<school>', `<school${many(33, (n) => ` xmlns:p${n}="${LR}"`)}>`)],
    ['a namespace beyond the limit', verzoek().replace('<school>', `<school xmlns:a="${'a'.repeat(1025)}">`)],
  ])('%s', (_, text) => {
    expect(read(verzoek())).toBeDefined();
    expect(read(text)).toBeUndefined();
  });
});

test('a message that was let go of is read again, as the same value, and with the same places', () => {
  let read = 0;
  for (let seed = SEED; seed < SEED + 60; seed += 1) {
    const trial = makeTrial(seed, RESULT_ROOTS);
    const fast = readFast(usualText(trial.tree, new Random(seed)), trial.root, { version: trial.version, extensions });
    if (fast === undefined) continue;
    const [value, place] = [fast.value, fast.locate(trial.root.element.name, 0)];
    fast.release();
    expect(fast.value).not.toBe(value);
    expect(fast.value).toEqual(value);
    fast.release();
    expect(fast.locate(trial.root.element.name, 0)).toEqual(place);
    read += 1;
  }
  expect(read).toBeGreaterThan(10);
});

test('it says where things stand as the decoder does', () => {
  for (let seed = SEED; seed < SEED + 60; seed += 1) {
    const trial = makeTrial(seed, RESULT_ROOTS);
    const text = usualText(trial.tree, new Random(seed));
    const fast = readFast(text, trial.root, { version: trial.version, extensions });
    if (fast === undefined) continue;
    const { decoder } = decodeTrial(trial, text);
    for (const path of decoder.decoder.compiled.located)
      for (let n = 0; n < 5; n += 1) expect([path, n, fast.locate(path, n)]).toEqual([path, n, decoder.locate(path, n)]);
  }
});

test('it says where things stand in a long message, from whichever end it is asked', () => {
  const results = Array.from({ length: 2000 }, (_, n) => resultaat({ key: `r-${n}` }));
  const text = verzoek({ afnames: afname(results.join('\n')) });
  expect(text.length).toBeGreaterThan(3 * 65_536);
  const { decoder } = decodeText(text, leerresultatenVerzoek);
  const path = decoder.decoder.compiled.located.find((one) => one.endsWith('/resultaat')) as string;
  const places = [0, 1000, 1999, 2000].map((n) => decoder.locate(path, n));
  expect(places.map(({ line }) => line > 0)).toEqual([true, true, true, false]);
  for (const order of [
    [0, 1, 2, 3],
    [2, 0, 1],
    [3, 1],
  ]) {
    const fast = read(text);
    for (const at of order) expect(fast?.locate(path, [0, 1000, 1999, 2000][at] as number)).toEqual(places[at]);
  }
});

test('messages with ever other prefixes are read, but not one that has very many', () => {
  const prefixed = (prefix: string) => verzoek().replaceAll('o:', `${prefix}:`).replaceAll('xmlns:o=', `xmlns:${prefix}=`);
  for (let n = 0; n < 1000; n += 1) expect(read(prefixed(`p${n}`))).toBeDefined();
  const results = Array.from({ length: 200 }, (_, n) => resultaat({ key: `r-${n}` }).replace('<score>', `<score xmlns:q${n}="${LR}">`));
  expect(read(verzoek({ afnames: afname(results.slice(0, 40).join('')) }))).toBeDefined();
  expect(read(verzoek({ afnames: afname(results.join('')) })) === undefined).toBe(true);
});
