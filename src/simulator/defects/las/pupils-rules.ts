import { withContent, withElement } from '../edit-xml.js';
import { type LasDefect, misanswers } from '../las-defect.js';

const [FIRST_PUPIL, SECOND_PUPIL] = ['"LL-10001"', '"LL-10008"'];

/** In the keys, references, names and dates of an answer with pupil data: one for each rule `UWLR-LG-...`. */
export const RULE_DEFECTS: readonly LasDefect[] = [
  misanswers('year-of-two-years', 'UWLR-LG-001', 'It writes a school year of two years.', (xml) =>
    withContent(xml, 'schooljaar', '2026-2028'),
  ),
  misanswers('group-key-twice', 'UWLR-LG-002', 'It gives two groups one key.', (xml) => xml.replaceAll('"SG-2"', '"SG-1"')),
  misanswers('pupil-key-twice', 'UWLR-LG-003', 'It gives two pupils one key.', (xml) => xml.replace(SECOND_PUPIL, FIRST_PUPIL)),
  misanswers('staff-key-twice', 'UWLR-LG-004', 'It gives two teachers one key.', (xml) => xml.replace('"LK-102"', '"LK-101"')),
  ofWholeSet(
    misanswers('location-key-twice', 'UWLR-LG-005', 'It gives two locations one key.', (xml) =>
      withElement(xml, 'vestiging', (element, at) => (at === 0 && element.includes('<naam>') ? element + element : element)),
    ),
  ),
  misanswers('pupil-eckid-twice', 'UWLR-LG-006', 'It gives two pupils one ECK iD.', (xml) => sameEckId(xml, 'leerling')),
  misanswers('staff-eckid-twice', 'UWLR-LG-007', 'It gives two teachers one ECK iD.', (xml) => sameEckId(xml, 'leerkracht')),
  misanswers('pupil-in-no-such-group', 'UWLR-LG-008', 'It refers to a group of a pupil that it does not give.', (xml) =>
    withElement(xml, 'leerling', (element) => element.replace('<groep key="', '<groep key="weg-')),
  ),
  misanswers('staff-in-no-such-group', 'UWLR-LG-009', 'It refers to a group of a teacher that it does not give.', (xml) =>
    withElement(xml, 'leerkracht', (element) => element.replace('<groep key="', '<groep key="weg-')),
  ),
  ofWholeSet(
    misanswers('pupil-at-no-such-location', 'UWLR-LG-010', 'It refers to a location that it does not give.', (xml) =>
      withElement(xml, 'leerling', (element) => element.replace('<vestiging key="', '<vestiging key="weg-')),
    ),
  ),
  misanswers('dummy-keys', 'UWLR-LG-011', 'It gives dummy keys.', (xml) => xml.replaceAll('key="LL-', 'key="#')),
  misanswers('key-with-space', 'UWLR-LG-012', 'It writes white space before a key.', (xml) => xml.replace('key="LL-', 'key=" LL-')),
  misanswers('blank-key', 'UWLR-LG-013', 'It gives a pupil a key of white space.', (xml) => xml.replace(`key=${FIRST_PUPIL}`, 'key=" "')),
  misanswers('no-jaargroep', 'UWLR-LG-014', 'It gives pupils in no group without jaargroep.', (xml) =>
    withElement(xml, 'leerling', (element) => withElement(element, 'jaargroep', '')),
  ),
  misanswers('name-with-space', 'UWLR-LG-015', 'It writes white space behind names.', (xml) =>
    withContent(xml, 'roepnaam', (name) => `${name} `),
  ),
  {
    ...misanswers('initials-with-stops', 'UWLR-LG-016', 'It writes full stops in initials.', (xml) =>
      withContent(xml, 'voorletters-1', (initials) => `${initials}.`),
    ),
    shows: 'lvs-set',
  },
  misanswers('eckid-of-other-form', 'UWLR-LG-017', 'It gives ECK iDs of another form.', (xml) =>
    xml.replaceAll('ketenid.nl/pilot/', 'ketenid.nl/proef/'),
  ),
  misanswers('nobody-known', 'UWLR-LG-018', 'It gives a pupil without key and without ECK iD.', (xml) =>
    withElement(xml, 'leerling', (element, at) => (at === 0 ? element.replace(' key=', ' was=').replace(' eckid=', ' ooit=') : element)),
  ),
  misanswers('born-later', 'UWLR-LG-019', 'It gives dates of birth in the future.', (xml) =>
    withContent(xml, 'geboortedatum', '2090-01-01'),
  ),
  misanswers('made-later', 'UWLR-LG-020', 'It gives an aanmaakdatum in the future.', (xml) =>
    withContent(xml, 'aanmaakdatum', '2090-01-01T00:00:00Z'),
  ),
  misanswers('bsn-as-key', 'UWLR-LG-024', 'It uses numbers that pass for BSNs as keys.', (xml) =>
    xml.replaceAll('key="LL-', 'key="111111110-'),
  ),
];

function sameEckId(xml: string, name: string): string {
  const of = (text: string) => text.slice(text.indexOf(' eckid="') + 8).split('"', 1)[0] as string;
  const first = of(xml.slice(xml.indexOf(`<${name} `)));
  return withElement(xml, name, (element) => (element.includes(' eckid="') ? element.replace(of(element), first) : element));
}

function ofWholeSet(defect: LasDefect): LasDefect {
  return { ...defect, shows: 'whole-set' };
}
