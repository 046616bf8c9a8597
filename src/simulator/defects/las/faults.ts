import { isAnswer, textOf, type WholeAnswer } from '../../http/whole-message.js';
import { withContent, withElement } from '../edit-xml.js';
import { missends } from '../handled-defect.js';
import { type LasDefect, misanswers, mishandles, misnames, misreads } from '../las-defect.js';

const AUT = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';

/** It reads the header as if all were right in it. */
function headerFilledIn(name: string, breaks: string, does: string, when: (content: string) => boolean): LasDefect {
  return misreads(name, breaks, does, (xml, { caller }) =>
    withContent(xml, 'autorisatie', (content) =>
      when(content)
        ? (['autorisatiesleutel', 'klantcode', 'klantnaam'] as const)
            .map((field) => `<aut:${field}>${caller[field]}</aut:${field}>`)
            .join('')
        : content,
    ),
  );
}

/** It gives another fault code than the usual one to questions of a kind. */
function misnamesFor(name: string, breaks: string, does: string, isMeant: (question: string) => boolean): LasDefect {
  return misanswers(name, breaks, does, (xml, question) =>
    isMeant(question) ? withContent(xml, 'faultcode', 's:Server.InterneFout') : xml,
  );
}

function withoutDoctype(xml: string): string {
  const from = xml.indexOf('<!DOCTYPE');
  const subset = xml.indexOf('[', from);
  const end = subset !== -1 && subset < xml.indexOf('>', from) ? xml.indexOf(']>', from) + 2 : xml.indexOf('>', from) + 1;
  return from === -1 ? xml : xml.slice(0, from) + xml.slice(end);
}

