import { nameInWords } from '../mask/shown-names.js';
import type { Exchange } from '../traffic/exchange.js';
import { child, declaredAs, NotXml, readXml, type XmlNode } from './xml-node.js';

export const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';

export interface SoapFault {
  readonly kind: 'fault';
  readonly status: number;
  /** Without its prefix: `Client.OngeldigBericht`. */
  readonly code: string;
  /** That its prefix stands for; empty when there is no prefix and no default namespace. */
  readonly codeNamespace: string;
  readonly text: string;
  readonly fault: XmlNode;
  readonly envelope: XmlNode;
  readonly exchange: Exchange;
}

export interface SoapPayload {
  readonly kind: 'payload';
  readonly status: number;
  /** First element of the Body. */
  readonly payload: XmlNode;
  readonly envelope: XmlNode;
  readonly exchange: Exchange;
}

export interface SoapEmpty {
  readonly kind: 'empty-body';
  readonly status: number;
  readonly envelope: XmlNode;
  readonly exchange: Exchange;
}

/** An answer that is no SOAP 1.1, and why. */
export interface NoSoap {
  readonly kind: 'no-soap';
  readonly status: number;
  readonly reason: string;
  readonly exchange: Exchange;
}

export interface NoAnswer {
  readonly kind: 'no-answer';
  readonly reason: string;
  readonly exchange: Exchange;
}

export type SoapAnswer = SoapFault | SoapPayload | SoapEmpty | NoSoap | NoAnswer;

/** What an exchange came to, as the suite reads it. Never throws on what came. */
export function soapAnswerOf(exchange: Exchange): SoapAnswer {
  const { answer, trouble } = exchange;
  if (answer === undefined) return { kind: 'no-answer', reason: trouble ?? 'reset', exchange };
  const { status, body } = answer;
  const noSoap = (reason: string): NoSoap => ({ kind: 'no-soap', status, reason, exchange });
  if (body.length === 0) return noSoap('an empty answer');
  let envelope: XmlNode;
  try {
    envelope = readXml(body);
  } catch (error) {
    if (!(error instanceof NotXml)) throw error;
    return noSoap(`no XML: ${error.reason}`);
  }
  if (envelope.local !== 'Envelope' || envelope.namespace !== SOAP_11) return noSoap('XML, but no envelope of SOAP 1.1');
  const inBody = child(envelope, 'Body');
  if (inBody === undefined || inBody.namespace !== SOAP_11) return noSoap('an envelope without a Body');
  const [payload] = inBody.children;
  if (payload === undefined) return { kind: 'empty-body', status, envelope, exchange };
  if (payload.local !== 'Fault' || payload.namespace !== SOAP_11) return { kind: 'payload', status, payload, envelope, exchange };
  const faultcode = child(payload, 'faultcode');
  const written = faultcode?.text.trim() ?? '';
  const colon = written.indexOf(':');
  return {
    kind: 'fault',
    status,
    code: written.slice(colon + 1),
    codeNamespace: declaredAs(faultcode?.scope ?? {}, written.slice(0, Math.max(0, colon))) ?? '',
    text: child(payload, 'faultstring')?.text.trim() ?? '',
    fault: payload,
    envelope,
    exchange,
  };
}

/** In words, for reports: no value of the message. */
export function inWords(answer: SoapAnswer): string {
  if (answer.kind === 'no-answer') return `no answer (${answer.reason})`;
  if (answer.kind === 'no-soap') return `${answer.reason}, under HTTP ${answer.status}`;
  if (answer.kind === 'empty-body') return `an empty Body, under HTTP ${answer.status}`;
  if (answer.kind === 'fault') return `fault ${safeName(answer.code)} under HTTP ${answer.status}`;
  return `${safeName(answer.payload.local)} under HTTP ${answer.status}`;
}

/** Names of elements and codes come from the other side: only what is known is repeated. */
function safeName(name: string): string {
  return nameInWords(name);
}
