import { gzipSync } from 'node:zlib';
import { edited, isAnswer, textOf, type WholeAnswer } from '../../http/whole-message.js';
import { withContent, withElement } from '../edit-xml.js';
import { missends } from '../handled-defect.js';
import { type LasDefect, misanswers, mishandles } from '../las-defect.js';

/** In answers as HTTP and XML have them. */
export const WIRE_DEFECTS: readonly LasDefect[] = [
  missends(
    'content-type-json',
    'LAS-HTTP-51',
    'It says that its answers are application/xml.',
    withHeader('content-type', 'application/xml; charset=utf-8'),
  ),
  missends('no-charset', 'LAS-HTTP-52', 'It names no charset.', withHeader('content-type', 'text/xml')),
  missends('utf-16', 'LAS-HTTP-53', 'It answers in UTF-16.', (answer) => {
    const text = (textOf(answer) ?? '').replace('encoding="utf-8"', 'encoding="utf-16le"');
    return withHeader('content-type', 'text/xml; charset=utf-16le')({ ...answer, body: Buffer.from(text, 'utf16le') });
  }),
  missends('latin-1-as-utf-8', 'LAS-HTTP-54', 'It says utf-8 and writes ISO-8859-1.', (answer) => ({
    ...answer,
    body: Buffer.from((textOf(answer) ?? '').replaceAll('<achternaam>', '<achternaam>é'), 'latin1'),
  })),
  missends('two-encodings', 'LAS-HTTP-54', 'It names another encoding in the XML declaration than in Content-Type.', (answer) =>
    edited(answer, (xml) => xml.replace('encoding="utf-8"', 'encoding="iso-8859-1"')),
  ),
  missends('byte-order-mark', 'LAS-HTTP-55', 'It starts its answers with a byte order mark.', (answer) =>
    edited(answer, (xml) => `\ufeff${xml}`),
  ),
  misanswers('encoded-twice', 'LAS-HTTP-56', 'It encodes names twice.', (xml) =>
    withContent(xml, 'achternaam', (name) => Buffer.from(`${name}é`).toString('latin1')),
  ),
  misanswers('document-type', 'LAS-HTTP-57', 'It writes a document type.', (xml) =>
    xml.replace('<s:Envelope', '<!DOCTYPE Envelope><s:Envelope'),
  ),
  misanswers('processing-instruction', 'LAS-HTTP-58', 'It writes a processing instruction.', (xml) =>
    xml.replace('<s:Envelope', '<?xml-stylesheet href="stijl.css"?><s:Envelope'),
  ),
  missends('compressed-unasked', 'LAS-HTTP-59', 'It compresses answers without being asked.', (answer) => ({
    ...answer,
    headers: { ...answer.headers, 'content-encoding': 'gzip' },
    body: gzipSync(answer.body),
  })),
  missends('compressed-badly', 'LAS-HTTP-60', 'It cuts answers off when it compresses them.', (answer, { headers }) =>
    headers['accept-encoding']?.includes('gzip')
      ? { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body: gzipSync(answer.body).subarray(0, 200) }
      : answer,
  ),
];

