import type { FaultCode } from '../../uwlr/fault-code.js';
import type { Trigger } from './trigger.js';
import type { TriggerKit } from './trigger-kit.js';
import type { TriggerStep } from './trigger-step.js';

const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope';
const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';

/** Messages that are wrong as such. */
export const MESSAGE_TRIGGERS: readonly Trigger[] = [
  wrong('broken-xml', 'The XML breaks off.', 'Client.OngeldigBericht', (text) => text.slice(0, text.indexOf('</toetsafnames>'))),
  wrong('with-dtd', 'The message has a document type with an entity.', 'Client.OngeldigBericht', (text) =>
    text.replace('?>', '?><!DOCTYPE s [<!ENTITY e "tekst">]>'),
  ),
  wrong('missing-element', 'The school year is missing.', 'Client.OngeldigBericht', (text) =>
    text.replace(/<schooljaar>[^<]*<\/schooljaar>/, ''),
  ),
  wrong('wrong-order', 'Two elements are in the wrong order.', 'Client.OngeldigBericht', (text) => {
    const [date, code] = [elementIn(text, 'afnamedatum'), elementIn(text, 'toetscode')];
    return text.replace(`${date}${code}`, `${code}${date}`);
  }),
  wrong('wrong-date', 'A date does not exist.', 'Client.OngeldigBericht', (text) =>
    text.replace(/<afnamedatum>[^<]*</, '<afnamedatum>2026-02-30<'),
  ),
  wrong('wrong-brin', 'The BRIN has the wrong form.', 'Client.OngeldigBericht', (text) => {
    const names = ['brincode', 'dependancecode', 'schoolkey'];
    const without = names.reduce((left, name) => left.replace(elementIn(left, name), ''), text);
    return without.replace('<aanmaakdatum>', '<brincode>9X9X</brincode><aanmaakdatum>');
  }),
  wrong('double-key', 'Two results have the same key.', 'Client.OngeldigBericht', (text) => {
    const [, first = ''] = /<resultaat key="([^"]*)"/.exec(text) ?? [];
    return text.replaceAll(/<resultaat key="[^"]*"/g, `<resultaat key="${first}"`);
  }),
  wrong('unknown-version', 'The xsdversie does not exist.', 'Client.XsdVersieOngeldig', (text) =>
    text.replace(/<xsdversie>[^<]*</, '<xsdversie>9.9<'),
  ),
  wrong('soap-1.2', 'The envelope is one of SOAP 1.2.', 'VersionMismatch', (text) => text.replaceAll(SOAP_11, SOAP_12)),
  wrong('must-understand', 'A header has to be understood that the gateway does not know.', 'MustUnderstand', (text) =>
    text.replace('<soap:Header>', '<soap:Header><v:vreemd xmlns:v="urn:verzonnen" soap:mustUnderstand="1"/>'),
  ),
];

function wrong(name: string, does: string, code: FaultCode, edit: (text: string) => string): Trigger {
  return {
    name,
    does,
    see: `The message is refused with ${code}, and nothing of it is stored.`,
    steps: [
      (kit: TriggerKit): TriggerStep => {
        const step = kit.results('3 results', [code]);
        return { ...step, body: edit(String(step.body)) };
      },
    ],
  };
}

/** The first element of this name, from its start tag to its end tag; empty without one. */
function elementIn(text: string, name: string): string {
  const [from, end] = [text.indexOf(`<${name}>`), `</${name}>`];
  return from === -1 ? '' : text.slice(from, text.indexOf(end, from) + end.length);
}
