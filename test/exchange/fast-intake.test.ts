import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { FastIntake, type FastRequest } from '../../src/exchange/front/fast-intake.js';
import { HeaderIntake } from '../../src/exchange/front/header-intake.js';
import type { Reception } from '../../src/exchange/front/visitor.js';
import { EnvelopeReader } from '../../src/soap/envelope/envelope-reader.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { editText } from '../../src/synthetic/messages/text.js';
import { MessageDecoder } from '../../src/uwlr/decode.js';
import { Findings } from '../../src/uwlr/findings.js';
import type { Root } from '../../src/uwlr/grammar/grammar.js';
import type { Autorisatie } from '../../src/uwlr/messages/autorisatie.js';
import { keyOf, ROOTS } from '../../src/uwlr/messages/catalogue.js';
import { XmlTextDecoder } from '../../src/xml/encoding.js';
import { XmlReader } from '../../src/xml/reader.js';
import { XmlError } from '../../src/xml/xml-error.js';
import { afname, message, NAMESPACES, resultaat } from '../support/messages.js';
import { SEED } from '../support/seed.js';
import { share } from '../support/thorough.js';

const SAMPLES = '/work/shared/samples/requests';
const REQUESTS = ROOTS.filter(({ element }) => /verzoek/.test(element.name));
const LET_IN = { visitor: { party: {}, proof: {} } } as Reception;

const intake = new FastIntake(REQUESTS, new Map());

interface Read {
  readonly header: Autorisatie | undefined;
  readonly root: Root | undefined;
  readonly value: unknown;
  /** Nothing at all was found. */
  readonly isFlawless: boolean;
}

/** What the readers make of a request that say what is wrong. */
function readSlowly(bytes: Buffer, charset?: string): Read {
  const header = new HeaderIntake();
  let message: MessageDecoder | undefined;
  const envelope = new EnvelopeReader({
    header: (name, reader) => header.open(name, reader),
    body: (name) => {
      const root = REQUESTS.find((candidate) => keyOf(candidate) === name.key);
      message = root === undefined ? undefined : new MessageDecoder(root, new Findings('strict'));
      return message;
    },
  });
  const found = new Findings('strict');
  try {
    const decoder = new XmlTextDecoder(charset);
    const reader = new XmlReader(envelope);
    reader.decode(() => decoder.write(bytes));
    reader.decode(() => decoder.end());
    reader.end();
    header.report(found);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { header: header.value, root: message?.root, value: undefined, isFlawless: false };
  }
  const isFlawless = envelope.problems.length + found.count === 0 && message?.findings.count === 0 && !message.unsupported;
  return { header: header.value, root: message?.root, value: message?.value, isFlawless };
}

/** Whether the fast intake took a request. What it takes, the others read without a finding, as the same header and the same message. */
function takes(bytes: Buffer, charset?: string): boolean {
  let header: Autorisatie | undefined;
  const taken = intake.read(bytes, charset, (shown) => {
    header = shown;
    return LET_IN;
  });
  if (taken === undefined) return false;
  const slowly = readSlowly(bytes, charset);
  if (slowly.isFlawless && isDeepStrictEqual([header, taken.message.root, taken.message.value], [slowly.header, slowly.root, slowly.value]))
    return true;
  throw new Error(`the readers differ over ${bytes}`);
}

const WCF = message().replaceAll('soap:', 's:').replace('xmlns:soap', 'xmlns:s').replace('<?xml version="1.0" encoding="UTF-8"?>\n', '');
const ROOT_PREFIX = 'ns2:';
const JAVA = message()
  .replaceAll('soap:', 'SOAP-ENV:')
  .replace('xmlns:soap', 'xmlns:SOAP-ENV')
  .replace(
    `<leerresultaten_verzoek xmlns="${NAMESPACES.lr}">`,
    `<leerresultaten_verzoek xmlns:ns2="${NAMESPACES.lr}" xmlns:ns3="${NAMESPACES.oso}">`,
  )
  .replace(/(?<=<leerresultaten_verzoek.*)<(\/?)(?=[a-z])/g, `<$1${ROOT_PREFIX}`)
  .replace('<leerresultaten_verzoek', `<${ROOT_PREFIX}leerresultaten_verzoek`);

test('what the fast intake takes is what the other readers read, wherever a request was changed', () => {
  const random = new Random(SEED);
  let taken = 0;
  const count = share(12_000);
  for (let n = 0; n < count; n += 1) if (takes(Buffer.from(editText(random, random.pick([message(), WCF, JAVA]))))) taken += 1;
  expect(taken).toBeGreaterThan(count / 50);
  expect(taken).toBeLessThan(count);
});

test.each([
  ['a usual request', message()],
  ['one as Java writes', JAVA],
])('%s in which an element ends with its start tag, and what it held stands behind it, is left to the other readers', (_, text) => {
  const elements = [...text.matchAll(/<([A-Za-z][^\s>]*)([^>]*)>/g)];
  expect(elements.length).toBeGreaterThan(20);
  for (const { index, 0: tag, 1: name } of elements) {
    const behind = text.slice(index + tag.length).replace(`</${name}>`, '');
    const ended = `${text.slice(0, index)}${tag.slice(0, -1)}/>${behind}`;
    // Behind an envelope its prefix is not declared any more.
    const declared = ended.replaceAll(/<(soap|SOAP-ENV):(Header|Body)/g, `<$1:$2 xmlns:$1="${NAMESPACES.soap}"`);
    for (const one of [ended, declared]) expect(takes(Buffer.from(one))).toBe(false);
  }
});

