import { ADVISED, INFERRED, INFERRED_ADVICE, ofLas, unknown } from '../las-requirement.js';

/**
 * Pupils, staff and groups: what the rules `UWLR-LG-...` about one message do not say, because it takes several answers, knowledge of the
 * school, or is the handbook's advice (spec a.4, c.4 to c.7, f, h).
 */
export const PEOPLE_REQUIREMENTS = [
  ofLas(
    'LAS-PUPILS-50',
    'a.4: H21',
    'A key does not change: the same pupil has the same key in each answer.',
    'Een sleutel verandert niet: dezelfde leerling heeft in elk antwoord dezelfde sleutel.',
  ),
  ofLas(
    'LAS-PUPILS-51',
    'a.4: H21',
    'A pupil keeps the same key from one school year to the next.',
    'Een leerling houdt dezelfde sleutel van het ene schooljaar naar het andere.',
  ),
  ofLas(
    'LAS-PUPILS-52',
    'a.4: H21',
    'A key is never used again for another object of the same type within the school.',
    'Een sleutel wordt binnen de school nooit opnieuw gebruikt voor een ander object van dezelfde soort.',
    { notTestable: 'it takes answers of many years' },
  ),
  ofLas(
    'LAS-PUPILS-53',
    'a.4: H21',
    'A group lives one school year at most: no key of a group is in the answers of two years.',
    'Een groep bestaat hoogstens één schooljaar: geen sleutel van een groep komt in de antwoorden van twee jaren voor.',
  ),
  ofLas(
    'LAS-PUPILS-54',
    'a.4: H21',
    'A sender that cannot keep a key the same uses a dummy key that starts with #.',
    'Wie een sleutel niet gelijk kan houden, gebruikt een dummysleutel die met # begint.',
    { notTestable: 'only the administration knows which of its keys it can keep; see LAS-PUPILS-50 and UWLR-LG-011' },
  ),
  ofLas(
    'LAS-PUPILS-55',
    'c.7: X22',
    'Year groups of secondary education are 11 to 16, never 1 to 6.',
    'Jaargroepen van het voortgezet onderwijs zijn 11 tot en met 16, nooit 1 tot en met 6.',
  ),
  ofLas(
    'LAS-PUPILS-56',
    'a.4: H21',
    'Surnames of two parts are joined by a hyphen without spaces around it.',
    'Dubbele achternamen zijn verbonden door een koppelteken zonder spaties.',
    ADVISED,
  ),
  ofLas(
    'LAS-PUPILS-57',
    'a.4: H21',
    'A roepnaam of two parts is joined by a hyphen.',
    'Een roepnaam van twee delen is verbonden door een koppelteken.',
    INFERRED_ADVICE,
  ),
  ofLas(
    'LAS-PUPILS-58',
    'c.5, j: H21 (the XSD allows 200)',
    'A surname has at most 70 characters.',
    'Een achternaam heeft hoogstens 70 tekens.',
    ADVISED,
  ),
  ofLas(
    'LAS-PUPILS-59',
    'c.5: H21',
    'The part of an e-mail address before the @ has at most 65 characters.',
    'Het deel van een e-mailadres vóór de @ heeft hoogstens 65 tekens.',
    ADVISED,
  ),
  ofLas(
    'LAS-PUPILS-61',
    'a.4: H21',
    'A pupil whose uitstroomdatum is past has left in this school year; outside of profiles only.',
    'Een leerling met een uitstroomdatum in het verleden is in dit schooljaar vertrokken; alleen buiten profielen.',
    { notTestable: 'no profile has the field: see LAS-PROFILE-15' },
  ),
  ofLas(
    'LAS-PUPILS-62',
    'c.5, f: ES',
    'In 2.3 a pupil who has an ECK iD is given with it.',
    'In 2.3 wordt een leerling die een ECK iD heeft daarmee aangeduid.',
    { versions: ['2.3'] },
  ),
  ofLas(
    'LAS-PUPILS-63',
    'c.6: TC (teachers without eckid occur)',
    'In 2.3 the rule for identification of pupils holds for staff too.',
    'In 2.3 geldt de regel voor de aanduiding van leerlingen ook voor leerkrachten.',
    { versions: ['2.3'], ...unknown('may a member of staff in 2.3 be without a key when there is an ECK iD?') },
  ),
  ofLas(
    'LAS-PUPILS-64',
    'h: Edu-V, NV',
    'All ECK iDs of an answer are of one environment: production or pilot.',
    'Alle ECK iDs van een antwoord komen uit één omgeving: productie of pilot.',
    { versions: ['2.2', '2.3'], ...INFERRED },
  ),
  ofLas(
    'LAS-PUPILS-65',
    'h: NV tests',
    'An ECK iD is persistent, and is the same for the same pupil in each answer.',
    'Een ECK iD blijft gelijk: dezelfde leerling heeft in elk antwoord hetzelfde ECK iD.',
    { versions: ['2.2', '2.3'] },
  ),
  ofLas(
    'LAS-PUPILS-66',
    'a.4, c.7: H21',
    'Roles of staff are for selection only; nothing is authorised by them.',
    'Rollen van leerkrachten dienen alleen om te selecteren; er worden geen rechten aan ontleend.',
    { ...ADVISED, notTestable: 'it is about what the caller does' },
  ),
  ofLas(
    'LAS-PUPILS-67',
    'h: NV',
    'Only parties of the LAS type that a school board authorised ask the Nummervoorziening for ECK iDs.',
    'Alleen door het bestuur gemachtigde LAS-partijen vragen ECK iDs op bij de Nummervoorziening.',
    { notTestable: 'it is another service' },
  ),
];
