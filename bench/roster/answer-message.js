import { Emitter } from '../messages/emitter.js';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const LG = 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens';

/** An answer as node-soap has it (`answerObject`), as the text of a SOAP message. A character is a byte. */
export function answerMessage(answer) {
  const xml = new Emitter();
  xml.open('soap:Envelope', `xmlns:soap="${SOAP}"`);
  xml.open('soap:Body');
  xml.open('leerlinggegevens_antwoord', `xmlns="${LG}"`);
  writeFields(xml, answer);
  for (let open = 3; open > 0; open -= 1) xml.close();
  return xml.toString();
}

function writeFields(xml, { attributes: _, ...fields }) {
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) write(xml, name, one);
  }
}

function write(xml, name, value) {
  if (typeof value === 'string') {
    xml.leaf(name, value);
    return;
  }
  const attributes = Object.entries(value.attributes ?? {});
  xml.open(name, attributes.map(([attribute, text]) => `${attribute}="${text}"`).join(' '));
  writeFields(xml, value);
  xml.close();
}
