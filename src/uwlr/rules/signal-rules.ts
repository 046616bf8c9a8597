import { rulesOf } from './define.js';

const rule = rulesOf('semantic');
const access = rulesOf('exchange');

/** Signals of vendors (`schemas/model/posted-signals.json`), however they come. */
export const SIGNAL_RULES = {
  'UWLR-SIG-001': rule(
    'The kind of a signal must be NEW_PROGRESS, STUCK or FAST',
    'De soort van een signaal moet NEW_PROGRESS, STUCK of FAST zijn',
  ),
  'UWLR-SIG-002': rule(
    'The learner of the signal is in no roster and has no results here',
    'De leerling van het signaal staat niet in de leerlinggegevens en heeft hier geen resultaten',
  ),
  'UWLR-SIG-003': rule(
    'The basis of the signal names a result that this vendor did not deliver for this learner',
    'Het signaal steunt op een resultaat dat deze leverancier niet voor deze leerling heeft geleverd',
  ),
  'UWLR-SIG-004': rule('There is no earlier signal with this key', 'Er is geen eerder signaal met deze sleutel'),
  'UWLR-SIG-005': rule('The key belongs to a signal of another learner', 'De sleutel hoort bij een signaal van een andere leerling'),
  'UWLR-SIG-006': rule(
    'The signal was superseded or withdrawn before: a new signal needs a new key',
    'Het signaal is eerder vervangen of ingetrokken: een nieuw signaal heeft een eigen sleutel nodig',
  ),
  'UWLR-SIG-007': rule('The key occurs twice in this message', 'De sleutel staat twee keer in dit bericht'),
  'UWLR-SIG-008': access(
    'No agreement with this school lets the sender raise signals',
    'Geen afspraak met deze school staat de afzender toe signalen te geven',
  ),
  'UWLR-SIG-009': rule(
    'The times of the signal contradict each other, or lie ahead',
    'De tijden van het signaal kloppen niet met elkaar, of liggen in de toekomst',
  ),
  'UWLR-SIG-010': rule('The text does not have the required form', 'De tekst heeft niet de vereiste vorm'),
} as const;
