import { rulesOf } from './define.js';

const rule = rulesOf('schema');

/** What the XSDs say: shape, facets, and the identity rules that have effect there. */
export const SCHEMA_RULES = {
  'UWLR-SCH-001': rule('The standard does not allow the element here', 'Het element hoort hier niet', { tolerable: true }),
  'UWLR-SCH-002': rule('The elements are not in the order that the standard prescribes', 'De elementen staan niet in de juiste volgorde', {
    tolerable: true,
  }),
  'UWLR-SCH-003': rule('A mandatory element is missing', 'Een verplicht element ontbreekt'),
  'UWLR-SCH-004': rule('The element may occur only once', 'Het element mag maar één keer voorkomen'),
  'UWLR-SCH-005': rule('The element is in the wrong namespace', 'Het element heeft een verkeerde namespace'),
  'UWLR-SCH-006': rule(
    'The element may not occur together with another element that is present',
    'Het element sluit een ander aanwezig element uit',
  ),
  'UWLR-SCH-007': rule('Text is not allowed here', 'Tekst is hier niet toegestaan'),
  'UWLR-SCH-008': rule('The standard does not allow the attribute here', 'Het attribuut hoort hier niet', { tolerable: true }),
  'UWLR-SCH-009': rule('A mandatory attribute is missing', 'Een verplicht attribuut ontbreekt'),
  'UWLR-SCH-010': rule('xsi:nil is not allowed', 'xsi:nil is niet toegestaan'),
  'UWLR-SCH-011': rule('The type in xsi:type is not allowed here', 'Het type in xsi:type is hier niet toegestaan'),
  'UWLR-SCH-012': rule('The result needs a registered xsi:type', 'Het resultaat vereist een geregistreerd xsi:type'),
  'UWLR-SCH-013': rule('xsdversie is missing', 'xsdversie ontbreekt', { tolerable: true }),
  'UWLR-SCH-014': rule('The optional element is empty', 'Het optionele element is leeg', { tolerable: true }),
  'UWLR-SCH-015': rule('The type of the extension is unknown', 'De toevoeging is van een onbekend type', { tolerable: true }),
  'UWLR-SCH-016': rule('The school year is empty and is read as the current one', 'Het schooljaar is leeg: het lopende is bedoeld', {
    tolerable: true,
  }),
  'UWLR-SCH-017': rule(
    'The school is identified by both BRIN and schoolkey; the BRIN is used',
    'De school is met brincode en met schoolkey aangeduid: de brincode telt',
    { tolerable: true },
  ),
  'UWLR-SCH-018': rule(
    'The standard does not allow xsi:nil; an optional element with xsi:nil is read as absent',
    'xsi:nil hoort niet bij de standaard: een optioneel element met xsi:nil wordt gelezen als afwezig',
    { tolerable: true },
  ),
  'UWLR-SCH-019': rule(
    'xsi:type names the base type of the value, not the type of the standard',
    'Het type in xsi:type is het basistype van de waarde, niet het type van de standaard',
    { tolerable: true },
  ),
  'UWLR-SCH-020': rule('The value is too short', 'De waarde is te kort'),
  'UWLR-SCH-021': rule('The value is too long', 'De waarde is te lang'),
  'UWLR-SCH-022': rule('The value does not match the prescribed format', 'De waarde heeft niet de voorgeschreven vorm'),
  'UWLR-SCH-023': rule('The value is not a number of the prescribed kind', 'De waarde is geen getal van het voorgeschreven soort'),
  'UWLR-SCH-024': rule('The number is out of range', 'Het getal valt buiten het toegestane bereik'),
  'UWLR-SCH-025': rule('The value is not a date', 'De waarde is geen geldige datum'),
  'UWLR-SCH-026': rule('The value is not a date and time', 'De waarde is geen geldige datum met tijd'),
  'UWLR-SCH-027': rule('The value is not a URI', 'De waarde is geen geldige URI'),
  'UWLR-SCH-028': rule('The value is not one of the prescribed values', 'De waarde is geen van de voorgeschreven waarden'),
  'UWLR-SCH-029': rule(
    'The value in the autorisatie header is longer than 64 characters',
    'De waarde in de autorisatieheader is langer dan 64 tekens',
    {
      severity: 'warning',
    },
  ),
  'UWLR-SCH-030': rule(
    'A norm lacks what the schema asks: it is left out, and the results are kept',
    'Een norm is onvolledig: de norm is weggelaten en de resultaten zijn verwerkt',
    { severity: 'warning' },
  ),
  'UWLR-ID-001': rule('The key occurs twice in the message', 'De sleutel komt tweemaal voor in het bericht'),
  'UWLR-ID-002': rule('The number occurs twice in the test', 'Het volgnummer komt tweemaal voor binnen de toets'),
  'UWLR-ID-003': rule('The referenced test is not in the message', 'De toets waarnaar wordt verwezen staat niet in het bericht'),
  'UWLR-ID-004': rule(
    'The referenced group or location is not in the message',
    'De groep of vestiging waarnaar wordt verwezen staat niet in het bericht',
  ),
  'UWLR-ID-005': rule('Two norms of the same test start at the same score', 'Twee normen van één toets beginnen bij dezelfde score'),
} as const;
