import type { Asked, Question } from '../../model/roster-questions.js';
import { SOAP_11 } from '../../soap/envelope.js';
import { encodeInto } from '../../uwlr/encode.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { type Autorisatie, autorisatie, autorisatie1 } from '../../uwlr/messages/autorisatie.js';
import { leerlinggegevensService } from '../../uwlr/messages/services.js';
import { XmlWriter } from '../../xml/writer.js';

/** A question with its header, as a whole envelope. Throws `EncodeError` for what the version cannot ask. */
export function questionEnvelope({ request }: Question, version: UwlrVersion, header: Autorisatie, asked: Asked): string {
  const writer = new XmlWriter();
  writer.declaration().open('s:Envelope', { 'xmlns:s': SOAP_11 }).open('s:Header');
  encodeInto(writer, version === '1.0' ? autorisatie1 : autorisatie, version, header);
  writer.close().open('s:Body');
  encodeInto(writer, request, version, { ...asked, xsdversie: version } as never);
  writer.close().close();
  return writer.toString();
}

/** The SOAPAction of an operation. What 1.0 has of them it has under the same names. */
export function soapActionOf({ operation }: Question): string {
  const known = leerlinggegevensService.ports.flatMap(({ operations }) => operations).find(({ name }) => name === operation);
  if (known === undefined) throw new RangeError('an operation that the service does not have');
  return known.soapAction;
}
