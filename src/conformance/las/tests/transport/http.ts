import type { ConformanceTest } from '../../../conformance-test.js';
import { envelopeOf } from '../../../messages/write.js';
import { inWords, type SoapAnswer } from '../../../reader/soap-answer.js';
import { attributeOf } from '../../../reader/xml-node.js';
import type { Sending } from '../../../traffic/http-client.js';
import { type Evidence, fail, type Outcome, pass } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { dataIn, type Seen } from '../looking.js';
import { BEFORE_QUESTIONS, came, withAnswer } from '../refusal.js';
import { judgeSame, otherThan, sameQuestion } from './same-answer.js';

const TYPE = { 'Content-Type': 'text/xml; charset=utf-8' };
const ACTION = { SOAPAction: '"HaalLeerlinggegevens"' };
const AT_ONCE = 5;
const IN_A_ROW = 20;
/** Half a megabyte, in pieces that no reader minds. */
const PADDING = `<!--${' '.repeat(1000)}-->`.repeat(512);

/** Sends the usual question as bytes, with other headers or in another way. */
function sendUsual(las: LasSubject, sending: Partial<Sending>): Promise<SoapAnswer> {
  return las.send({ url: las.config.url, body: envelopeOf(las.questionBody(), las.header()), headers: { ...TYPE, ...ACTION }, ...sending });
}

function withAction(requirement: string, name: string, en: string, nl: string, action: Readonly<Record<string, string>>) {
  return sameQuestion({ id: `las/http/${name}`, requirement, en, nl, send: (las) => sendUsual(las, { headers: { ...TYPE, ...action } }) });
}

/** A test of an answer, or of many. */
function judged(
  id: string,
  requirement: string,
  level: 'standard' | 'full',
  en: string,
  nl: string,
  judge: (las: LasSubject, control: Evidence, usual: Seen) => Promise<Outcome>,
): ConformanceTest<LasSubject> {
  const run = (las: LasSubject) => withAnswer(las, (control, usual) => judge(las, control, usual));
  return { id, requirement, revision: 1, level, en, nl, needs: BEFORE_QUESTIONS, run };
}

