import type { Requirement } from '../../requirement.js';
import { ofRule } from './of-rule.js';

const KEYS: readonly [string, 'confirmed'] = ['a.4, d: H21, X22', 'confirmed'];
const OF_2 = { versions: ['2.1', '2.2', '2.3'] } as const;

/** Pupil data: keys and references (spec a.4 and d). */
export const KEY_REQUIREMENTS: readonly Requirement[] = [
  ofRule('UWLR-LG-002', KEYS, 'No two groups have the same key.', 'Geen twee groepen hebben dezelfde sleutel.', OF_2),
  ofRule('UWLR-LG-003', KEYS, 'No two pupils have the same key.', 'Geen twee leerlingen hebben dezelfde sleutel.', OF_2),
  ofRule('UWLR-LG-004', KEYS, 'No two members of staff have the same key.', 'Geen twee leerkrachten hebben dezelfde sleutel.', OF_2),
  ofRule('UWLR-LG-005', KEYS, 'No two locations have the same key.', 'Geen twee vestigingen hebben dezelfde sleutel.', OF_2),
  ofRule('UWLR-LG-006', KEYS, 'No two pupils have the same ECK iD.', 'Geen twee leerlingen hebben hetzelfde ECK iD.', {
    versions: ['2.2', '2.3'],
  }),
  ofRule('UWLR-LG-007', KEYS, 'No two members of staff have the same ECK iD.', 'Geen twee leerkrachten hebben hetzelfde ECK iD.', {
    versions: ['2.2', '2.3'],
  }),
  ofRule(
    'UWLR-LG-008',
    KEYS,
    'Each group that a pupil refers to is in the answer.',
    'Elke groep waarnaar een leerling verwijst staat in het antwoord.',
    OF_2,
  ),
  ofRule(
    'UWLR-LG-009',
    KEYS,
    'Each group that a member of staff refers to is in the answer.',
    'Elke groep waarnaar een leerkracht verwijst staat in het antwoord.',
    OF_2,
  ),
  ofRule(
    'UWLR-LG-010',
    KEYS,
    'Each location that a pupil refers to is in the answer.',
    'Elke vestiging waarnaar een leerling verwijst staat in het antwoord.',
    OF_2,
  ),
  ofRule(
    'UWLR-LG-011',
    ['a.4: H21', 'confirmed'],
    'Keys last, so that none of them is a dummy key that begins with #.',
    'Sleutels zijn blijvend; geen ervan is een dummysleutel die met # begint.',
  ),
  ofRule('UWLR-LG-012', ['a.4: H21, EV', 'confirmed'], 'A key has no white space around it.', 'Om een sleutel staan geen spaties.'),
  ofRule('UWLR-LG-013', ['a.4: H21', 'inferred'], 'A key is more than white space.', 'Een sleutel is meer dan spaties.'),
  ofRule(
    'UWLR-LG-018',
    ['c.5: ES', 'confirmed'],
    'In 2.3 each pupil has an ECK iD or a key.',
    'In 2.3 heeft elke leerling een ECK iD of een sleutel.',
    { versions: ['2.3'] },
  ),
  ofRule('UWLR-LG-024', ['i: privacy', 'inferred'], 'Keys are not citizen service numbers.', 'Sleutels zijn geen burgerservicenummers.'),
];

/** Pupil data: people, and the message itself (spec a.4, c.3, c.5, h, j). */
export const PEOPLE_REQUIREMENTS: readonly Requirement[] = [
  ofRule(
    'UWLR-LG-001',
    ['suggested checks 4', 'inferred'],
    'A school year is two years that follow each other.',
    'Een schooljaar beslaat twee opeenvolgende jaren.',
  ),
  ofRule(
    'UWLR-LG-014',
    ['a.4: H21', 'confirmed'],
    'Each pupil has a year group, or one from the base group.',
    'Elke leerling heeft een jaargroep, zelf of via de stamgroep.',
  ),
  ofRule(
    'UWLR-LG-015',
    ['a.4: H21', 'confirmed'],
    'Names have no spaces around them and no two in a row.',
    'Om namen staan geen spaties, en er staan er geen twee achter elkaar in.',
  ),
  ofRule(
    'UWLR-LG-016',
    ['a.4: H21', 'confirmed'],
    'Initials are written without full stops and spaces.',
    'Voorletters zijn zonder punten en spaties geschreven.',
  ),
  ofRule('UWLR-LG-017', ['h: NV, TC', 'inferred'], 'An ECK iD has the form of an ECK iD.', 'Een ECK iD heeft de vorm van een ECK iD.', {
    versions: ['2.2', '2.3'],
  }),
  ofRule('UWLR-LG-019', ['c.5', 'inferred'], 'No date of birth is in the future.', 'Geen geboortedatum ligt in de toekomst.'),
  ofRule(
    'UWLR-LG-020',
    ['c.3', 'inferred'],
    'Pupil data were not made in the future.',
    'Leerlinggegevens zijn niet in de toekomst gemaakt.',
  ),
  ofRule(
    'UWLR-LG-021',
    ['c.3: H21', 'confirmed'],
    'An instellingsnummer does not begin with 0.',
    'Een instellingsnummer begint niet met een nul.',
  ),
  ofRule(
    'UWLR-LG-022',
    ['c.7: X22; j: TC', 'confirmed'],
    'Year groups in secondary education are written as 11 to 16.',
    'Jaargroepen in het voortgezet onderwijs zijn geschreven als 11 tot en met 16.',
    { notTestable: 'a message does not say whether the school is one of secondary education' },
  ),
  ofRule(
    'UWLR-LG-023',
    ['h: NV', 'inferred'],
    'An ECK iD is one of production, and not of the pilot environment.',
    'Een ECK iD komt uit productie en niet uit de pilotomgeving.',
    { versions: ['2.2', '2.3'] },
  ),
  ofRule(
    'UWLR-LG-025',
    ['h: NV', 'inferred'],
    'Pupil data in production have no ECK iD of the pilot environment.',
    'Leerlinggegevens in productie hebben geen ECK iD uit de pilotomgeving.',
    { versions: ['2.2', '2.3'], notTestable: 'a file does not say whether it is of production' },
  ),
];
