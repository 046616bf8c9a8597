import { XmlWriter } from '../../xml/writer.js';
import { SOAP_11 } from './envelope.js';

/** Namespace of what we put into `detail`. */
export const DETAIL = 'urn:uwlr-gateway:bevindingen';

export interface FaultItem {
  readonly rule: string;
  readonly severity: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
}

export interface SoapFault {
  /** Local part of `faultcode`: `Client.OngeldigBericht`. It goes out in the envelope namespace, as `s:Client...`. */
  readonly code: string;
  readonly text: string;
  /** Id under which the operator finds the exchange. */
  readonly exchange: string;
  readonly items: readonly FaultItem[];
}

/**
 * An envelope with a fault, in the one shape that every known reader takes. Children of Fault are unqualified
 * (SOAP 1.1, 4.4), and `faultstring` has no `xml:lang`: NuSOAP makes an array of an element with attributes, and shows the word `Array`.
 */
export function faultEnvelope({ code, text, exchange, items }: SoapFault): string {
  const writer = new XmlWriter();
  writer.declaration().open('s:Envelope', { 'xmlns:s': SOAP_11 }).open('s:Body').open('s:Fault');
  writer.leaf('faultcode', `s:${code}`).leaf('faultstring', text);
  writer.open('detail').open('bevindingen', { xmlns: DETAIL, uitwisseling: exchange });
  for (const { rule, severity, path, line, column, message, hint } of items) {
    const attributes = { rule, severity, path, line: String(line), column: String(column) };
    writer.leaf('bevinding', hint === undefined ? message : `${message} (${hint})`, attributes);
  }
  writer.close().close().close().close().close();
  return writer.toString();
}

const BEGIN = `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${SOAP_11}"><s:Body>`;
const END = '</s:Body></s:Envelope>';

/** An envelope around a message that is ready: `<s:Envelope><s:Body>` and the payload as it is. */
export function envelope(payload: string): string {
  return BEGIN + payload + END;
}

/** An envelope around a message that comes in pieces. */
export function* envelopeParts(payload: Iterable<string>): Generator<string> {
  yield BEGIN;
  yield* payload;
  yield END;
}
