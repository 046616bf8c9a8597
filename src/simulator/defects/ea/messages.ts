import { type EaDefect, type EaEdit, sends, writes } from '../ea-defect.js';
import { contentsOf, withContent, withElement } from '../edit-xml.js';

function withHeaders(edit: (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>): EaEdit {
  return (message) => ({ ...message, headers: edit(message.headers) });
}

/** Of how messages look, whatever they ask or bring. */
export const EA_MESSAGE_DEFECTS: readonly EaDefect[] = [
  writes('two-messages-in-one', 'EA-ASK-01', 'It puts a second element into the Body.', (xml) =>
    xml.replace('</e:Body>', '<meer/></e:Body>'),
  ),
  writes('soap-1-2', 'EA-ASK-01', 'It sends envelopes of SOAP 1.2.', (xml) =>
    xml.replace('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'),
  ),
  sends('soap-1-2-type', 'EA-ASK-02', 'It calls its messages application/soap+xml.', (message) => ({
    ...message,
    headers: { ...message.headers, 'Content-Type': 'application/soap+xml; charset=utf-8' },
  })),
  sends('put', 'EA-ASK-02', 'It sends with PUT.', (message) => ({ ...message, method: 'PUT' })),
  {
    name: 'no-charset',
    breaks: 'EA-ASK-03',
    does: 'It names no charset.',
    edit: withHeaders((headers) => ({ ...headers, 'Content-Type': 'text/xml' })),
  },
  {
    name: 'other-action',
    breaks: 'EA-ASK-04',
    does: 'It sends the same SOAPAction for whatever it does.',
    edit: withHeaders((headers) => ({ ...headers, SOAPAction: '"Haal"' })),
  },
  {
    name: 'no-action',
    breaks: 'EA-ASK-04',
    does: 'It sends no SOAPAction.',
    edit: withHeaders(({ SOAPAction: _, ...headers }) => headers),
  },
  {
    name: 'bare-action',
    breaks: 'EA-ASK-05',
    does: 'It leaves the quotes around SOAPAction out.',
    edit: withHeaders(({ SOAPAction = '', ...headers }) => ({ ...headers, SOAPAction: SOAPAction.replaceAll('"', '') })),
  },
  writes('no-header', 'EA-ASK-06', 'It sends no autorisatie.', (xml) => withElement(xml, 'autorisatie', '')),
  writes('header-of-another-namespace', 'EA-ASK-06', 'Its autorisatie is in the namespace of pupil data.', (xml) =>
    xml.replace('leerresultaten/2/autorisatie', 'leerresultaten/2/leerlinggegevens'),
  ),
  writes('header-out-of-order', 'EA-ASK-07', 'It puts the autorisatiesleutel last in the header.', (xml) => {
    const [key = ''] = contentsOf(xml, 'autorisatiesleutel');
    return withElement(xml, 'autorisatiesleutel', '').replace(
      '</autorisatie>',
      `<autorisatiesleutel>${key}</autorisatiesleutel></autorisatie>`,
    );
  }),
  writes('header-unqualified', 'EA-ASK-07', 'The parts of its header are in no namespace, as NuSOAP writes them.', (xml) =>
    withElement(xml, 'klantnaam', (element) => element.replace('<klantnaam>', '<klantnaam xmlns="">')),
  ),
  writes('long-name', 'EA-ASK-08', 'It sends a klantnaam of more than 64 characters.', (xml) =>
    withContent(xml, 'klantnaam', 'Verzonnen '.repeat(7).trim()),
  ),
  writes('other-key', 'EA-ASK-09', 'It sends another autorisatiesleutel than it got.', (xml) =>
    withContent(xml, 'autorisatiesleutel', 'verzonnen-andere-sleutel'),
  ),
  writes('other-code', 'EA-ASK-09', 'It sends another klantcode than it got.', (xml) => withContent(xml, 'klantcode', 'ANDERS')),
  writes('no-version', 'EA-ASK-13', 'It sends an empty xsdversie.', (xml) => withContent(xml, 'xsdversie', '')),
  writes('version-1', 'EA-ASK-13', 'It says version 1 in the namespaces of version 2.', (xml) => withContent(xml, 'xsdversie', '1')),
];

/** Of what it asks. */
export const EA_QUESTION_DEFECTS: readonly EaDefect[] = [
  writes(
    'question-out-of-order',
    'EA-ASK-10',
    'It puts xsdversie before the school.',
    (xml) => {
      const [version = ''] = contentsOf(xml, 'xsdversie');
      return withElement(xml, 'xsdversie', '').replace('<schooljaar>', `<xsdversie>${version}</xsdversie><schooljaar>`);
    },
    'question',
  ),
  writes(
    'question-with-more',
    'EA-ASK-10',
    'It sends an element that the standard does not have.',
    (xml) => xml.replace('<schooljaar>', '<alles>ja</alles><schooljaar>'),
    'question',
  ),
  writes('no-school-year', 'EA-ASK-11', 'It leaves schooljaar empty.', (xml) => withContent(xml, 'schooljaar', ''), 'question'),
  writes(
    'same-year-twice',
    'EA-ASK-11',
    'Its school year ends in the year that it begins in.',
    (xml) => withContent(xml, 'schooljaar', (year) => `${year.slice(0, 5)}${year.slice(0, 4)}`),
    'question',
  ),
  writes(
    'brin-and-key',
    'EA-ASK-12',
    'It gives brincode and schoolkey.',
    (xml) => withElement(xml, 'brincode', (element) => `${element}<schoolkey>verzonnen</schoolkey>`),
    'question',
  ),
  writes('other-school', 'EA-ASK-12', 'It asks for another school.', (xml) => withContent(xml, 'brincode', '99ZZ'), 'question'),
  writes('empty-set', 'EA-ASK-14', 'It sends an empty gegevenssetid.', (xml) => withContent(xml, 'gegevenssetid', ''), 'question'),
];

/** Of what its results are worth. */
export const EA_USEFUL_DEFECTS: readonly EaDefect[] = [
  writes('no-origin', 'EA-USEFUL-01', 'Its tests tell no place among others.', (xml) => withElement(xml, 'toetshierarchie', ''), 'results'),
  writes('no-context', 'EA-USEFUL-02', 'It sends no time and no numbers of questions.', (xml) => withElement(xml, 'tijd', ''), 'results'),
  writes(
    'bound-hierarchy',
    'EA-USEFUL-03',
    'It binds the place of its tests to a vocabulary, which the sound client does not.',
    (xml) => withElement(xml, 'ingang', (element) => element.replace(' niveau=', ' vocabulaire="urn:verzonnen" niveau=')),
    'results',
  ),
  writes('no-links', 'EA-USEFUL-04', 'It sends no links.', (xml) => withElement(xml, 'infourl', ''), 'results'),
  writes('no-names', 'EA-USEFUL-05', 'Its tests have no names.', (xml) => withElement(xml, 'toetsnaam', ''), 'results'),
  writes('no-norms', 'EA-USEFUL-06', 'It sends no norms.', (xml) => withElement(xml, 'toetsnormering', ''), 'results'),
  writes(
    'remarks',
    'EA-USEFUL-07',
    'It sends an author with every message.',
    (xml) => withElement(xml, 'aanmaakdatum', (element) => `${element}<auteur>Verzonnen</auteur>`),
    'results',
  ),
  writes(
    'keys-in-links',
    'EA-USEFUL-07',
    'Its links hold a token.',
    (xml) => withContent(xml, 'infourl', (link) => `${link}?token=verzonnen`),
    'results',
  ),
  writes('no-set', 'EA-USEFUL-08', 'It does not name the set that it needs.', (xml) => withElement(xml, 'gegevenssetid', ''), 'question'),
];

/** Of what it delivers. */
export const EA_RESULT_DEFECTS: readonly EaDefect[] = [
  writes('results-without-day', 'EA-RESULTS-01', 'It leaves afnamedatum out.', (xml) => withElement(xml, 'afnamedatum', ''), 'results'),
  writes(
    'decimal-score',
    'EA-RESULTS-01',
    'It sends scores with a point.',
    (xml) => withContent(xml, 'score', (score) => `${score}.5`),
    'results',
  ),
  writes(
    'results-of-another-school',
    'EA-RESULTS-02',
    'It delivers for another school.',
    (xml) => withContent(xml, 'brincode', '99ZZ'),
    'results',
  ),
  writes(
    'results-of-another-year',
    'EA-RESULTS-02',
    'It delivers for the year before.',
    (xml) => withContent(xml, 'schooljaar', (year) => `${Number(year.slice(0, 4)) - 1}-${year.slice(0, 4)}`),
    'results',
  ),
  writes(
    'stamp-without-zone',
    'EA-RESULTS-04',
    'It leaves the zone out of aanmaakdatum.',
    (xml) => withContent(xml, 'aanmaakdatum', (moment) => moment.replace('Z', '')),
    'results',
  ),
  writes(
    'own-pupil-numbers',
    'EA-RESULTS-05',
    'It sends its own numbers as leerlingid.',
    (xml) => withContent(xml, 'leerlingid', (_, at) => `eigen-${at + 1}`),
    'results',
  ),
  writes(
    'eck-ids-astray',
    'EA-RESULTS-06',
    'It sends the ECK iD of another pupil.',
    (xml) => {
      const all = contentsOf(xml, 'eckid');
      return withContent(xml, 'eckid', (_, at) => all[(at + 1) % all.length] ?? '');
    },
    'results',
  ),
  writes('no-eck-ids', 'EA-RESULTS-07', 'It sends no ECK iDs.', (xml) => withElement(xml, 'eckid', ''), 'results'),
  writes(
    'own-staff-numbers',
    'EA-RESULTS-08',
    'It sends its own numbers of staff.',
    (xml) => withContent(xml, 'resultaatverwerkerid', 'eigen-1'),
    'results',
  ),
  writes(
    'keys-twice',
    'EA-RESULTS-09',
    'It sends the first result of a pupil twice.',
    (xml) => withElement(xml, 'resultaat', (element, at) => (at === 0 ? element + element : element)),
    'results',
  ),
  writes(
    'test-missing',
    'EA-RESULTS-12',
    'It leaves a test out that has results.',
    (xml) => withElement(xml, 'toets', firstLeftOut),
    'results',
  ),
  writes(
    'part-missing',
    'EA-RESULTS-13',
    'It leaves a part out that has results.',
    (xml) => withElement(xml, 'toetsonderdeel', secondLeftOut),
    'results',
  ),
  writes('days-ahead', 'EA-RESULTS-15', 'It sends a day of next year.', (xml) => withContent(xml, 'afnamedatum', nextYear), 'results'),
  writes('scores-beyond-norms', 'EA-RESULTS-16', 'It sends scores above the norms.', (xml) => withContent(xml, 'score', '99'), 'results'),
  writes(
    'norms-backwards',
    'EA-RESULTS-17',
    'Its norms end before they begin.',
    (xml) => withContent(xml, 'eindnormwaarde', '0'),
    'results',
  ),
  writes(
    'own-terms',
    'EA-RESULTS-18',
    'It sends a term that its vocabulary does not have.',
    (xml) => withContent(xml, 'vakgebied', 'Rekenkunde'),
    'results',
  ),
  writes(
    'no-vocabulary',
    'EA-RESULTS-19',
    'It names no vocabulary for its subjects.',
    (xml) => withElement(xml, 'vakgebied', (element) => element.replace(/ vocabulaire="[^"]*"/, '')),
    'results',
  ),
  writes(
    'keys-with-spaces',
    'EA-RESULTS-23',
    'It puts a space behind every leerlingid.',
    (xml) => withContent(xml, 'leerlingid', (key) => `${key} `),
    'results',
  ),
  writes('test-without-parts', 'EA-RESULTS-14', 'It sends another number of parts with each message.', incomplete(), 'results'),
];

function firstLeftOut(element: string, at: number): string {
  return at === 0 ? '' : element;
}

function secondLeftOut(element: string, at: number): string {
  return at === 1 ? '' : element;
}

function nextYear(): string {
  return `${new Date().getFullYear() + 1}-06-01`;
}

function incomplete(): (xml: string) => string {
  let count = 0;
  return (xml) => {
    count += 1;
    return count % 2 === 0 ? withElement(xml, 'toetsonderdeel', secondLeftOut) : xml;
  };
}
