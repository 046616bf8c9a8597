import type { Requirement } from '../../requirement.js';
import { ofRule } from './of-rule.js';

const CHECKS = 'suggested checks 9';

/** Results: whose they are, and of which takings (spec a.4, a.6, c.10, h). */
export const TAKING_REQUIREMENTS: readonly Requirement[] = [
  ofRule(
    'UWLR-LR-001',
    ['suggested checks 4', 'inferred'],
    'The school year of results is two years that follow each other.',
    'Het schooljaar van resultaten beslaat twee opeenvolgende jaren.',
  ),
  ofRule('UWLR-LR-007', [CHECKS, 'inferred'], 'No test was taken in the future.', 'Geen toets is in de toekomst afgenomen.'),
  ofRule(
    'UWLR-LR-014',
    ['h: NV, TC', 'inferred'],
    'An ECK iD with results has the form of an ECK iD.',
    'Een ECK iD bij resultaten heeft de vorm van een ECK iD.',
    { versions: ['2.2', '2.3'] },
  ),
  ofRule(
    'UWLR-LR-016',
    ['i: privacy', 'inferred'],
    'The key of a result does not hold the key of the pupil.',
    'De sleutel van een resultaat bevat de sleutel van de leerling niet.',
  ),
  ofRule(
    'UWLR-LR-018',
    ['a.4: H21', 'confirmed'],
    'Results name their pupil by a lasting key, not by a dummy key that begins with #.',
    'Resultaten noemen de leerling met een blijvende sleutel, niet met een dummysleutel die met # begint.',
  ),
  ofRule(
    'UWLR-LR-019',
    ['a.4: H21, EV', 'confirmed'],
    'A key of a pupil or member of staff has no white space around it.',
    'Om een sleutel van een leerling of medewerker staan geen spaties.',
  ),
  ofRule(
    'UWLR-LR-020',
    ['a.6: V221', 'inferred'],
    'A message with results was not made in the future.',
    'Een bericht met resultaten is niet in de toekomst gemaakt.',
  ),
  ofRule(
    'UWLR-LR-023',
    ['a.4, c.10: X22', 'inferred'],
    'The key of a pupil is more than white space.',
    'De sleutel van een leerling is meer dan spaties.',
  ),
  ofRule(
    'UWLR-LR-024',
    ['e: T22', 'inferred'],
    'The pupil of each result is one of the school.',
    'De leerling van elk resultaat is een leerling van de school.',
    {
      notTestable: 'only the administration knows its pupils',
    },
  ),
  ofRule(
    'UWLR-LR-025',
    ['i: privacy', 'inferred'],
    'Keys in results are not citizen service numbers.',
    'Sleutels bij resultaten zijn geen burgerservicenummers.',
  ),
  ofRule(
    'UWLR-LR-026',
    ['h: NV', 'inferred'],
    'Results in production have no ECK iD of the pilot environment.',
    'Resultaten in productie hebben geen ECK iD uit de pilotomgeving.',
    { versions: ['2.2', '2.3'], notTestable: 'a file does not say whether it is of production' },
  ),
  ofRule(
    'UWLR-LR-027',
    ['a.4: H21', 'inferred'],
    'No two keys of results differ in white space only.',
    'Geen twee sleutels van resultaten verschillen alleen in spaties.',
  ),
  ofRule(
    'UWLR-LR-028',
    ['a.4: H21', 'inferred'],
    'The key of a result has no white space around it.',
    'Om de sleutel van een resultaat staan geen spaties.',
  ),
];

/** Results: figures, and the tests that they are about (spec a.6, c.11 to c.13, d, g). */
export const FIGURE_REQUIREMENTS: readonly Requirement[] = [
  ofRule(
    'UWLR-LR-002',
    ['c.10, d: EV', 'inferred'],
    'The part of each result is in its test.',
    'Het onderdeel van elk resultaat staat in de toets.',
  ),
  ofRule(
    'UWLR-LR-003',
    ['a.6, d: V221', 'inferred'],
    'No two parts of a test have the same code.',
    'Geen twee onderdelen van een toets hebben dezelfde code.',
  ),
  ofRule('UWLR-LR-004', ['c.12: EV', 'inferred'], 'A norm does not end before it begins.', 'Een norm eindigt niet voor het begin.'),
  ofRule('UWLR-LR-005', ['d', 'inferred'], 'Norms of a test or part do not overlap.', 'Normen van een toets of onderdeel overlappen niet.'),
  ofRule(
    'UWLR-LR-006',
    ['e: T22', 'inferred'],
    'A score is within the norms of its test or part.',
    'Een score valt binnen de normen van de toets of het onderdeel.',
  ),
  ofRule(
    'UWLR-LR-008',
    ['c.11, d', 'inferred'],
    'Levels of the toetshierarchie begin at 1 and occur once.',
    'Niveaus van de toetshiërarchie beginnen bij 1 en komen één keer voor.',
  ),
  ofRule(
    'UWLR-LR-009',
    ['a.6, g: V221', 'confirmed'],
    'A term is one of the vocabulary that it names.',
    'Een term staat in het vocabulaire dat erbij is genoemd.',
  ),
  ofRule(
    'UWLR-LR-010',
    ['c.13: EV', 'inferred'],
    'Counts of an OSO result are not negative, and right and wrong together are no more than there were.',
    'Aantallen van een OSO-resultaat zijn niet negatief, en goed en fout zijn samen niet meer dan er waren.',
    { versions: ['2.1', '2.2', '2.3'] },
  ),
  ofRule(
    'UWLR-LR-011',
    ['c.13', 'inferred'],
    'A confidence interval does not end before it begins.',
    'Een betrouwbaarheidsinterval eindigt niet voor het begin.',
    { versions: ['2.1', '2.2', '2.3'] },
  ),
  ofRule(
    'UWLR-LR-012',
    ['g: OSO list 11', 'confirmed'],
    'A codereferentiescore is one of OSO list 11.',
    'Een codereferentiescore staat in OSO-lijst 11.',
    { versions: ['2.1', '2.2', '2.3'] },
  ),
  ofRule(
    'UWLR-LR-013',
    ['g: OSO list 22', 'confirmed'],
    'A codevergelijkingsgroep is one of OSO list 22.',
    'Een codevergelijkingsgroep staat in OSO-lijst 22.',
    { versions: ['2.1', '2.2', '2.3'] },
  ),
  ofRule('UWLR-LR-015', ['c.10: X22', 'inferred'], 'An OSO result holds a score.', 'Een OSO-resultaat bevat een score.', {
    versions: ['2.1', '2.2', '2.3'],
  }),
  ofRule(
    'UWLR-LR-017',
    ['d: X22', 'inferred'],
    'A file of tests defines each test once.',
    'Een bestand met toetsen definieert elke toets één keer.',
    { versions: ['2.1', '2.2', '2.3'] },
  ),
  ofRule(
    'UWLR-LR-021',
    ['c.12', 'inferred'],
    'A range of marks does not end before it begins.',
    'Een bereik van schoolcijfers eindigt niet voor het begin.',
    { versions: ['2.1', '2.2', '2.3'] },
  ),
  ofRule(
    'UWLR-LR-022',
    ['c.10, f: X22', 'inferred'],
    'A result names the version that its test has in the message.',
    'Een resultaat noemt de versie die de toets in het bericht heeft.',
    { versions: ['2.1', '2.2', '2.3'] },
  ),
];
