import { edited, isAnswer } from '../../http/whole-message.js';
import { withContent, withElement } from '../edit-xml.js';
import { type LasDefect, misanswers, mishandles } from '../las-defect.js';

/** In pupils, staff and groups. */
export const PEOPLE_DEFECTS: readonly LasDefect[] = [
  mishandles('new-keys-each-answer', 'LAS-PUPILS-50', 'It gives pupils other keys in each answer.', () => {
    let count = 0;
    return async (request, next) => {
      const answer = await next(request);
      count += 1;
      return request.method === 'POST' && isAnswer(answer)
        ? edited(answer, (xml) => xml.replaceAll('leerling key="', `leerling key="${count}-`))
        : answer;
    };
  }),
  mishandles('new-eckids-each-answer', 'LAS-PUPILS-65', 'It gives pupils other ECK iDs in each answer.', () => {
    let count = 0;
    return async (request, next) => {
      const answer = await next(request);
      count += 1;
      const digit = (count % 16).toString(16);
      return request.method === 'POST' && isAnswer(answer)
        ? edited(answer, (xml) => withEckId(xml, (eckid) => eckid.slice(0, -1) + digit))
        : answer;
    };
  }),
  misanswers('new-keys-each-year', 'LAS-PUPILS-51', 'It gives pupils other keys in each school year.', (xml) =>
    xml.replaceAll('leerling key="', `leerling key="${yearOf(xml)}-`),
  ),
  misanswers('groups-live-on', 'LAS-PUPILS-53', 'It keeps groups from one school year to the next.', (xml) =>
    xml.replaceAll('key="oud-', 'key="'),
  ),
  {
    ...misanswers('years-of-secondary-1-to-6', 'LAS-PUPILS-55', 'It writes year groups of secondary education as 1 to 6.', (xml) =>
      withContent(xml, 'jaargroep', (year) => year.slice(1)),
    ),
    shows: 'secondary',
  },
  misanswers('spaces-in-double-surnames', 'LAS-PUPILS-56', 'It writes double surnames with spaces around the hyphen.', (xml) =>
    withContent(xml, 'achternaam', (name) => `${name} - ${name}`),
  ),
  misanswers('spaces-in-roepnaam', 'LAS-PUPILS-57', 'It writes double first names with a space.', (xml) =>
    withContent(xml, 'roepnaam', (name) => `${name} ${name}`),
  ),
  misanswers('long-surnames', 'LAS-PUPILS-58', 'It writes surnames of more than 70 characters.', (xml) =>
    withContent(xml, 'achternaam', (name) => name.padEnd(71, 'a')),
  ),
  misanswers('long-addresses', 'LAS-PUPILS-59', 'It writes long e-mail addresses.', (xml) =>
    withContent(xml, 'emailadres', (address) => address.padStart(90, 'a')),
  ),
  misanswers('other-digits', 'LAS-PUPILS-60', 'It writes Arabic digits in dependancecode.', (xml) =>
    xml.replace('</brincode>', '</brincode><dependancecode>٠٠</dependancecode>'),
  ),
  misanswers('no-eckid-in-2-3', 'LAS-PUPILS-62', 'It leaves ECK iDs out in 2.3.', (xml, question) =>
    question.includes('<xsdversie>2.3<') ? withoutEckId(xml) : xml,
  ),
  misanswers('two-environments', 'LAS-PUPILS-64', 'It gives an ECK iD of production among those of the pilot.', (xml) =>
    xml.replace('ketenid.nl/pilot/', 'ketenid.nl/201703/'),
  ),
];

/** In versions. */
export const VERSION_DEFECTS: readonly LasDefect[] = [
  {
    ...misanswers('unspoken-version-as-message', 'LAS-VERSION-01', 'It calls a version that it does not speak an invalid message.', (xml) =>
      xml.replace('Client.XsdVersieOngeldig', 'Client.OngeldigBericht'),
    ),
    shows: 'one-version',
  },
  misanswers('nonexistent-version-as-message', 'LAS-VERSION-02', 'It calls a version that does not exist an invalid message.', (xml) =>
    xml.replace('Client.XsdVersieOngeldig', 'Client.OngeldigBericht'),
  ),
  misanswers('eckid-in-2-1', 'LAS-VERSION-03', 'It gives ECK iDs to callers of 2.1.', (xml, question) =>
    question.includes('<xsdversie>2.1<') ? xml.replaceAll('<leerling key', '<leerling eckid="https://ketenid.nl/pilot/0" key') : xml,
  ),
  misanswers('fewer-pupils-in-1-0', 'LAS-VERSION-04', 'It gives fewer pupils in 1.0.', (xml, question) =>
    question.includes('leerresultaten/1/') ? withElement(xml, 'leerling', (element, at) => (at === 0 ? '' : element)) : xml,
  ),
];

function withEckId(xml: string, edit: (eckid: string) => string): string {
  return xml
    .split(' eckid="')
    .map((piece, at) => (at === 0 ? piece : edit(piece.slice(0, piece.indexOf('"'))) + piece.slice(piece.indexOf('"'))))
    .join(' eckid="');
}

function withoutEckId(xml: string): string {
  return withEckId(xml, () => '').replaceAll(' eckid=""', '');
}

function yearOf(xml: string): string {
  const at = xml.indexOf('<schooljaar>') + '<schooljaar>'.length;
  return xml.slice(at, at + 4);
}
