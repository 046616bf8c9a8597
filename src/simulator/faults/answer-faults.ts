import { gzipSync } from 'node:zlib';
import { SOAP_11 } from '../../soap/envelope/envelope.js';
import { contentsOf, renamed, withContent, withElement } from '../defects/edit-xml.js';
import { edited, type Handling, isAnswer, type WholeAnswer } from '../http/whole-message.js';
import type { Fault } from './fault.js';

const kind = 'answer' as const;

/** Answers that no SOAP stack can read, or that are not what was asked for. */
export const ANSWER_FAULTS: readonly Fault[] = [
  answers('xml-broken', 'ends its answer in the middle of an element', (answer) => edited(answer, (xml) => xml.slice(0, xml.length >> 1))),
  answers('xml-junk', 'puts a line of text before its answer', (answer) => edited(answer, (xml) => `Warning: notice in line 1\n${xml}`)),
  answers('xml-doctype', 'puts a DOCTYPE with an entity into its answer', (answer) =>
    edited(answer, (xml) => xml.replace('?>', '?><!DOCTYPE e [<!ENTITY e "verzonnen">]>')),
  ),
  answers('body-empty', 'answers with an empty Body', (answer) => edited(answer, (xml) => withContent(xml, 'Body', ''))),
  answers('no-envelope', 'answers without an envelope', (answer) =>
    edited(answer, (xml) => withElement(xml, 'Envelope', contentsOf(xml, 'Body')[0] ?? '')),
  ),
  answers('soap-12', 'answers in SOAP 1.2', (answer) =>
    withType(
      edited(answer, (xml) => xml.replaceAll(SOAP_11, 'http://www.w3.org/2003/05/soap-envelope')),
      'application/soap+xml; charset=utf-8',
    ),
  ),
  answers('other-root', 'answers with an element that nobody asked for', (answer) =>
    edited(answer, (xml) => ROOTS.reduce((text, root) => renamed(text, root, 'ander_antwoord'), xml)),
  ),
  answers('type-html', 'says that its answer is HTML', (answer) => withType(answer, 'text/html')),
  answers('type-absent', 'says nothing of the type of its answer', ({ headers: { 'content-type': _, ...headers }, ...answer }) => ({
    ...answer,
    headers,
  })),
  answers('latin-1', 'writes its answer in ISO-8859-1, and says that it is UTF-8', (answer) => ({
    ...answer,
    body: Buffer.from(`${answer.body.toString('utf8').replace('?>', '?><!-- \u00eb -->')}`, 'latin1'),
  })),
  answers('utf-16', 'writes its answer in UTF-16', (answer) =>
    withType(
      {
        ...answer,
        body: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(answer.body.toString('utf8').replace('utf-8', 'utf-16'), 'utf16le')]),
      },
      'text/xml; charset=utf-16',
    ),
  ),
  answers('gzip', 'compresses its answer, whether or not the caller can read that', (answer) => ({
    ...answer,
    headers: { ...answer.headers, 'content-encoding': 'gzip' },
    body: gzipSync(answer.body),
  })),
];

const ROOTS = [
  'leerlinggegevens_antwoord',
  'leerlinggegevensantwoord',
  'structuur_antwoord',
  'leerlingen_antwoord',
  'leerkrachten_antwoord',
  'leerresultaten_bevestiging',
  'leerresultatenbevestiging',
] as const;

function answers(name: string, does: string, edit: (answer: WholeAnswer) => WholeAnswer): Fault {
  const start = (): Handling => async (request, next) => {
    const answer = await next(request);
    return isAnswer(answer) ? edit(answer) : answer;
  };
  return { name, kind, does, start };
}

function withType(answer: WholeAnswer, type: string): WholeAnswer {
  return { ...answer, headers: { ...answer.headers, 'content-type': type } };
}
