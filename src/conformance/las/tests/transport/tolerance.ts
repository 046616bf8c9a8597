import type { ConformanceTest } from '../../../conformance-test.js';
import { element, envelopeOf, namespaceOf } from '../../../messages/write.js';
import type { LasSubject } from '../../las-subject.js';
import { BEFORE_QUESTIONS, judgeRefusal, withAnswer } from '../refusal.js';
import { judgeSame, sameQuestion } from './same-answer.js';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

function whole(las: LasSubject): string {
  return envelopeOf(las.questionBody(), las.header());
}

/** A tolerance point: the usual envelope, edited. */
function written(
  number: number,
  name: string,
  en: string,
  nl: string,
  edit: (envelope: string, las: LasSubject) => string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): ConformanceTest<LasSubject> {
  return sameQuestion({
    id: `las/tolerance/${name}`,
    requirement: `LAS-TOLERANT-${String(number).padStart(2, '0')}`,
    en,
    nl,
    send: (las) => las.sendEnvelope(edit(whole(las), las), { headers }),
  });
}

/** The prefix of the autorisatie header, and none in the Body, the other way round. */
function otherPrefixes(envelope: string): string {
  return envelope
    .replaceAll('soap:', 'x-1:')
    .replace('xmlns:soap', 'xmlns:x-1')
    .replaceAll('aut:', 'soap:')
    .replace('xmlns:aut', 'xmlns:soap');
}

function prefixedBody(body: string): string {
  const ends = body.split('</').map((part) => part.replaceAll('<', '<q:'));
  return ends.join('</q:').replace('xmlns=', 'xmlns:q=');
}

function defaultNamespaces(envelope: string): string {
  return envelope.replaceAll('soap:', '').replace('xmlns:soap', 'xmlns').replaceAll('aut:', '').replace('xmlns:aut', 'xmlns');
}

function utf16(text: string): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text.replace('UTF-8', 'UTF-16'), 'utf16le')]);
}

function unqualified(header: string): string {
  return (['autorisatiesleutel', 'klantcode', 'klantnaam'] as const).reduce(
    (text, field) => text.replaceAll(`aut:${field}>`, `${field}>`),
    header,
  );
}

