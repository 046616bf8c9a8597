import type { ConformanceTest } from '../../../conformance-test.js';
import type { SoapAnswer } from '../../../reader/soap-answer.js';
import { child, declaredEncoding, type XmlNode } from '../../../reader/xml-node.js';
import type { ReceivedAnswer } from '../../../traffic/exchange.js';
import { type Evidence, notApplicable, type Outcome, skip } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { differences, inWordsOf } from '../../same-data.js';
import { type Described, dataIn, holds, lookAtEach, ofUsualAnswer, onceAnswered, seen } from '../looking.js';

/** Of the name of an encoding; the longest known one has half of it. */
const MOST_LETTERS = 40;
const NAMES = ['achternaam', 'voorvoegsel', 'voornamen', 'roepnaam', 'naam'];

/** Answers with pupil data as HTTP and XML have them. */
export const WIRE_TESTS: readonly ConformanceTest<LasSubject>[] = [
  ofRaw(
    {
      id: 'las/wire/content-type',
      requirement: 'LAS-HTTP-51',
      level: 'connect',
      en: 'The Content-Type of the answer is text/xml',
      nl: 'Het Content-Type van het antwoord is text/xml',
      advice: {
        en: 'The answer does not say that it is text/xml: most SOAP stacks refuse it then.',
        nl: 'Het antwoord zegt niet dat het text/xml is: de meeste SOAP-software weigert het dan.',
      },
    },
    ({ headers }, evidence) => {
      const type = mediaType(headers);
      return holds(
        type === 'text/xml',
        'text/xml',
        /^[\w.+-]{1,40}\/[\w.+-]{1,40}$/.test(type) ? type : 'no media type',
        evidence(`Content-Type ${type}`),
      );
    },
  ),
  ofRaw(
    {
      id: 'las/wire/charset',
      requirement: 'LAS-HTTP-52',
      en: 'The Content-Type names the charset',
      nl: 'Het Content-Type noemt de charset',
    },
    ({ headers }, evidence) =>
      holds(charset(headers) !== undefined, 'charset in Content-Type', 'none', evidence(`charset ${charset(headers)}`)),
  ),
  ofRaw(
    { id: 'las/wire/utf-8', requirement: 'LAS-HTTP-53', en: 'The answer is in UTF-8', nl: 'Het antwoord is in UTF-8' },
    ({ headers, body }, evidence) => {
      const encoding = charset(headers) ?? declaredEncoding(body)?.toLowerCase() ?? 'utf-8';
      return holds(encoding === 'utf-8', 'utf-8', encoding, evidence(`encoding ${encoding}`));
    },
  ),
  ofRaw(
    {
      id: 'las/wire/encoding',
      requirement: 'LAS-HTTP-54',
      en: 'The bytes are in the encoding that is named',
      nl: 'De bytes staan in de genoemde codering',
    },
    ({ headers, body }, evidence) => {
      const named = [charset(headers), declaredEncoding(body)?.toLowerCase()].filter((one) => one !== undefined);
      const [first = 'utf-8', second = first] = named;
      if (!sameEncoding(first, second))
        return holds(false, 'one encoding', `${first} in Content-Type, ${second} in the XML declaration`, evidence('two encodings'));
      return holds(
        isIn(body, first),
        `bytes that are ${first}`,
        `bytes that are no ${first}`,
        evidence(`${body.length} bytes, all of them ${first}`),
      );
    },
  ),
  ofRaw(
    {
      id: 'las/wire/no-mark',
      requirement: 'LAS-HTTP-55',
      en: 'The answer has no byte order mark',
      nl: 'Het antwoord heeft geen byte order mark',
    },
    ({ body }, evidence) => {
      const [one, two, three] = body;
      const marked = (one === 0xef && two === 0xbb && three === 0xbf) || (one === 0xfe && two === 0xff) || (one === 0xff && two === 0xfe);
      return holds(
        !marked,
        'no byte order mark',
        'a byte order mark',
        evidence(`the answer starts with ${body[0] === 0x3c ? '<' : 'another sign'}`),
      );
    },
  ),
  ofUsualAnswer(
    { id: 'las/wire/whole-names', requirement: 'LAS-HTTP-56', en: 'Names come through whole', nl: 'Namen komen heel over' },
    (found) => {
      const { pupils, staff, baseGroups, combinedGroups } = found.data;
      const named = [...pupils, ...staff, ...baseGroups, ...combinedGroups].flatMap((one) =>
        NAMES.flatMap((name): XmlNode[] => [child(one, name)].flatMap((part) => part ?? [])),
      );
      return lookAtEach(found, {
        nodes: named,
        name: 'names',
        expected: 'no sign of text that was encoded twice, or lost',
        rule: 'LAS-HTTP-56',
        wrong: ({ text }) => (/[\u00c2\u00c3][\u0080-\u00bf]|\ufffd/.test(text) ? 'text that was encoded twice, or lost' : undefined),
      });
    },
  ),
  ofRaw(
    {
      id: 'las/wire/no-doctype',
      requirement: 'LAS-HTTP-57',
      en: 'The answer has no document type',
      nl: 'Het antwoord heeft geen documenttype',
    },
    ({ body }, evidence) =>
      holds(
        !/<!DOCTYPE/i.test(body.toString('latin1')),
        'no document type',
        'a document type',
        evidence(`${body.length} bytes looked at: no document type`),
      ),
  ),
  ofRaw(
    {
      id: 'las/wire/no-instructions',
      requirement: 'LAS-HTTP-58',
      level: 'full',
      en: 'The answer has no processing instructions',
      nl: 'Het antwoord heeft geen verwerkingsinstructies',
    },
    ({ body }, evidence) => {
      const instructions = [...body.toString('latin1').matchAll(/<\?([\w.-]{1,60})/g)].filter(([, name]) => name !== 'xml');
      return holds(
        instructions.length === 0,
        'none',
        `${instructions.length} processing instructions`,
        evidence(`${body.length} bytes looked at: no processing instruction`),
      );
    },
  ),
  ofRaw(
    {
      id: 'las/wire/not-compressed-unasked',
      requirement: 'LAS-HTTP-59',
      level: 'full',
      en: 'The answer is not compressed without being asked',
      nl: 'Het antwoord is niet ongevraagd gecomprimeerd',
    },
    ({ headers }, evidence) => {
      const coding = headers['content-encoding'] ?? 'identity';
      return holds(
        coding === 'identity',
        'no compression',
        'a compressed answer',
        evidence(`Content-Encoding ${coding === 'identity' ? coding : 'other'}`),
      );
    },
  ),
  onceAnswered(
    {
      id: 'las/wire/gzip-accepted',
      requirement: 'LAS-HTTP-60',
      level: 'full',
      en: 'A caller that accepts gzip gets the same data',
      nl: 'Een vrager die gzip accepteert, krijgt dezelfde gegevens',
    },
    async (las) => {
      const answer = await las.ask('leerlinggegevens_verzoek', {}, { headers: { 'Accept-Encoding': 'gzip' } });
      const [usual, found] = [dataIn(await las.pupils()), dataIn(answer)];
      if (usual === undefined) return skip('the usual question got no pupil data');
      if (found === undefined) return holds(false, 'the same data', 'no pupil data', seen(answer));
      const different = differences(usual.data, found.data);
      const coding = answer.exchange.answer?.headers['content-encoding'] === undefined ? 'not compressed' : 'compressed';
      const told = { ...seen(answer), text: `the same ${found.data.pupils.length} leerling, ${coding}` } as const;
      return holds(different.length === 0, 'the same data', inWordsOf(different), told);
    },
  ),
];

type Tell = (text: string) => Evidence;

/** A test of the usual answer as it came. */
function ofRaw(test: Described, judge: (answer: ReceivedAnswer, evidence: Tell) => Outcome): ConformanceTest<LasSubject> {
  return onceAnswered(test, async (las) => {
    const answer: SoapAnswer = await las.pupils();
    const received = answer.exchange.answer;
    if (received === undefined) return notApplicable('there is no answer');
    return judge(received, (text) => ({ kind: 'header', text, exchange: answer.exchange.number }));
  });
}

function mediaType({ 'content-type': type = '' }: ReceivedAnswer['headers']): string {
  return (type.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** In lower case; undefined when there is none, or what is there is no name. */
function charset({ 'content-type': type = '' }: ReceivedAnswer['headers']): string | undefined {
  return /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1]?.slice(0, MOST_LETTERS).toLowerCase();
}

/** UTF-16 is named with and without its order of bytes. */
function sameEncoding(one: string, other: string): boolean {
  return one === other || (one.startsWith('utf-16') && other.startsWith('utf-16'));
}

function isIn(body: Buffer, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(body);
    return true;
  } catch {
    return false;
  }
}