/** How the usual question travels. */
export const HTTP_TESTS: readonly ConformanceTest<LasSubject>[] = [
  withAction(
    'LAS-HTTP-01',
    'action-quoted',
    'A SOAPAction in quotes is accepted',
    'Een SOAPAction tussen aanhalingstekens wordt aanvaard',
    ACTION,
  ),
  withAction(
    'LAS-HTTP-02',
    'action-bare',
    'A SOAPAction without quotes is accepted',
    'Een SOAPAction zonder aanhalingstekens wordt aanvaard',
    {
      SOAPAction: 'HaalLeerlinggegevens',
    },
  ),
  withAction(
    'LAS-HTTP-03',
    'action-of-another',
    'The SOAPAction of another message makes no difference',
    'De SOAPAction van een ander bericht maakt niet uit',
    {
      SOAPAction: '"urn:uwlr-conform:anders"',
    },
  ),
  withAction('LAS-HTTP-03', 'action-empty', 'An empty SOAPAction makes no difference', 'Een lege SOAPAction maakt niet uit', {
    SOAPAction: '""',
  }),
  withAction(
    'LAS-HTTP-04',
    'action-absent',
    'A message without SOAPAction is accepted',
    'Een bericht zonder SOAPAction wordt aanvaard',
    {},
  ),
  sameQuestion({
    id: 'las/http/gzip',
    requirement: 'LAS-HTTP-05',
    en: 'A question compressed with gzip is answered',
    nl: 'Een met gzip gecomprimeerde vraag wordt beantwoord',
    send: (las) => sendUsual(las, { gzip: true }),
  }),
  judged(
    'las/http/not-compressed',
    'LAS-HTTP-06',
    'standard',
    'The answer is not compressed when only the plain form is accepted',
    'Het antwoord is niet gecomprimeerd als alleen de gewone vorm wordt aanvaard',
    async (las, control, usual) => {
      const answer = await sendUsual(las, { headers: { ...TYPE, ...ACTION, 'Accept-Encoding': 'identity' } });
      const encoding = answer.exchange.answer?.headers['content-encoding'];
      const seen = {
        kind: 'header',
        text: encoding === undefined ? 'no Content-Encoding' : 'a Content-Encoding',
        exchange: answer.exchange.number,
      } as const;
      if (encoding === undefined || encoding === 'identity') return withEvidence(judgeSame(answer, control, usual), seen);
      return fail({ expected: 'an answer that is not compressed', actual: 'a compressed answer', evidence: [seen, control] });
    },
  ),
  sameQuestion({
    id: 'las/http/chunked',
    requirement: 'LAS-HTTP-07',
    en: 'A question in chunks is answered',
    nl: 'Een vraag in delen (chunked) wordt beantwoord',
    send: (las) => sendUsual(las, { chunked: true }),
  }),
  sameQuestion({
    id: 'las/http/expect',
    requirement: 'LAS-HTTP-08',
    en: 'A caller that waits for 100 Continue is answered',
    nl: 'Een afzender die op 100 Continue wacht, krijgt antwoord',
    send: (las) => sendUsual(las, { manner: 'expect' }),
  }),
  sameQuestion({
    id: 'las/http/version-1-0',
    requirement: 'LAS-HTTP-09',
    en: 'A client of HTTP/1.0 is answered, without chunks',
    nl: 'Een client met HTTP/1.0 krijgt antwoord, zonder chunks',
    send: (las) => sendUsual(las, { manner: 'http/1.0' }),
  }),
  sameQuestion({
    id: 'las/http/slow',
    requirement: 'LAS-HTTP-10',
    level: 'full',
    en: 'A question that comes in pieces, in half a second, is answered',
    nl: 'Een vraag die in stukken binnenkomt, in een halve seconde, wordt beantwoord',
    send: (las) => sendUsual(las, { slowly: { pieces: 6, pauseMs: 100 } }),
  }),
  judged(
    'las/http/at-once',
    'LAS-HTTP-11',
    'standard',
    `${AT_ONCE} questions at the same time are all answered`,
    `${AT_ONCE} vragen tegelijk worden alle beantwoord`,
    async (las, control, usual) => allAnswered(await Promise.all(Array.from({ length: AT_ONCE }, () => las.ask())), control, usual),
  ),
  judged(
    'las/http/in-a-row',
    'LAS-HTTP-12',
    'full',
    `${IN_A_ROW} questions after each other are all answered`,
    `${IN_A_ROW} vragen na elkaar worden alle beantwoord`,
    async (las, control, usual) => {
      // The structure is the smallest of answers, where there is one.
      const structure = dataIn(await las.pupils('structuur_verzoek'));
      const root = structure === undefined ? 'leerlinggegevens_verzoek' : 'structuur_verzoek';
      const answers: SoapAnswer[] = [];
      for (let count = 0; count < IN_A_ROW; count += 1) answers.push(await las.ask(root));
      return allAnswered(answers, control, structure ?? usual);
    },
  ),
  judged(
    'las/http/connection-kept',
    'LAS-HTTP-20',
    'standard',
    'A second question is answered over the connection of the first, unless its end was announced',
    'Een tweede vraag wordt beantwoord over de verbinding van de eerste, tenzij het einde was aangekondigd',
    async (las, control, usual) => {
      const first = await sendUsual(las, { manner: 'kept' });
      const second = await sendUsual(las, { manner: 'kept' });
      const answered = allAnswered([first, second], control, usual);
      if (answered.verdict !== 'pass') return answered;
      const isKept = second.exchange.answer?.onKept === true;
      const isAnnounced = first.exchange.answer?.headers['connection']?.toLowerCase() === 'close';
      const text = isKept ? 'the second answer came over the connection of the first' : 'the end of the connection was announced';
      const seen = { kind: 'connection', text, exchange: second.exchange.number } as const;
      if (isKept || isAnnounced) return pass(seen, control);
      return fail({
        expected: 'the same connection, or Connection: close',
        actual: 'another connection',
        evidence: [came(second), control],
      });
    },
  ),
  judged(
    'las/http/get',
    'LAS-HTTP-13',
    'standard',
    'GET gets no pupil data',
    'GET krijgt geen leerlinggegevens',
    async (las, control, usual) => withoutData(await las.send({ url: las.config.url, method: 'GET' }), control, usual),
  ),
  ...(['PUT', 'DELETE'] as const).map((method) =>
    judged(
      `las/http/${method.toLowerCase()}`,
      'LAS-HTTP-14',
      'full',
      `${method} is refused`,
      `${method} wordt geweigerd`,
      async (las, control, usual) => {
        const answer = await sendUsual(las, { method });
        const { exchange } = answer;
        const status = exchange.answer?.status ?? 0;
        const seen = { kind: 'answer', text: `${method}: HTTP ${status}`, exchange: exchange.number } as const;
        if (status >= 400) return withEvidence(withoutData(answer, control, usual), seen);
        return fail({ expected: 'a status from 400 on', actual: inWords(answer), evidence: [seen, control] });
      },
    ),
  ),
  sameQuestion({
    id: 'las/http/padded',
    requirement: 'LAS-HTTP-19',
    level: 'full',
    en: 'A question with half a megabyte of comments is answered',
    nl: 'Een vraag met een halve megabyte commentaar wordt beantwoord',
    send: (las) => las.sendBody(las.questionBody().replace('<schooljaar>', `${PADDING}<schooljaar>`)),
  }),
];