/** Ways to write the usual question that mean the same. */
export const TOLERANCE_TESTS: readonly ConformanceTest<LasSubject>[] = [
  written(1, 'prefixes', 'Other prefixes are accepted', 'Andere prefixen worden aanvaard', (_, las) =>
    otherPrefixes(envelopeOf(prefixedBody(las.questionBody()), las.header())),
  ),
  written(2, 'default-namespaces', 'Default namespaces are accepted', 'Default namespaces worden aanvaard', defaultNamespaces),
  written(3, 'white-space', 'White space between elements is accepted', 'Witruimte tussen elementen wordt aanvaard', (envelope) =>
    envelope.replaceAll('><', '>\r\n\t  <'),
  ),
  written(4, 'comments', 'Comments are accepted', 'Commentaar wordt aanvaard', (envelope) =>
    envelope.replaceAll('><', '><!-- <toets/> & meer --><'),
  ),
  written(5, 'cdata', 'CDATA is accepted', 'CDATA wordt aanvaard', (envelope, { config }) =>
    envelope.replace(element('schooljaar', config.schoolYear), `<schooljaar><![CDATA[${config.schoolYear}]]></schooljaar>`),
  ),
  written(6, 'references', 'References to characters are accepted', 'Verwijzingen naar tekens worden aanvaard', (envelope, { config }) =>
    envelope.replace(element('schooljaar', config.schoolYear), `<schooljaar>${config.schoolYear.replace('-', '&#x2D;')}</schooljaar>`),
  ),
  written(7, 'byte-order-mark', 'A byte order mark is accepted', 'Een byte order mark wordt aanvaard', (envelope) =>
    Buffer.concat([BOM, Buffer.from(envelope)]),
  ),
  written(8, 'utf-16', 'UTF-16 is accepted', 'UTF-16 wordt aanvaard', utf16, { 'Content-Type': 'text/xml; charset=utf-16' }),
  written(
    9,
    'latin-1',
    'ISO-8859-1 is accepted',
    'ISO-8859-1 wordt aanvaard',
    (envelope) => Buffer.from(envelope.replace('UTF-8', 'ISO-8859-1').replace('<soap:Body>', '<!-- één --><soap:Body>'), 'latin1'),
    { 'Content-Type': 'text/xml; charset=iso-8859-1' },
  ),
  written(10, 'no-charset', 'A Content-Type without charset is accepted', 'Een Content-Type zonder charset wordt aanvaard', asItIs, {
    'Content-Type': 'text/xml',
  }),
  written(
    11,
    'charset-in-capitals',
    'A charset in capitals and quotes is accepted',
    'Een charset in hoofdletters en aanhalingstekens wordt aanvaard',
    asItIs,
    {
      'Content-Type': 'text/xml; charset="UTF-8"',
    },
  ),
  written(
    12,
    'no-declaration',
    'A message without XML declaration is accepted',
    'Een bericht zonder XML-declaratie wordt aanvaard',
    (envelope) => envelope.slice(envelope.indexOf('<soap:')),
  ),
  written(
    13,
    'must-understand',
    'mustUnderstand on the autorisatie header is accepted',
    'mustUnderstand op de autorisatieheader wordt aanvaard',
    (envelope) => envelope.replace('<aut:autorisatie ', '<aut:autorisatie soap:mustUnderstand="1" '),
  ),
  written(14, 'soap-attributes', 'Attributes of SOAP 1.1 are accepted', 'Attributen van SOAP 1.1 worden aanvaard', (envelope) =>
    envelope
      .replace('<aut:autorisatie ', '<aut:autorisatie soap:mustUnderstand="0" soap:actor="http://schemas.xmlsoap.org/soap/actor/next" ')
      .replace('<soap:Envelope ', '<soap:Envelope soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" '),
  ),
  written(15, 'other-header', 'Another header is ignored', 'Een andere header wordt genegeerd', (envelope) =>
    envelope.replace('</soap:Header>', '<x:volgnummer xmlns:x="urn:uwlr-conform:onbekend">1</x:volgnummer></soap:Header>'),
  ),
  {
    id: 'las/tolerance/header-unqualified',
    requirement: 'LAS-TOLERANT-16',
    revision: 1,
    level: 'standard',
    en: 'Fields of the header in no namespace are accepted, or refused with their fault',
    nl: 'Velden van de header zonder namespace worden aanvaard, of krijgen de fout die erbij hoort',
    needs: BEFORE_QUESTIONS,
    run: (las) =>
      withAnswer(las, async (control, usual) => {
        const answer = await las.sendBody(las.questionBody(), { header: unqualified(las.header()) });
        return answer.kind === 'fault' ? judgeRefusal(answer, ['Client.AutorisatieOngeldig'], control) : judgeSame(answer, control, usual);
      }),
  },
  written(17, 'schema-location', 'xsi:schemaLocation is accepted', 'xsi:schemaLocation wordt aanvaard', (envelope, { version }) => {
    const namespace = namespaceOf('leerlinggegevens', version);
    return envelope.replace(`xmlns="${namespace}"`, `xmlns="${namespace}" xmlns:xsi="${XSI}" xsi:schemaLocation="${namespace} lg.xsd"`);
  }),
  written(
    18,
    'unused-namespaces',
    'Unused namespace declarations are accepted',
    'Ongebruikte namespace-declaraties worden aanvaard',
    (envelope) => envelope.replace('<soap:Envelope ', `<soap:Envelope xmlns:xsi="${XSI}" xmlns:nergens="urn:uwlr-conform:nergens" `),
  ),
];

function asItIs(envelope: string): string {
  return envelope;
}