describe('it takes', () => {
  const accents = message({ afnames: afname('leerling-é', resultaat('r-1')) });

  test.each<readonly [how: string, bytes: Buffer, charset: string | undefined]>([
    ['as WCF writes', Buffer.from(WCF), undefined],
    ['as Java writes', Buffer.from(JAVA), undefined],
    ['with a byte order mark', Buffer.from(`\ufeff${accents}`), undefined],
    ['in UTF-16', Buffer.from(`\ufeff${accents.replace('UTF-8', 'UTF-16')}`, 'utf16le'), undefined],
    ['in ISO-8859-1', Buffer.from(accents.replace('UTF-8', 'ISO-8859-1'), 'latin1'), undefined],
    ['in windows-1252, as the Content-Type says', Buffer.from(accents, 'latin1'), 'windows-1252'],
    [
      'with a header that is to be understood',
      Buffer.from(message().replace('<autorisatie ', '<autorisatie soap:mustUnderstand="1" ')),
      undefined,
    ],
  ])('a request %s', (_, bytes, charset) => {
    expect(readSlowly(bytes, charset).isFlawless).toBe(true);
    expect(takes(bytes, charset)).toBe(true);
  });
});

describe('it leaves to the other readers', () => {
  test.each([
    ['bytes that are no text', Buffer.from(message({ afnames: afname('leerling-é', resultaat('r-1')) }), 'latin1')],
    ['an encoding that nobody reads', Buffer.from(message().replace('UTF-8', 'EBCDIC'))],
    ['SOAP 1.2', Buffer.from(message().replace(NAMESPACES.soap, 'http://www.w3.org/2003/05/soap-envelope'))],
    ['no header', Buffer.from(message({ header: '' }))],
    ['another header block', Buffer.from(message().replace('</soap:Header>', '<x xmlns="urn:x"/></soap:Header>'))],
    ['a header for another receiver', Buffer.from(message().replace('<autorisatie ', '<autorisatie soap:actor="urn:x" '))],
    ['header children in no namespace', Buffer.from(message().replace('<klantcode>', '<klantcode xmlns="">'))],
    ['another message', Buffer.from(message().replaceAll('leerresultaten_verzoek', 'iets'))],
    ['two messages', Buffer.from(message().replace('</soap:Body>', '<x xmlns="urn:x"/></soap:Body>'))],
    ['something behind the body', Buffer.from(message().replace('</soap:Body>', '</soap:Body><x xmlns="urn:x"/>'))],
    ['half a request', Buffer.from(message()).subarray(0, 900)],
    ['nothing', Buffer.alloc(0)],
  ])('%s', (_, bytes) => {
    expect(takes(bytes)).toBe(false);
  });
});

describe('who it is from', () => {
  const asked = (bytes: Buffer, reception: Reception): readonly [taken: FastRequest | undefined, headers: readonly Autorisatie[]] => {
    const headers: Autorisatie[] = [];
    const taken = intake.read(bytes, undefined, (header) => {
      headers.push(header);
      return reception;
    });
    return [taken, headers];
  };

  test('is asked once, and nothing is read for a stranger', () => {
    const [taken, headers] = asked(Buffer.from(message()), LET_IN);
    expect([taken?.message.version, headers.map(({ klantcode }) => klantcode)]).toEqual(['2.2', ['TESTEA']]);
    expect(asked(Buffer.from(message()), {})).toEqual([undefined, headers]);
  });

  test('is asked as soon as the message begins, and only then', () => {
    const bytes = Buffer.from(message());
    const begin = bytes.indexOf('<leerresultaten_verzoek');
    const looked = (length: number, reception: Reception): readonly [isKnown: boolean, asked: number] => {
      let asked = 0;
      const isKnown = intake.look(bytes.subarray(0, length), undefined, () => {
        asked += 1;
        return reception;
      });
      return [isKnown, asked];
    };
    expect(looked(begin + 10, LET_IN)).toEqual([false, 0]);
    expect(looked(begin + 200, LET_IN)).toEqual([true, 1]);
    expect(looked(begin + 200, {})).toEqual([false, 1]);
    expect(looked(bytes.length, LET_IN)).toEqual([true, 1]);
  });

  test('is not asked of a request that names nobody, or that brings nothing', () => {
    for (const text of [
      message({ klantnaam: '' }),
      message().replaceAll('leerresultaten_verzoek', 'iets'),
      message().replace('<soap:Body>', ''),
    ])
      expect(asked(Buffer.from(text), LET_IN)).toEqual([undefined, []]);
  });

  test('decides by which version a message is read that says none', () => {
    const text = message().replace('<xsdversie>2.2</xsdversie>', '');
    expect(readSlowly(Buffer.from(text)).isFlawless).toBe(false);
    expect(asked(Buffer.from(text), LET_IN)[0]).toBeUndefined();
  });
});

(existsSync(SAMPLES) ? test : test.skip)('of the real requests it takes all in which nothing is found', () => {
  const files = readdirSync(SAMPLES);
  const read = files.map((file) => readFileSync(path.join(SAMPLES, file)));
  const flawless = read.filter((bytes) => readSlowly(bytes).isFlawless);
  process.stdout.write(`${flawless.length} of ${files.length} real requests are flawless\n`);
  expect(read.filter((bytes) => takes(bytes))).toEqual(flawless);
  expect(flawless.length).toBeGreaterThan(10);
});