/** In what known readers need of an answer. */
export const READER_DEFECTS: readonly LasDefect[] = [
  misanswers('prefix-soap', 'LAS-READERS-01', 'It writes the prefix soap.', (xml) =>
    xml.replaceAll('<s:', '<soap:').replaceAll('</s:', '</soap:').replaceAll('xmlns:s=', 'xmlns:soap='),
  ),
  misanswers('payload-prefixed', 'LAS-READERS-02', 'It writes a prefix before its elements.', (xml) =>
    xml
      .replaceAll('schooljaar>', 'lg:schooljaar>')
      .replace('<s:Envelope', '<s:Envelope xmlns:lg="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"'),
  ),
  misanswers('no-dependancecode', 'LAS-READERS-03', 'It leaves dependancecode out.', (xml) => withElement(xml, 'dependancecode', '')),
  misanswers('eckid-instead-of-key', 'LAS-READERS-04', 'It gives an ECK iD instead of a key.', (xml) =>
    xml.replace(' key="LL-', ' was="LL-').replace('<leerling key=', '<leerling was='),
  ),
  ofKnownStaff(
    misanswers('staff-without-eckid', 'LAS-READERS-05', 'It gives staff without ECK iD.', (xml) =>
      withElement(xml, 'leerkracht', (element) => element.replace(' eckid=', ' was=')),
    ),
  ),
  misanswers('no-roepnaam', 'LAS-READERS-06', 'It gives pupils without roepnaam.', (xml) => withElement(xml, 'roepnaam', '')),
  misanswers('no-achternaam', 'LAS-READERS-07', 'It gives pupils without achternaam.', (xml) => withElement(xml, 'achternaam', '')),
  misanswers('no-jaargroep-of-pupils', 'LAS-READERS-08', 'It gives pupils without jaargroep.', (xml) =>
    withElement(xml, 'leerling', (element) => withElement(element, 'jaargroep', '')),
  ),
  misanswers('answers-without-staff', 'LAS-READERS-09', 'It gives no staff.', (xml) => withElement(xml, 'leerkrachten', '')),
  misanswers('no-groups', 'LAS-READERS-10', 'It gives no groups.', (xml) =>
    xml.replace('<groepen>', '<weg>').replace('</groepen>', '</weg>'),
  ),
  misanswers('no-combined-groups', 'LAS-READERS-11', 'It gives no combined groups.', (xml) =>
    xml.replaceAll('<samengestelde_groep ', '<weg ').replaceAll('</samengestelde_groep>', '</weg>'),
  ),
  misanswers('empty-elements', 'LAS-READERS-12', 'It sends optional elements empty.', (xml) =>
    xml.replaceAll('</achternaam>', '</achternaam><voorvoegsel></voorvoegsel>'),
  ),
];

/** In the WSDL that it gives. */
export const DESCRIPTION_DEFECTS: readonly LasDefect[] = [
  misdescribes('wsdl-not-found', 'LAS-WSDL-01', 'It gives no WSDL.', (answer) => ({ ...answer, status: 404 })),
  misdescribes('wsdl-other-namespace', 'LAS-WSDL-02', 'It gives a WSDL in another namespace.', (answer) =>
    edited(answer, (xml) => xml.replace('targetNamespace="http://www.edustandaard.nl', 'targetNamespace="http://tempuri.org')),
  ),
  misdescribes('wsdl-other-action', 'LAS-WSDL-03', 'It gives another SOAPAction for HaalLeerlinggegevens.', (answer) =>
    edited(answer, (xml) => xml.replace('soapAction="HaalLeerlinggegevens"', 'soapAction="urn:haal"')),
  ),
  misdescribes('wsdl-rpc', 'LAS-WSDL-04', 'It describes itself as rpc.', (answer) =>
    edited(answer, (xml) => xml.replaceAll('style="document"', 'style="rpc"')),
  ),
  misdescribes('wsdl-other-action-of-steps', 'LAS-WSDL-05', 'It gives another SOAPAction for HaalStructuur.', (answer) =>
    edited(answer, (xml) => xml.replace('leerlinggegevens/structuur_verzoek"', 'leerlinggegevens/structuur"')),
  ),
  misdescribes('wsdl-missing-schema', 'LAS-WSDL-06', 'It imports a schema that is not there.', (answer) =>
    edited(answer, (xml) =>
      xml.replace('<wsdl:types>', '<wsdl:types><xs:schema><xs:import namespace="urn:x" schemaLocation="/weg.xsd"/></xs:schema>'),
    ),
  ),
  misdescribes('wsdl-placeholder', 'LAS-WSDL-07', 'It leaves the placeholder of the standard as address.', (answer) =>
    edited(answer, (xml) => xml.replaceAll('address location="http://localhost', 'address location="http://adres.example')),
  ),
  misdescribes('wsdl-other-names', 'LAS-WSDL-08', 'It calls its service otherwise.', (answer) =>
    edited(answer, (xml) => xml.replaceAll('"LeerlinggegevensService"', '"Service1"')),
  ),
];

function withHeader(name: string, value: string): (answer: WholeAnswer) => WholeAnswer {
  return (answer) => ({ ...answer, headers: { ...answer.headers, [name]: value } });
}

function ofKnownStaff(defect: LasDefect): LasDefect {
  return { ...defect, shows: 'known-staff' };
}

/** What it gives to a GET is wrong. */
function misdescribes(name: string, breaks: string, does: string, edit: (answer: WholeAnswer) => WholeAnswer): LasDefect {
  return mishandles(name, breaks, does, () => async (request, next) => {
    const answer = await next(request);
    return request.method === 'GET' && isAnswer(answer) ? edit(answer) : answer;
  });
}
