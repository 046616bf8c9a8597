import { NAMESPACES } from '../../support/messages.js';
import { type Attack, MARK, NOT_WELL_FORMED, type Outcome } from './attack.js';
import { documentFor, onBoth, onBothAs } from './documents.js';

const VERSION: Outcome = { fault: 'VersionMismatch', rule: 'UWLR-SOAP-001' };
const STRUCTURE: Outcome = { fault: 'Client.OngeldigBericht', rule: 'UWLR-SOAP-005' };
const ONE_MESSAGE: Outcome = { fault: 'Client.OngeldigBericht', rule: 'UWLR-SOAP-003' };
const UNKNOWN: Outcome = { fault: 'Client.OngeldigBericht', rule: 'UWLR-SOAP-004' };
const SCHEMA: Outcome = { fault: 'Client.OngeldigBericht', rule: 'UWLR-SCH' };
const HEADER: Outcome = { fault: 'Client.AutorisatieOngeldig', rule: 'UWLR-' };

const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope';
const polluted = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

function edited(name: string, edit: (document: string) => string, outcome: Outcome, headers: Readonly<Record<string, string>> = {}) {
  return onBothAs(name, (world, service) => Buffer.from(edit(documentFor(service, world))), outcome, headers);
}

/** Envelopes and messages that are not built as they should be. */
export const STRUCTURE_ATTACKS: readonly Attack[] = [
  ...edited('SOAP 1.2', (text) => text.replaceAll(NAMESPACES.soap, SOAP_12), VERSION, { 'Content-Type': 'application/soap+xml' }),
  ...edited('an envelope of a namespace of its own', (text) => text.replaceAll(NAMESPACES.soap, `urn:${MARK}`), VERSION),
  ...edited('no envelope', () => `<${MARK}/>`, VERSION),
  ...edited('nothing at all', () => '', NOT_WELL_FORMED),
  ...edited('blanks only', () => ' '.repeat(1000), NOT_WELL_FORMED),
  ...edited('JSON', () => `{"__proto__":{"${MARK}":1}}`, NOT_WELL_FORMED, { 'Content-Type': 'application/json' }),
  ...edited('an envelope behind an envelope', (text) => text + text.replace(/<\?xml[^>]*>/, ''), NOT_WELL_FORMED),
  ...edited('an envelope within an envelope', (text) => inBody(text, text.replace(/<\?xml[^>]*>/, '')), UNKNOWN),
  ...edited(
    'a body behind the body',
    (text) => text.replace('</soap:Envelope>', `<soap:Body>${MARK}</soap:Body></soap:Envelope>`),
    STRUCTURE,
  ),
  ...edited('a header behind the body', (text) => text.replace('</soap:Envelope>', '<soap:Header/></soap:Envelope>'), STRUCTURE),
  ...edited('a second header', (text) => text.replace('<soap:Body>', '<soap:Header/><soap:Body>'), STRUCTURE),
  ...edited('two messages', (text) => text.replace('</soap:Body>', `<x xmlns="urn:${MARK}"/></soap:Body>`), ONE_MESSAGE),
  ...edited('no message', (text) => inBody(text, ''), ONE_MESSAGE),
  ...edited('a fault for a message', (text) => inBody(text, `<soap:Fault><faultcode>${MARK}</faultcode></soap:Fault>`), UNKNOWN),
  ...edited('an SQL script for a message', (text) => inBody(text, '<x xmlns="urn:\'; DROP TABLE results; --"/>'), UNKNOWN),
  ...edited('a message in no namespace', (text) => text.replaceAll(/ xmlns="[^"]*"/g, ''), {
    fault: 'Client.OngeldigBericht',
    rule: 'UWLR-SOAP-004',
  }),
  ...edited('two autorisatie blocks', (text) => text.replace('</soap:Header>', `${block(text)}</soap:Header>`), HEADER),
  ...edited(
    'an autorisatie block in the body',
    (text) => text.replace(block(text), '').replace('<soap:Body>', `<soap:Body>${block(text)}`),
    UNKNOWN,
  ),
  ...edited('an autorisatie block in another', (text) => text.replace(block(text), `<x xmlns="urn:x">${block(text)}</x>`), {
    fault: 'Client.AutorisatieOngeldig',
    rule: 'UWLR-',
  }),
  ...edited('a prefix that nobody declared', (text) => text.replaceAll('soap:Body', `${MARK}:Body`), NOT_WELL_FORMED),
  ...edited('a prefix declared again within', (text) => text.replace('<soap:Body>', `<soap:Body xmlns:soap="urn:${MARK}">`), STRUCTURE),
  ...edited('tags that cross', (text) => text.replace('</soap:Body></soap:Envelope>', '</soap:Envelope></soap:Body>'), NOT_WELL_FORMED),
  ...edited('a document that is cut', (text) => text.slice(0, -12), NOT_WELL_FORMED),
  ...edited('text behind the envelope', (text) => text + MARK, NOT_WELL_FORMED),
  ...onBoth('text beside elements', () => ({ inside: MARK }), SCHEMA),
  ...onBoth(
    'an attribute twice under two prefixes',
    () => ({ attributes: 'xmlns:a="urn:x" xmlns:b="urn:x" a:y="" b:y=""' }),
    NOT_WELL_FORMED,
  ),
  ...onBoth('the xml prefix bound elsewhere', () => ({ envelope: `xmlns:xml="urn:${MARK}"` }), NOT_WELL_FORMED),
  ...onBoth('the xmlns prefix bound', () => ({ envelope: `xmlns:xmlns="urn:${MARK}"` }), NOT_WELL_FORMED),
  ...onBoth(
    'a type that is not there',
    () => ({ attributes: `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x:${MARK}"` }),
    SCHEMA,
  ),
  ...onBoth('xsi:nil', () => ({ attributes: 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"' }), SCHEMA),
  ...onBoth('an end of CDATA that is none', () => ({ klantnaam: `${MARK}]]>` }), NOT_WELL_FORMED),
  ...onBoth('markup in CDATA', () => ({ klantnaam: `<![CDATA[<soap:Fault>]]>]]&gt;<![CDATA[</soap:Fault>]]>` }), {
    fault: 'Client.OngeldigeKlantIdentificatie',
    rule: 'UWLR-EX-001',
  }),
  ...onBoth('CDATA where only elements go', () => ({ inside: `<![CDATA[<${MARK}/>]]>` }), SCHEMA),
  ...onBoth('CDATA before the envelope', () => ({ prolog: `<![CDATA[${MARK}]]>` }), NOT_WELL_FORMED),
  ...onBoth('a key cut in two by a comment', () => ({ klantcode: 'TES<!-- x -->TEA' }), {
    harmless: 'text around a comment is one text, here as for every other reader: what is checked is what is used',
  }),
  ...polluted.flatMap((name) => [
    ...onBoth(`an element ${name}`, () => ({ inside: `<${name}><${name}>${MARK}</${name}></${name}>` }), SCHEMA),
    ...onBoth(`an attribute ${name}`, () => ({ attributes: `${name}="${MARK}"` }), SCHEMA),
    ...onBoth(`a header field ${name}`, () => ({ klantnaam: `${MARK}</klantnaam><${name}>${MARK}</${name}><klantnaam>x` }), HEADER),
    ...onBoth(`a klantcode ${name}`, () => ({ klantcode: name }), { fault: 'Client.OngeldigeKlantIdentificatie', rule: 'UWLR-EX-001' }),
  ]),
];

function inBody(text: string, inner: string): string {
  const [before] = text.split('<soap:Body>') as [string];
  return `${before}<soap:Body>${inner}</soap:Body></soap:Envelope>`;
}

function block(text: string): string {
  return /<autorisatie.*<\/autorisatie>/.exec(text)?.[0] as string;
}