function withEvidence(outcome: Outcome, seen: Evidence): Outcome {
  return outcome.verdict === 'pass' ? pass(seen, ...outcome.evidence) : outcome;
}

/** Passes when each of them is the usual one. */
function allAnswered(answers: readonly SoapAnswer[], control: Evidence, usual: Seen): Outcome {
  const wrong = answers.find((answer) => otherThan(usual, answer) !== undefined);
  if (wrong !== undefined) {
    const evidence = [came(wrong), control] as const;
    return fail({ expected: `${answers.length} times the usual answer`, actual: otherThan(usual, wrong) ?? '', evidence });
  }
  return pass({ ...control, text: `${answers.length} times an answer with data` }, ...answers.map(came));
}

/** Passes when nothing of the usual answer is in this one, in whatever form. */
function withoutData(answer: SoapAnswer, control: Evidence, usual: Seen): Outcome {
  const { exchange } = answer;
  if (exchange.answer === undefined) return fail({ expected: 'an answer', actual: inWords(answer), evidence: [came(answer), control] });
  const seen = {
    kind: 'answer',
    text: `HTTP ${exchange.answer.status}, ${exchange.answer.body.length} bytes`,
    exchange: exchange.number,
  } as const;
  if (!hasPupils(exchange.answer.body, usual)) return pass(seen, control);
  return fail({ expected: 'no pupil data', actual: `pupil data, under HTTP ${exchange.answer.status}`, evidence: [seen, control] });
}

const LONG_ENOUGH = 8;

/** By their element, or by keys that are too long to be there by chance. */
function hasPupils(body: Buffer, { data }: Seen): boolean {
  const text = body.toString('utf8').replaceAll('\0', '');
  if (/<(?:[\w.-]+:)?leerling[\s>]/.test(text)) return true;
  const keys = data.pupils.flatMap((pupil) => [attributeOf(pupil, 'key'), attributeOf(pupil, 'eckid')]).flatMap((key) => key ?? []);
  return keys.some((key) => key.length >= LONG_ENOUGH && text.includes(key));
}
