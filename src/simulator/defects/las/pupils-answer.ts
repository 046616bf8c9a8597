import { withContent, withElement } from '../edit-xml.js';
import { missends } from '../handled-defect.js';
import { type LasDefect, misanswers, misreads } from '../las-defect.js';

/** In the answer with all pupil data as a message: its form, and what it says it is about. */
export const ANSWER_DEFECTS: readonly LasDefect[] = [
  misanswers('answer-other-root', 'LAS-PUPILS-01', 'It answers every question with structuur_antwoord.', (xml) =>
    xml.replaceAll(/leerlinggegevens_?antwoord/g, 'structuur_antwoord'),
  ),
  misanswers('answer-empty', 'LAS-PUPILS-01', 'It says that there is no data.', (xml) =>
    withElement(xml, 'leerlinggegevens', '<geengegevens/>'),
  ),
  missends('answer-under-202', 'LAS-PUPILS-01', 'It answers under HTTP 202.', (answer) =>
    answer.status === 200 ? { ...answer, status: 202 } : answer,
  ),
  misanswers('namespace-of-3', 'LAS-PUPILS-02', 'It answers in a namespace of another generation.', (xml) =>
    xml.replaceAll('leerresultaten/2/leerlinggegevens', 'leerresultaten/3/leerlinggegevens'),
  ),
  misanswers('children-unqualified', 'LAS-PUPILS-03', 'It puts what is in school in no namespace.', (xml) =>
    withElement(xml, 'schooljaar', (element) => element.replace('<schooljaar', '<schooljaar xmlns=""')),
  ),
  misanswers('two-alternatives', 'LAS-PUPILS-04', 'It gives data and geenwijzigingen in one answer.', (xml) =>
    xml.replace('</leerlinggegevens>', '</leerlinggegevens><geenwijzigingen/>'),
  ),
  misanswers('names-in-wrong-order', 'LAS-PUPILS-05', 'It gives schooljaar after the other elements of school.', (xml) =>
    withContent(xml, 'school', (content) => {
      const end = content.indexOf('</schooljaar>') + '</schooljaar>'.length;
      return content.slice(end) + content.slice(0, end);
    }),
  ),
  misanswers('autorisatie-returned', 'LAS-PUPILS-06', 'It sends the autorisatie of the question back.', (xml, question) => {
    const from = question.indexOf('<soap:Header>');
    const header = question.slice(from, question.indexOf('</soap:Header>') + '</soap:Header>'.length).replaceAll('soap:Header', 's:Header');
    return xml.replace('<s:Body>', () => `${header}<s:Body>`);
  }),
  misanswers('two-in-body', 'LAS-PUPILS-07', 'It puts a second element in the Body.', (xml) =>
    xml.replace('</s:Body>', '<bijlage xmlns="urn:example:bijlage"/></s:Body>'),
  ),
  misanswers('must-understand', 'LAS-PUPILS-08', 'It demands that the caller understands a header block.', (xml) =>
    xml.replace('<s:Body>', '<s:Header><sessie xmlns="urn:example:sessie" s:mustUnderstand="1">1</sessie></s:Header><s:Body>'),
  ),
  misanswers('another-school', 'LAS-PUPILS-10', 'It answers about another school.', (xml) => withContent(xml, 'brincode', '99YY')),
  misanswers('school-unnamed', 'LAS-PUPILS-11', 'It does not say which school the data are of.', (xml) => withElement(xml, 'brincode', '')),
  misanswers('dependancecode-00-another-school', 'LAS-PUPILS-12', 'It takes dependancecode 00 for another school.', (xml, question) =>
    question.includes('<dependancecode>00</dependancecode>') ? withElement(xml, 'leerlinggegevens', '<geengegevens/>') : xml,
  ),
  misanswers(
    'dependancecode-empty-another-school',
    'LAS-PUPILS-13',
    'It takes an empty dependancecode for another school.',
    (xml, question) =>
      question.includes('<dependancecode></dependancecode>') ? withElement(xml, 'leerlinggegevens', '<geengegevens/>') : xml,
  ),
  misanswers('another-school-year', 'LAS-PUPILS-14', 'It answers about another school year.', (xml) =>
    withContent(xml, 'schooljaar', '2019-2020'),
  ),
  misanswers('moments-without-zone', 'LAS-PUPILS-17', 'It writes moments without a time zone.', (xml) =>
    withContent(xml, 'aanmaakdatum', (moment) => moment.replace('Z', '')),
  ),
  misanswers('xsdversie-always-2-0', 'LAS-PUPILS-20', 'It writes xsdversie 2.0 in every answer.', (xml) =>
    withContent(xml, 'xsdversie', '2.0'),
  ),
  misanswers('years-up-to-2024', 'LAS-PUPILS-21', 'It writes the last school year that the XSD of 2.2 has.', (xml) =>
    withContent(xml, 'schooljaar', '2024-2025'),
  ),
  misreads('gegevenssetid-demanded', 'LAS-PUPILS-22', 'It refuses a question without gegevenssetid.', (xml) =>
    xml.includes('<gegevenssetid>') ? xml : withElement(xml, 'schooljaar', ''),
  ),
];
