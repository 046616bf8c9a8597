import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Requirement } from '../requirement.js';

const role = 'ea' as const;
const versions = ['1.0', '2.1', '2.2', '2.3'] as const;
const withEckId = ['2.2', '2.3'] as const satisfies readonly UwlrVersion[];
const MUST = { role, versions, strength: 'MUST', status: 'confirmed' } as const;
const INFERRED = { role, versions, strength: 'SHOULD', status: 'inferred' } as const;

/** What an EA keeps to in the results that it delivers (spec a.4, a.6, c.10 to c.14, g). */
export const EA_RESULTS_REQUIREMENTS: readonly Requirement[] = [
  {
    id: 'EA-RESULTS-01',
    ...MUST,
    source: 'c.10: X22',
    en: 'Every message with results is valid against the schema of its version.',
    nl: 'Elk bericht met resultaten voldoet aan het schema van zijn versie.',
  },
  {
    id: 'EA-RESULTS-02',
    ...MUST,
    source: 'a.3, c.10: X22',
    en: 'A message with results names the school and the school year of its pupils.',
    nl: 'Een bericht met resultaten noemt de school en het schooljaar van zijn leerlingen.',
  },
  {
    id: 'EA-RESULTS-03',
    ...MUST,
    source: 'a.6: V221 Leerresultatenoverdracht',
    en: 'The aanmaakdatum of each message with results is later than that of the one before.',
    nl: 'De aanmaakdatum van elk bericht met resultaten is later dan die van het vorige.',
  },
  {
    id: 'EA-RESULTS-04',
    ...INFERRED,
    source: 'a.5: X22, V221',
    en: 'The aanmaakdatum says its zone.',
    nl: 'De aanmaakdatum noemt haar tijdzone.',
  },
  {
    id: 'EA-RESULTS-05',
    ...MUST,
    source: 'a.4: H21, X22',
    en: 'A leerlingid is the key of a pupil as the administration gave it.',
    nl: 'Een leerlingid is de key van een leerling zoals de administratie die gaf.',
  },
  {
    id: 'EA-RESULTS-06',
    ...INFERRED,
    versions: withEckId,
    source: 'a.4, c.10: X22',
    en: 'An eckid is the one that the administration gave for that pupil.',
    nl: 'Een eckid is het eckid dat de administratie voor die leerling gaf.',
  },
  {
    id: 'EA-RESULTS-07',
    ...INFERRED,
    versions: ['2.3'],
    source: 'c.5 note 1, f: ES',
    en: 'From 2.3 on a pupil who has an ECK iD is named by it.',
    nl: 'Vanaf 2.3 wordt een leerling met een ECK iD daarmee aangeduid.',
  },
  {
    id: 'EA-RESULTS-08',
    ...INFERRED,
    source: 'c.10: X22; practice TC',
    en: 'A resultaatverwerkerid is the key of a member of staff as the administration gave it.',
    nl: 'Een resultaatverwerkerid is de key van een medewerker zoals de administratie die gaf.',
  },
  {
    id: 'EA-RESULTS-09',
    ...MUST,
    source: 'a.6, d: V221, X22',
    en: 'The key of a result stands once in a message.',
    nl: 'De key van een resultaat staat één keer in een bericht.',
  },
  {
    id: 'EA-RESULTS-10',
    ...INFERRED,
    source: 'a.6: V221, X22',
    en: 'The key of a result stays that of one taking: never of another pupil, test or day.',
    nl: 'De key van een resultaat blijft die van één afname: nooit van een andere leerling, toets of dag.',
  },
  {
    id: 'EA-RESULTS-11',
    ...INFERRED,
    source: 'a.6: V221',
    en: 'A taking that is delivered again comes under the key that it had.',
    nl: 'Een afname die opnieuw wordt aangeleverd, komt onder de key die zij had.',
  },
  {
    id: 'EA-RESULTS-14',
    ...MUST,
    source: 'a.6: V221 Toetsdefinitiesoverdracht',
    en: 'A test is complete in every message: with all its parts, even when one part has results.',
    nl: 'Een toets is in elk bericht volledig: met alle onderdelen, ook als één onderdeel resultaten heeft.',
  },
  {
    id: 'EA-RESULTS-20',
    ...INFERRED,
    source: 'a.6: V221 Leerresultatenoverdracht',
    en: 'Results are complete: what was not confirmed is in a later message that was.',
    nl: 'Resultaten zijn volledig: wat niet bevestigd is, staat in een later bericht dat wel bevestigd is.',
  },
  {
    id: 'EA-RESULTS-21',
    ...MUST,
    source: 'a.6: V221 protocollen',
    en: 'The users of the client decide about sending results.',
    nl: 'De gebruikers van de EA gaan over het versturen van resultaten.',
    notTestable: 'That is a screen of the client, and shows in no message.',
  },
  {
    id: 'EA-RESULTS-22',
    role,
    versions,
    strength: 'MUST',
    status: 'unknown',
    source: 'a.6, open question 3: X22, W22',
    en: 'A result that should not have been sent is withdrawn.',
    nl: 'Een resultaat dat niet verstuurd had mogen worden, wordt ingetrokken.',
    question: 'How does an EA withdraw a result? The standard has no operation and no element for it.',
  },
];