/** In which questions it refuses, and with which fault. */
const QUESTION_FAULT_DEFECTS: readonly LasDefect[] = [
  misreads('klantcode-unchecked', 'LAS-FAULT-01', 'It takes any klantcode.', (xml, { caller }) =>
    withContent(xml, 'klantcode', caller.klantcode),
  ),
  misnames('klantcode-as-authorisation', 'LAS-FAULT-01', 'Client.OngeldigeKlantIdentificatie', 'Client.AutorisatieOngeldig'),
  missends('klantcode-as-page', 'LAS-FAULT-01', 'It gives a page where a fault belongs.', (answer) =>
    answer.status === 500 ? { status: 403, headers: { 'content-type': 'text/html' }, body: Buffer.from('<h1>403 Forbidden</h1>') } : answer,
  ),
  misreads('klantnaam-unchecked', 'LAS-FAULT-02', 'It takes any klantnaam.', (xml, { caller }) =>
    withContent(xml, 'klantnaam', caller.klantnaam),
  ),
  misreads('key-unchecked', 'LAS-FAULT-04', 'It takes any autorisatiesleutel.', (xml, { caller }) =>
    withContent(xml, 'autorisatiesleutel', caller.autorisatiesleutel),
  ),
  misreads('school-unchecked', 'LAS-FAULT-05', 'It answers about its own school whatever BRIN is asked for.', (xml, { school }) =>
    withContent(xml, 'brincode', school),
  ),
  misreads('dependancecode-ignored', 'LAS-FAULT-06', 'It ignores the dependancecode.', (xml) => withElement(xml, 'dependancecode', '')),
  misreads('schoolkey-ignored', 'LAS-FAULT-07', 'It takes any schoolkey for its own school.', (xml, { school }) =>
    withElement(xml, 'schoolkey', `<brincode>${school}</brincode>`),
  ),
  misreads('header-not-needed', 'LAS-FAULT-08', 'It answers without the autorisatie header.', (xml, { caller }) => {
    const fields = (['autorisatiesleutel', 'klantcode', 'klantnaam'] as const).map((field) => `<${field}>${caller[field]}</${field}>`);
    const header = `<soap:Header><autorisatie xmlns="${AUT}">${fields.join('')}</autorisatie></soap:Header>`;
    return xml.includes('autorisatie>') ? xml : xml.replace('<soap:Body>', () => `${header}<soap:Body>`);
  }),
  headerFilledIn(
    'header-gaps-filled',
    'LAS-FAULT-09',
    'It does without fields of the header.',
    (content) => (content.match(/<aut:/g)?.length ?? 0) < 3,
  ),
  headerFilledIn('header-blanks-filled', 'LAS-FAULT-10', 'It takes an empty field of the header.', (content) => content.includes('></')),
  misnamesFor(
    'broken-xml-as-error',
    'LAS-FAULT-11',
    'It takes broken XML for an error of itself.',
    (question) => !question.includes('</soap:Envelope>'),
  ),
  misreads('schooljaar-cut', 'LAS-FAULT-12', 'It looks at the first nine signs of schooljaar.', (xml) =>
    withContent(xml, 'schooljaar', (year) => year.slice(0, 9)),
  ),
  misnamesFor(
    'brincode-malformed-as-error',
    'LAS-FAULT-13',
    'It stumbles over a malformed brincode.',
    (question) => !/<brincode>\d\d[A-Z]{2}</.test(question),
  ),
  misreads('dependancecode-malformed-ignored', 'LAS-FAULT-14', 'It ignores a dependancecode that is none.', (xml) =>
    withElement(xml, 'dependancecode', (element) => (/>\d\d</.test(element) ? element : '')),
  ),
  misreads('xsdversie-ignored', 'LAS-FAULT-15', 'It answers in its own version whatever xsdversie says.', (xml) =>
    withContent(xml, 'xsdversie', '2.2'),
  ),
  misreads('date-broken-ignored', 'LAS-FAULT-16', 'It ignores a laatstontvangengegevens that is no date.', (xml) =>
    withElement(xml, 'laatstontvangengegevens', (element) => (element.includes('T25:') ? '' : element)),
  ),
  misreads('xsdversie-not-needed', 'LAS-FAULT-17', 'It does without xsdversie.', (xml) =>
    xml.includes('<xsdversie>') ? xml : xml.replace('</brincode>', '</brincode><xsdversie>2.2</xsdversie>'),
  ),
  misreads('doubles-ignored', 'LAS-FAULT-18', 'It looks at the first schooljaar only.', (xml) =>
    withElement(xml, 'schooljaar', (element, at) => (at === 0 ? element : '')),
  ),
  misreads('unknown-ignored', 'LAS-FAULT-19', 'It ignores elements that it does not know.', (xml) => withElement(xml, 'onbekend', '')),
  misreads('lengths-unchecked', 'LAS-FAULT-20', 'It takes a gegevenssetid of any length.', (xml) =>
    withContent(xml, 'gegevenssetid', (content) => content.slice(0, 64)),
  ),
  misreads('schoolkey-beside-brincode', 'LAS-FAULT-21', 'It ignores the schoolkey beside a brincode.', (xml) =>
    xml.includes('<brincode>') ? withElement(xml, 'schoolkey', '') : xml,
  ),
  misreads('order-ignored', 'LAS-FAULT-22', 'It takes elements in any order.', (xml) => {
    const from = xml.indexOf('<xsdversie>');
    if (from === -1 || from > xml.indexOf('<schooljaar>')) return xml;
    const version = xml.slice(from, xml.indexOf('</xsdversie>') + '</xsdversie>'.length);
    const year = xml.slice(xml.indexOf('<schooljaar>'), xml.indexOf('</schooljaar>') + '</schooljaar>'.length);
    return xml.replace(year, '').replace(version, year).replace('</brincode>', `</brincode>${version}`);
  }),
  misreads('namespaces-ignored', 'LAS-FAULT-23', 'It reads elements in no namespace.', (xml) => xml.replace(' xmlns=""', '')),
  misnamesFor('unknown-message-as-error', 'LAS-FAULT-24', 'It stumbles over a message that it does not know.', (question) =>
    question.includes('onbekend_verzoek'),
  ),
  misnamesFor('empty-body-as-error', 'LAS-FAULT-25', 'It stumbles over an empty Body.', (question) =>
    question.includes('<soap:Body></soap:Body>'),
  ),
  misreads('soap-version-ignored', 'LAS-FAULT-26', 'It takes SOAP 1.2 for 1.1.', (xml) =>
    xml.replace('http://www.w3.org/2003/05/soap-envelope', 'http://schemas.xmlsoap.org/soap/envelope/'),
  ),
  misreads('must-understand-ignored', 'LAS-FAULT-27', 'It ignores headers that it has to understand.', (xml) =>
    xml.replace(' soap:mustUnderstand="1"', ''),
  ),
  misreads('doctype-ignored', 'LAS-FAULT-28', 'It ignores a document type.', withoutDoctype),
  misreads('entities-expanded', 'LAS-FAULT-29', 'It expands entities.', (xml) => {
    const value = /<!ENTITY jaar "([^"]*)">/.exec(xml)?.[1] ?? '';
    return withoutDoctype(xml).replace('&jaar;', value);
  }),
  misreads('files-read', 'LAS-FAULT-30', 'It reads files that entities point to.', (xml) => withoutDoctype(xml).replace('&leeg;', '')),
  misanswers('one-code-for-all', 'LAS-FAULT-31', 'It gives one fault code for everything.', (xml) =>
    withContent(xml, 'faultcode', 's:Client.OngeldigBericht'),
  ),
  misnamesFor('steps-as-error', 'LAS-FAULT-32', 'It stumbles over wrong questions in steps.', (question) =>
    question.includes('structuur_verzoek'),
  ),
  mishandles('sulks', 'LAS-FAULT-33', 'Once it has refused a question, it refuses all of them.', () => {
    let refusal: WholeAnswer | undefined;
    return async (request, next) => {
      if (refusal !== undefined && textOf(request)?.includes('leerlinggegevens_verzoek') === true) return refusal;
      const answer = await next(request);
      if (isAnswer(answer) && answer.status === 500) refusal ??= answer;
      return answer;
    };
  }),
];

