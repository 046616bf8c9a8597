import type { Requirement } from '../../requirement.js';
import { ofRule } from './of-rule.js';

const PARTIES = 'it depends on what the two parties agreed on, which no file shows';
const EARLIER = 'it depends on what was exchanged before, which no file shows';
const RECEIVER = 'it is about the state of the receiver, and not about the message';
const OF_FILE = (notTestable: string) => ({ notTestable });

/** Authorisation, agreements and timing (spec a.5, a.6, b, e). All but the version are between two parties, so that no file shows them. */
export const EXCHANGE_REQUIREMENTS: readonly Requirement[] = [
  ofRule(
    'UWLR-EX-003',
    ['e, f: V221, TP10', 'confirmed'],
    'The xsdversie of a message is a version of its namespace: 1.0, or 2.1, 2.2, 2.2.1 or 2.3.',
    'De xsdversie van een bericht hoort bij de namespace: 1.0, of 2.1, 2.2, 2.2.1 of 2.3.',
  ),
  ofRule(
    'UWLR-EX-001',
    ['e: V221, TP10', 'confirmed'],
    'The klantcode and klantnaam are those that the administration issued.',
    'Klantcode en klantnaam zijn die van de uitgifte door het LAS.',
    OF_FILE(PARTIES),
  ),
  ofRule(
    'UWLR-EX-002',
    ['e: V221, TP10', 'confirmed'],
    'The autorisatiesleutel opens the school in the message.',
    'De autorisatiesleutel geeft toegang tot de school in het bericht.',
    OF_FILE(PARTIES),
  ),
  ofRule(
    'UWLR-EX-004',
    ['a.6: V221', 'confirmed'],
    'The aanmaakdatum of results is later than that of the message before.',
    'De aanmaakdatum van resultaten is later dan die van het vorige bericht.',
    OF_FILE(EARLIER),
  ),
  ofRule(
    'UWLR-EX-005',
    ['e: T22', 'confirmed'],
    'A message is sent again later when the receiver is temporarily unavailable.',
    'Een bericht gaat later opnieuw als de ontvanger tijdelijk niet beschikbaar is.',
    OF_FILE(RECEIVER),
  ),
  ofRule(
    'UWLR-EX-006',
    ['e: T22', 'confirmed'],
    'The receiver can process what it accepts.',
    'De ontvanger kan verwerken wat hij aanneemt.',
    OF_FILE(RECEIVER),
  ),
  ofRule(
    'UWLR-EX-007',
    ['c.1, f: TC', 'inferred'],
    'A question asks for the data set that was agreed.',
    'Een vraag gaat over de afgesproken gegevensset.',
    OF_FILE(PARTIES),
  ),
  ofRule(
    'UWLR-EX-008',
    ['i: V221', 'confirmed'],
    'The administration has every field that the agreed profile requires.',
    'Het LAS heeft elk gegeven dat het afgesproken profiel vraagt.',
    OF_FILE(PARTIES),
  ),
  ofRule(
    'UWLR-EX-009',
    ['f', 'inferred'],
    'The data can be said in the version that is asked for.',
    'De gegevens zijn uit te drukken in de gevraagde versie.',
    OF_FILE(RECEIVER),
  ),
  ofRule(
    'UWLR-EX-010',
    ['c.1: X22', 'inferred'],
    'A group that is asked for is one of the school.',
    'Een groep waarom wordt gevraagd is een groep van de school.',
    OF_FILE(EARLIER),
  ),
  ofRule(
    'UWLR-EX-011',
    ['f: HID', 'inferred'],
    'The xsdversie of a message is the one that was agreed.',
    'De xsdversie van een bericht is de afgesproken versie.',
    OF_FILE(PARTIES),
  ),
  ofRule(
    'UWLR-EX-012',
    ['b: HID', 'inferred'],
    'A caller presents the certificate that was agreed.',
    'Een aanroeper toont het afgesproken certificaat.',
    OF_FILE('a certificate belongs to a connection, and a file has none'),
  ),
  ofRule(
    'UWLR-EX-013',
    ['a.1: V221', 'inferred'],
    'Nothing is exchanged for a school that has paused it.',
    'Er wordt niets uitgewisseld voor een school die dat heeft stilgelegd.',
    OF_FILE(RECEIVER),
  ),
  ofRule('UWLR-EX-014', ['b', 'inferred'], 'A caller does not try keys.', 'Een aanroeper probeert geen sleutels uit.', OF_FILE(EARLIER)),
  ofRule(
    'UWLR-EX-015',
    ['a.6', 'inferred'],
    'A caller sends no more messages a minute than the receiver takes.',
    'Een aanroeper stuurt niet meer berichten per minuut dan de ontvanger aankan.',
    OF_FILE(EARLIER),
  ),
  ofRule(
    'UWLR-EX-016',
    ['a.6', 'inferred'],
    'An idempotency key is used for one request.',
    'Een idempotency-sleutel hoort bij één verzoek.',
    OF_FILE(EARLIER),
  ),
  ofRule(
    'UWLR-EX-017',
    ['a.6: V221', 'inferred'],
    'The key of a result stays with its pupil.',
    'De sleutel van een resultaat blijft bij dezelfde leerling.',
    OF_FILE(EARLIER),
  ),
  ofRule(
    'UWLR-EX-018',
    ['a.6: V221', 'inferred'],
    'The key of a result stays with its test.',
    'De sleutel van een resultaat blijft bij dezelfde toets.',
    OF_FILE(EARLIER),
  ),
  ofRule(
    'UWLR-EX-019',
    ['a.6: V221', 'inferred'],
    'No two messages with results are made at the same moment.',
    'Geen twee berichten met resultaten zijn op hetzelfde moment gemaakt.',
    OF_FILE(EARLIER),
  ),
  ofRule(
    'UWLR-EX-020',
    ['e', 'inferred'],
    'A message is sent again after maintenance of the receiver.',
    'Een bericht gaat opnieuw na onderhoud van de ontvanger.',
    OF_FILE(RECEIVER),
  ),
];
