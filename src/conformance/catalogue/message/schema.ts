import type { Requirement } from '../../requirement.js';
import { ofRule } from './of-rule.js';

const X: readonly [string, 'confirmed'] = ['c: X22, EV', 'confirmed'];
const TOLERANT = 'a way in which the gateway reads a breach of another rule tolerantly; files are judged by that rule';

/** What the XSDs say of the shape of a message (spec c). */
export const SHAPE_REQUIREMENTS: readonly Requirement[] = [
  ofRule(
    'UWLR-SCH-001',
    X,
    'Each element is one that the standard has at that place.',
    'Elk element is een element dat de standaard op die plaats kent.',
  ),
  ofRule('UWLR-SCH-002', X, 'Elements stand in the order of the standard.', 'Elementen staan in de volgorde van de standaard.'),
  ofRule('UWLR-SCH-003', X, 'Each mandatory element is there.', 'Elk verplicht element is aanwezig.'),
  ofRule('UWLR-SCH-004', X, 'An element that may occur once occurs once.', 'Een element dat één keer mag voorkomen, komt één keer voor.'),
  ofRule('UWLR-SCH-005', X, 'Each element is in its namespace.', 'Elk element staat in de juiste namespace.'),
  ofRule(
    'UWLR-SCH-006',
    X,
    'Of elements that exclude each other only one is there.',
    'Van elementen die elkaar uitsluiten, is er maar één aanwezig.',
  ),
  ofRule('UWLR-SCH-007', X, 'Between elements there is no text.', 'Tussen elementen staat geen tekst.'),
  ofRule(
    'UWLR-SCH-008',
    X,
    'Each attribute is one that the standard has there.',
    'Elk attribuut is een attribuut dat de standaard daar kent.',
  ),
  ofRule('UWLR-SCH-009', X, 'Each mandatory attribute is there.', 'Elk verplicht attribuut is aanwezig.'),
  ofRule('UWLR-SCH-010', X, 'No element has xsi:nil.', 'Geen element heeft xsi:nil.'),
  ofRule(
    'UWLR-SCH-011',
    X,
    'An xsi:type names a type that the element can have.',
    'Een xsi:type noemt een type dat het element kan hebben.',
  ),
  ofRule(
    'UWLR-SCH-012',
    ['c.10: X22, EV', 'confirmed'],
    'An anderresultaat names an agreed type in xsi:type.',
    'Een anderresultaat noemt in xsi:type een afgesproken type.',
    { versions: ['2.1', '2.2', '2.3'] },
  ),
  ofRule(
    'UWLR-SCH-013',
    ['c.1, c.10, c.15: X22', 'confirmed'],
    'A message names its version in xsdversie.',
    'Een bericht noemt zijn versie in xsdversie.',
  ),
  ofRule('UWLR-SCH-014', X, 'An optional element that is there is not empty.', 'Een optioneel element dat er staat, is niet leeg.', {
    notTestable: TOLERANT,
  }),
  ofRule(
    'UWLR-SCH-015',
    ['c.8: X22, EV', 'confirmed'],
    'A blok of toevoegingen names an agreed type in xsi:type.',
    'Een blok met toevoegingen noemt in xsi:type een afgesproken type.',
  ),
  ofRule('UWLR-SCH-016', ['c.1: X22', 'confirmed'], 'The school year of a question is filled.', 'Het schooljaar van een vraag is gevuld.'),
  ofRule(
    'UWLR-SCH-017',
    ['c.1: X22, EV', 'confirmed'],
    'A question or message with results names its school by brincode or by schoolkey, not by both.',
    'Een vraag of een bericht met resultaten noemt de school met brincode of met schoolkey, niet met allebei.',
    { versions: ['2.1', '2.2', '2.3'] },
  ),
  ofRule('UWLR-SCH-018', X, 'No optional element is written as nil.', 'Geen optioneel element is met xsi:nil geschreven.', {
    notTestable: TOLERANT,
  }),
  ofRule('UWLR-SCH-019', X, 'No xsi:type names the base of a type.', 'Geen xsi:type noemt het basistype van een type.', {
    notTestable: TOLERANT,
  }),
  ofRule('UWLR-SCH-030', ['c.12: X22', 'confirmed'], 'A norm is complete.', 'Een norm is volledig.', {
    notTestable: TOLERANT,
    strength: 'MUST',
  }),
];

/** What the XSDs say of values, and of keys where their rules have effect (spec c and d). */
export const VALUE_REQUIREMENTS: readonly Requirement[] = [
  ofRule('UWLR-SCH-020', X, 'No value is shorter than its type allows.', 'Geen waarde is korter dan het type toestaat.'),
  ofRule('UWLR-SCH-021', X, 'No value is longer than its type allows.', 'Geen waarde is langer dan het type toestaat.'),
  ofRule('UWLR-SCH-022', X, 'Each value has the form of its type.', 'Elke waarde heeft de vorm van het type.'),
  ofRule('UWLR-SCH-023', X, 'Each number is written as its type asks.', 'Elk getal is geschreven zoals het type vraagt.'),
  ofRule('UWLR-SCH-024', X, 'Each number is within its range.', 'Elk getal valt binnen het bereik.'),
  ofRule('UWLR-SCH-025', X, 'Each date is one of the calendar, as in 2026-11-22.', 'Elke datum bestaat en is geschreven als 2026-11-22.'),
  ofRule(
    'UWLR-SCH-026',
    X,
    'Each moment is a date with a time, as in 2026-11-22T09:00:00+01:00.',
    'Elk moment is een datum met een tijd, zoals 2026-11-22T09:00:00+01:00.',
  ),
  ofRule('UWLR-SCH-027', X, 'Each reference to a vocabulary is a URI.', 'Elke verwijzing naar een vocabulaire is een URI.'),
  ofRule('UWLR-SCH-028', X, 'Each code is one of its list.', 'Elke code staat in de lijst.'),
  ofRule(
    'UWLR-SCH-029',
    ['b: X22; j: TC', 'confirmed'],
    'No value in the autorisatie header is longer than 64 characters.',
    'Geen waarde in de autorisatieheader is langer dan 64 tekens.',
  ),
  ofRule(
    'UWLR-ID-001',
    ['d: X22, X10, EV', 'confirmed'],
    'No key occurs twice where the schema itself compares them: results and tests, and all of 1.0 and EDEXML.',
    'Geen sleutel komt tweemaal voor waar het schema zelf vergelijkt: bij resultaten en toetsen, en in 1.0 en EDEXML overal.',
  ),
  ofRule(
    'UWLR-ID-002',
    ['d: X22, EV', 'confirmed'],
    'No two parts of a test have the same number.',
    'Geen twee onderdelen van een toets hebben hetzelfde volgnummer.',
  ),
  ofRule(
    'UWLR-ID-003',
    ['c.10, d: X22, EV', 'confirmed'],
    'The test of each result is in the message.',
    'De toets van elk resultaat staat in het bericht.',
  ),
  ofRule(
    'UWLR-ID-004',
    ['d: X10, H21', 'confirmed'],
    'In 1.0 and in EDEXML files each group or location that is referred to is there.',
    'In 1.0 en in EDEXML-bestanden is elke groep of vestiging waarnaar wordt verwezen aanwezig.',
  ),
  ofRule(
    'UWLR-ID-005',
    ['f: X10', 'inferred'],
    'No two norms of a test begin at the same score.',
    'Geen twee normen van een toets beginnen bij dezelfde score.',
    { versions: ['1.0'] },
  ),
];