/** In the form of the faults of an administration. */
const FORM_DEFECTS: readonly LasDefect[] = [
  missends('refusal-empty', 'LAS-FAULT-51', 'It refuses with an empty answer.', (answer) =>
    answer.status === 500 ? { ...answer, body: Buffer.alloc(0) } : answer,
  ),
  misanswers('fault-and-more', 'LAS-FAULT-51', 'It puts an element beside the Fault.', (xml) =>
    xml.replace('</s:Fault>', '</s:Fault><uitleg xmlns="urn:example:uitleg"/>'),
  ),
  misanswers('code-without-namespace', 'LAS-FAULT-52', 'It writes the faultcode without a prefix.', (xml) =>
    xml.replace('<faultcode>s:', '<faultcode>'),
  ),
  misanswers('code-made-up', 'LAS-FAULT-53', 'It makes up a fault code.', (xml) => withContent(xml, 'faultcode', 's:Client.FoutBericht')),
  misanswers('no-text', 'LAS-FAULT-54', 'It gives an empty faultstring.', (xml) => withContent(xml, 'faultstring', '')),
  misanswers('parts-qualified', 'LAS-FAULT-55', 'It puts faultstring in the namespace of the envelope.', (xml) =>
    xml.replace('<faultstring', '<s:faultstring').replace('</faultstring', '</s:faultstring'),
  ),
  misanswers('key-in-fault', 'LAS-FAULT-56', 'It repeats the autorisatiesleutel in its faults.', (xml, _, { caller }) =>
    withContent(xml, 'faultstring', (text) => `${text} ${caller.autorisatiesleutel}`),
  ),
  missends('faults-under-200', 'LAS-FAULT-57', 'It gives faults under HTTP 200.', (answer) =>
    answer.status === 500 ? { ...answer, status: 200 } : answer,
  ),
  missends('faults-as-plain-text', 'LAS-FAULT-58', 'It calls its faults plain text.', (answer) =>
    answer.status === 500 ? { ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } } : answer,
  ),
];

/** In what an administration refuses, and how it says so. */
export const FAULT_DEFECTS: readonly LasDefect[] = [...QUESTION_FAULT_DEFECTS, ...FORM_DEFECTS];
