import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Party } from '../../src/directory/directory.js';
import { MessageIntake } from '../../src/exchange/front/message-intake.js';
import { AnswerIntake } from '../../src/exchange/sync/answer-intake.js';
import { SOAP_11 } from '../../src/soap/envelope/envelope.js';
import { EnvelopeReader } from '../../src/soap/envelope/envelope-reader.js';
import { FaultReader } from '../../src/soap/envelope/fault-reader.js';
import type { Policy } from '../../src/uwlr/finding.js';
import { Findings } from '../../src/uwlr/findings.js';
import { leerlinggegevensAntwoord } from '../../src/uwlr/messages/leerlinggegevens.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { XmlReader } from '../../src/xml/reader.js';
import { lastingNames } from '../../src/xml/tokenizer-names.js';
import { XmlError } from '../../src/xml/xml-error.js';
import { afname, autorisatie, message, NAMESPACES, resultaat } from '../support/messages.js';
import { share } from '../support/thorough.js';
import { LG } from '../uwlr/support/pupil-text.js';
import { stepsOf } from './support/counted-work.js';
import { flooded, floods, type Piece } from './support/flood-shapes.js';

const PIECE = 32_768;
const CHARACTERS = 80_000;

/** Somebody who reads what comes, as far as it makes sense, and the lists that grow meanwhile. */
interface Reading {
  readonly envelope: EnvelopeReader;
  readonly findings: () => Findings | undefined;
  readonly isEnough: () => boolean;
}

function request(policy: Policy): Reading {
  const party = { policy, version: '2.2' } as Party;
  const intake = new MessageIntake([leerresultatenVerzoek], () => ({ visitor: { party, proof: {} as never } }), new Map());
  return { envelope: new EnvelopeReader(intake), findings: () => intake.message?.findings, isEnough: () => intake.shouldStopReading };
}

function answer(): Reading {
  const findings = new Findings('tolerant');
  const intake = new AnswerIntake(leerlinggegevensAntwoord, { findings, version: '2.2', extensions: new Map() });
  const body = (name: { readonly key: string }) =>
    name.key === `{${SOAP_11}}Fault` ? new FaultReader() : intake.body(name as Parameters<AnswerIntake['body']>[0]);
  return {
    envelope: new EnvelopeReader({ header: () => undefined, body }),
    findings: () => findings,
    isEnough: () => intake.shouldStopReading,
  };
}

const open = `<s:Envelope xmlns:s="${SOAP_11}" xmlns:aut="${NAMESPACES.aut}">`;
const toMessage = `${open}<s:Header>${autorisatie()}</s:Header><s:Body><leerresultaten_verzoek xmlns="${NAMESPACES.lr}">`;
const school = /<school>[\s\S]*<\/school>/.exec(message())?.[0] ?? '';
const PLACES: readonly (readonly [place: string, head: string, reading: () => Reading])[] = [
  ['header', `${open}<s:Header>`, () => request('strict')],
  ['header block', `${open}<s:Header><x>`, () => request('strict')],
  ['autorisatie', `${open}<s:Header><aut:autorisatie>`, () => request('strict')],
  ['envelope', open, () => request('strict')],
  ['body', `${open}<s:Body>`, () => request('strict')],
  ['message', toMessage, () => request('strict')],
  ['results', `${toMessage}${school}<toetsafnames>`, () => request('tolerant')],
  ['text', `${toMessage}<school><auteur>`, () => request('tolerant')],
  ['answer', `${open}<s:Body><leerlinggegevens_antwoord xmlns="${LG}">`, answer],
  ['fault', `${open}<s:Body><s:Fault><detail>`, answer],
];

/** Reads until it ends, or until nobody would go on. Gives how much was read. */
function read(text: string, { envelope, isEnough }: Reading): number {
  const reader = new XmlReader(envelope);
  for (let at = 0; at < text.length; at += PIECE) {
    try {
      reader.write(text.slice(at, at + PIECE));
    } catch (error) {
      if (error instanceof XmlError) return at + PIECE;
      throw error;
    }
    if (isEnough()) return at + PIECE;
  }
  return text.length;
}

const results = Array.from({ length: 300 }, (_, n) => afname(`leerling-${n}`, resultaat(`r-${n}`))).join('');
const honest = message({ afnames: results }).slice(0, CHARACTERS);
/** Steps for each character of an honest message, and how many times that a flood may take: what grows with more than the message is far beyond it. */
let usual = 0;
const MOST_TIMES = 6;
/** Fifteen hundred prefixes in force, and a declaration on each element within: what once cost ten seconds for seven kilobytes. */
const declarations: Piece = (n) =>
  n < 50 ? `<a${Array.from({ length: 30 }, (_, at) => ` xmlns:p${n}x${at}="u"`).join('')}>` : `<a xmlns="${n}"/>`;
const seen = new Map<string, number>();

test.each(PLACES)('no flood in the %s costs much more for each character than an honest message does', (place, head, reading) => {
  if (usual === 0) usual = stepsOf(() => read(honest, request('strict'))) / honest.length;
  fc.assert(
    fc.property(floods, (piece) => {
      const text = head + flooded(piece, CHARACTERS);
      const taking = reading();
      let taken = 0;
      const steps = stepsOf(() => {
        taken = read(text, taking);
      });
      const times = steps / Math.min(taken, text.length) / usual;
      seen.set(place, Math.max(seen.get(place) ?? 0, times));
      expect(times).toBeLessThan(MOST_TIMES);
      expect(taking.envelope.problems.length).toBeLessThan(200);
      expect(taking.findings()?.list.length ?? 0).toBeLessThan(500);
      expect(lastingNames()).toBeLessThanOrEqual(4096);
    }),
    { numRuns: share(100), examples: [[declarations]] },
  );
});

afterAll(() => {
  const figures = [...seen].map(([place, times]) => `${place} ${times.toFixed(1)}`).join(', ');
  process.stdout.write(`steps for each character, in those of an honest message (${usual.toFixed(2)}): ${figures}\n`);
});
