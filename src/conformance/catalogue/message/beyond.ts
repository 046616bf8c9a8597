import { UWLR_VERSIONS } from '../../../uwlr/finding.js';
import type { Requirement } from '../../requirement.js';

type Entry = Omit<Requirement, 'role' | 'versions'> & Pick<Partial<Requirement>, 'versions'>;

function entry(given: Entry): Requirement {
  return { role: 'message', versions: UWLR_VERSIONS, ...given };
}

/** What the standard says of messages, and the gateway has no rule for; and what is not known. */
export const BEYOND_REQUIREMENTS: readonly Requirement[] = [
  entry({
    id: 'MESSAGE-01',
    strength: 'SHOULD',
    source: 'a.3, c.3: EV',
    status: 'inferred',
    en: 'An answer says of which school it is, although the schema lets it be silent.',
    nl: 'Een antwoord zegt van welke school het is, ook al mag het van het schema ontbreken.',
  }),
  entry({
    id: 'MESSAGE-02',
    strength: 'SHOULD',
    source: 'a.5: V221, X22',
    status: 'inferred',
    en: 'A moment has its time zone.',
    nl: 'Bij een moment staat de tijdzone.',
  }),
  entry({
    id: 'MESSAGE-03',
    strength: 'SHOULD',
    source: 'c.5, j: H21',
    status: 'confirmed',
    en: 'A family name has at most 70 characters.',
    nl: 'Een achternaam heeft hoogstens 70 tekens.',
  }),
  entry({
    id: 'MESSAGE-04',
    strength: 'MUST',
    source: 'e: V221 foutafhandeling',
    status: 'confirmed',
    en: 'The faultcode of a fault is in the namespace of the envelope.',
    nl: 'De faultcode van een foutmelding staat in de namespace van de envelop.',
  }),
  entry({
    id: 'MESSAGE-05',
    strength: 'MUST',
    source: 'e: V221 foutafhandeling, T22',
    status: 'confirmed',
    en: 'The faultcode of a fault is one of the standard, letter for letter, or one of SOAP 1.1.',
    nl: 'De faultcode van een foutmelding is letterlijk een code van de standaard, of een van SOAP 1.1.',
  }),
  entry({
    id: 'MESSAGE-06',
    strength: 'SHOULD',
    source: 'e: V221 foutafhandeling',
    status: 'confirmed',
    en: 'The faultstring of a fault says what is wrong.',
    nl: 'De faultstring van een foutmelding zegt wat er mis is.',
  }),
  entry({
    id: 'MESSAGE-07',
    strength: 'MUST',
    source: 'c: EV, suggested checks 5',
    status: 'inferred',
    en: 'School years, BRINs and codes of locations are in ASCII, although the pattern takes any digit and capital.',
    nl: 'Schooljaren, BRIN’s en dependancecodes zijn in ASCII geschreven, ook al laat het patroon elk cijfer en elke hoofdletter toe.',
  }),
  entry({
    id: 'MESSAGE-08',
    strength: 'MUST',
    source: 'a.4: H21',
    status: 'confirmed',
    en: 'A key keeps its object during the school career and is never used for another.',
    nl: 'Een sleutel houdt in de hele schoolloopbaan hetzelfde object en komt nooit bij een ander.',
    notTestable: 'only messages over years show it',
  }),
  entry({
    id: 'MESSAGE-09',
    strength: 'MUST',
    source: 'a.6: V221 Toetsdefinitiesoverdracht',
    status: 'confirmed',
    en: 'A test in a message is complete, with all of its parts.',
    nl: 'Een toets in een bericht is volledig, met alle onderdelen.',
    notTestable: 'only its maker knows which parts a test has',
  }),
  entry({
    id: 'MESSAGE-10',
    strength: 'MUST',
    source: 'c.11, g: X22, open question 6',
    status: 'unknown',
    en: 'Levels of the toetshierarchie count from the top.',
    nl: 'Niveaus van de toetshiërarchie tellen vanaf de top.',
    question: 'is level 1 of the toetshierarchie its top? The page with the instruction is not public',
  }),
  entry({
    id: 'MESSAGE-11',
    strength: 'SHOULD',
    source: 'g: TC, open question 6',
    status: 'unknown',
    en: 'Values of leerjaar, toetscategorie and toetsniveau are terms of a vocabulary of the standard.',
    nl: 'Leerjaar, toetscategorie en toetsniveau zijn termen van een vocabulaire van de standaard.',
    question: 'which vocabularies are meant for leerjaar, toetscategorie and toetsniveau? None was found',
  }),
  entry({
    id: 'MESSAGE-12',
    versions: ['2.3'],
    strength: 'MUST',
    source: 'f: ES, open question 2',
    status: 'unknown',
    en: 'Teachers and results of 2.3 follow its rule about ECK iD and key.',
    nl: 'Leerkrachten en resultaten in 2.3 volgen de regel over ECK iD en sleutel.',
    question: 'what do the XSDs of 2.3 say of keys of teachers, and of leerlingid beside eckid? They are not public',
  }),
  entry({
    id: 'MESSAGE-13',
    versions: ['2.2', '2.3'],
    strength: 'MUST',
    source: 'h: NV, open question 8',
    status: 'unknown',
    en: 'Every ECK iD of production begins with https://ketenid.nl/201703/.',
    nl: 'Elk ECK iD van productie begint met https://ketenid.nl/201703/.',
    question: 'are there ECK iDs of production with another prefix than 201703?',
  }),
];
