import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faultEnvelope } from '../../src/soap/envelope/fault.js';
import { type Answer, post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, NAMESPACES, resultaat } from '../support/messages.js';

const NEXT = 'http://schemas.xmlsoap.org/soap/actor/next';
const ENCODED = 'http://schemas.xmlsoap.org/soap/encoding/';
const OTHER = 'http://tussenstation.voorbeeld/';

let running: Running;
let second = 0;
beforeAll(async () => {
  running = await startTestGateway();
});
afterAll(() => running.stop());

/** A message that is fine but for what `change` does to it. */
function deliver(change: (text: string) => string): Promise<Answer> {
  second += 1;
  const aanmaakdatum = new Date(Date.UTC(2026, 1, 1, 0, 0, second)).toISOString();
  return post(running.gateway, change(message({ aanmaakdatum, afnames: afname('leerling-1', resultaat(`r-${second}`)) })));
}

const onHeader = (attributes: string) => (text: string) => text.replace('<autorisatie ', `<autorisatie ${attributes} `);
const beside = (block: string) => (text: string) => text.replace('<autorisatie ', `${block}<autorisatie `);

describe("SOAP's own attributes are no part of the message, under the strict policy too:", () => {
  test.each([
    ['mustUnderstand on the header, as gSOAP writes it', onHeader('soap:mustUnderstand="1"')],
    ['mustUnderstand that is off', onHeader('soap:mustUnderstand="0"')],
    ['mustUnderstand as a word', onHeader('soap:mustUnderstand="true"')],
    ['the actor that stands for whoever reads it first', onHeader(`soap:actor="${NEXT}" soap:mustUnderstand="1"`)],
    ['an empty actor', onHeader('soap:actor=""')],
    ['encodingStyle on the header', onHeader(`soap:encodingStyle="${ENCODED}"`)],
    [
      'all of them on a child of the header, where they mean nothing',
      (text: string) => text.replace('<klantcode>', `<klantcode soap:encodingStyle="" soap:mustUnderstand="1" soap:actor="${NEXT}">`),
    ],
    ['another prefix', onHeader(`xmlns:env="${NAMESPACES.soap}" env:mustUnderstand="1"`)],
    [
      'encodingStyle on the envelope, as SOAP::Lite writes it',
      (text: string) => text.replace('<soap:Envelope ', `<soap:Envelope soap:encodingStyle="${ENCODED}" `),
    ],
    ['encodingStyle on the body', (text: string) => text.replace('<soap:Body>', `<soap:Body soap:encodingStyle="${ENCODED}">`)],
    ['any of them on another header', beside('<x:Trace xmlns:x="urn:x" soap:mustUnderstand="0" soap:encodingStyle=""/>')],
    ['a header that another receiver must understand', beside(`<x:Trace xmlns:x="urn:x" soap:mustUnderstand="1" soap:actor="${OTHER}"/>`)],
    [
      'a second autorisatie, for another receiver',
      beside(
        `<autorisatie xmlns="${NAMESPACES.aut}" soap:actor="${OTHER}" soap:mustUnderstand="1"><klantcode>ANDER</klantcode></autorisatie>`,
      ),
    ],
  ])('%s', async (_what, change) => {
    expect(await deliver(change)).toMatchObject({ status: 200, code: undefined });
  });
});

describe('the types that our WSDL names may be said with xsi:type, as gSOAP does when asked to', () => {
  const typed = (element: string, prefix: string, type: string) => (text: string) =>
    text.replace(
      `<${element} `,
      `<${element} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="${prefix}" xsi:type="t:${type}" `,
    );

  test.each([
    ['of the header', typed('autorisatie', NAMESPACES.aut, 'ctpAutorisatie')],
    ['of the message', typed('leerresultaten_verzoek', NAMESPACES.lr, 'ctpLeerresultatenVerzoek')],
  ])('%s', async (_what, change) => {
    expect(await deliver(change)).toMatchObject({ status: 200, code: undefined });
  });

  test.each([
    ['another type', typed('autorisatie', NAMESPACES.aut, 'ctpAndere')],
    ['the same name in another namespace', typed('autorisatie', NAMESPACES.lr, 'ctpAutorisatie')],
    ['the type of another message', typed('leerresultaten_verzoek', NAMESPACES.lr, 'ctpAutorisatie')],
  ])('and no other: %s', async (_what, change) => {
    expect((await deliver(change)).rules).toEqual(['UWLR-SCH-011']);
  });
});

describe('what is not of SOAP stays wrong:', () => {
  test.each([
    ['the same names in no namespace', onHeader('mustUnderstand="1"')],
    ['the same names of SOAP 1.2', onHeader('xmlns:e="http://www.w3.org/2003/05/soap-envelope" e:mustUnderstand="1"')],
    ['another name in the namespace of SOAP', onHeader('soap:role="x"')],
  ])('%s', async (_what, change) => {
    expect(await deliver(change)).toMatchObject({ code: 'Client.AutorisatieOngeldig', rules: ['UWLR-SCH-008'] });
  });
});

test('an autorisatie for another receiver only is none for us, and the fault says why', async () => {
  const { code, rules, text } = await deliver(onHeader(`soap:actor="${OTHER}"`));
  expect({ code, rules }).toEqual({ code: 'Client.AutorisatieOngeldig', rules: ['UWLR-AUT-001'] });
  expect(text).toContain('actor');
  expect(text).not.toContain(OTHER);
});

describe('a header that must be understood and is not', () => {
  test.each(['Security', 'wsa.To', 'MessageID'])('is named in the fault: %s', async (name) => {
    const { status, code, rules, text } = await deliver(beside(`<x:${name} xmlns:x="urn:x" soap:mustUnderstand="1"/>`));
    expect({ status, code, rules }).toEqual({ status: 500, code: 'MustUnderstand', rules: ['UWLR-SOAP-002'] });
    expect(/<faultstring>([^<]*)/.exec(text)?.[1]).toContain(`/Envelope/Header/${name}`);
  });

  test.each(['Zoë', `a${'b'.repeat(60)}`, 'pupil-1234'])('is not named when its name might be data', async (name) => {
    const { text } = await deliver(beside(`<x:${name} xmlns:x="urn:geheim" soap:mustUnderstand="1"/>`));
    expect(text).toContain('/Envelope/Header/*');
    expect(text).not.toContain(name);
    expect(text).not.toContain('urn:geheim');
  });
});

test('the faultstring has no attributes: NuSOAP would show the word Array in its place', () => {
  expect(faultEnvelope({ code: 'Client.OngeldigBericht', text: 'Proef', exchange: 'x', items: [] })).toContain(
    '<faultstring>Proef</faultstring>',
  );
});
