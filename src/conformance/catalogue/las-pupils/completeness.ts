import { INFERRED, ofLas, unknown } from '../las-requirement.js';

/** Which data a question gets: all of them, or the word that there are none or none that are new (spec a.5). */
export const COMPLETENESS_REQUIREMENTS = [
  ofLas(
    'LAS-PUPILS-30',
    'a.5: V221 alles-in-één',
    'The answer holds all enrolled pupils of the whole school, and no part of them.',
    'Het antwoord bevat alle ingeschreven leerlingen van de hele school, en niet een deel daarvan.',
  ),
  ofLas(
    'LAS-PUPILS-31',
    'a.5: V221 alles-in-één',
    'The same question twice in a row gets the same pupils, groups and staff.',
    'Dezelfde vraag tweemaal achter elkaar geeft dezelfde leerlingen, groepen en leerkrachten.',
    INFERRED,
  ),
  ofLas(
    'LAS-PUPILS-32',
    'a.5: X22',
    'A question without laatstontvangengegevens always gets the data, also when nothing has changed.',
    'Een vraag zonder laatstontvangengegevens krijgt altijd de gegevens, ook als er niets is gewijzigd.',
  ),
  ofLas(
    'LAS-PUPILS-33',
    'a.5: X22, V221 alles-in-één',
    'When something has changed since laatstontvangengegevens, the answer is the complete set and no difference.',
    'Is er sinds laatstontvangengegevens iets gewijzigd, dan is het antwoord de hele verzameling en geen verschil.',
    INFERRED,
  ),
  ofLas(
    'LAS-PUPILS-34',
    'a.5: X22',
    'When nothing has changed since laatstontvangengegevens, the answer is geenwijzigingen or the complete set.',
    'Is er sinds laatstontvangengegevens niets gewijzigd, dan is het antwoord geenwijzigingen of de hele verzameling.',
  ),
  ofLas(
    'LAS-PUPILS-35',
    'a.5, c.1: X22 (xs:dateTime), V221 (samples without zone)',
    'The element laatstontvangengegevens may be without a time zone.',
    'Het element laatstontvangengegevens mag zonder tijdzone zijn.',
  ),
  ofLas(
    'LAS-PUPILS-36',
    'c.1: X22 (xs:dateTime)',
    'The element laatstontvangengegevens may have an offset and fractions of a second.',
    'Het element laatstontvangengegevens mag een tijdzone en delen van seconden hebben.',
  ),
  ofLas('LAS-PUPILS-37', 'a.5: EV', 'The element geenwijzigingen is strictly empty.', 'Het element geenwijzigingen is helemaal leeg.'),
  ofLas(
    'LAS-PUPILS-38',
    'a.5: X22, EV',
    'A question that is right but has no data, such as one about a school year without pupils, is answered with geengegevens.',
    'Een juiste vraag waarbij geen gegevens horen, zoals over een schooljaar zonder leerlingen, wordt beantwoord met geengegevens.',
  ),
  ofLas('LAS-PUPILS-39', 'a.5: EV', 'The element geengegevens is strictly empty.', 'Het element geengegevens is helemaal leeg.'),
  ofLas(
    'LAS-PUPILS-40',
    'a.5: only consistent reading',
    'A pupil who left is absent from the next complete answer: there is no message that deletes.',
    'Een leerling die weg is, ontbreekt in het volgende volledige antwoord: er is geen bericht dat verwijdert.',
    { ...INFERRED, notTestable: 'the suite cannot make a pupil leave the school' },
  ),
  ofLas(
    'LAS-PUPILS-41',
    'a.5',
    'In laatstontvangengegevens is the moment of the last answer that the caller took in.',
    'In laatstontvangengegevens staat het moment van het laatste antwoord dat de vrager heeft verwerkt.',
    unknown('which clock does laatstontvangengegevens follow: aanmaakdatum of the last answer, or the moment of receipt?'),
  ),
  ofLas(
    'LAS-PUPILS-42',
    'a.5: X22',
    'Once something has changed, a question with laatstontvangengegevens of before gets the data.',
    'Zodra er iets is gewijzigd, krijgt een vraag met een eerder laatstontvangengegevens de gegevens.',
    { notTestable: 'the suite cannot change data of the school' },
  ),
];
