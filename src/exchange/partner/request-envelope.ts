import { SOAP_11 } from '../../soap/envelope/envelope.js';
import { encodeInto } from '../../uwlr/encode.js';
import { NO_EXTENSIONS } from '../../uwlr/extensions.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import type { Root, ValueOf } from '../../uwlr/grammar/grammar.js';
import { type Autorisatie, autorisatie, autorisatie1 } from '../../uwlr/messages/autorisatie.js';
import { SERVICES } from '../../uwlr/messages/services.js';
import { XmlWriter } from '../../xml/writer.js';

/** A request with its header, as a whole envelope. Throws `EncodeError` for what the version cannot say. */
export function requestEnvelope<R extends Root>(
  request: R,
  version: UwlrVersion,
  header: Autorisatie,
  message: ValueOf<R>,
  extensions: Extensions = NO_EXTENSIONS,
): string {
  const writer = new XmlWriter();
  writer.declaration().open('s:Envelope', { 'xmlns:s': SOAP_11 }).open('s:Header');
  encodeInto(writer, version === '1.0' ? autorisatie1 : autorisatie, version, header);
  writer.close().open('s:Body');
  encodeInto(writer, request, version, message, { extensions });
  writer.close().close();
  return writer.toString();
}

/** The SOAPAction of an operation. What 1.0 has of them it has under the same names. */
export function soapActionOf(operation: string): string {
  const known = SERVICES.flatMap(({ ports }) => ports)
    .flatMap(({ operations }) => operations)
    .find(({ name }) => name === operation);
  if (known === undefined) throw new RangeError('an operation that no service has');
  return known.soapAction;
}
