import { receiverRequirements } from './receiver-requirement.js';

/** Signals of vendors. */
export const RECEIVER_SIGNALS = receiverRequirements('Webhook, signals', [
  {
    id: 'RECEIVER-80',
    strength: 'MUST',
    en: 'A message of type signal.raised is accepted.',
    nl: 'Een bericht van type signal.raised wordt aangenomen.',
  },
  {
    id: 'RECEIVER-81',
    strength: 'MUST',
    en: 'A signal that was raised is held.',
    nl: 'Een gegeven signaal wordt bewaard.',
  },
  {
    id: 'RECEIVER-82',
    strength: 'MUST',
    en: 'Another signal.raised with a higher revision corrects the signal.',
    nl: 'Nog een signal.raised met een hogere revisie corrigeert het signaal.',
  },
  {
    id: 'RECEIVER-83',
    strength: 'MUST',
    en: 'A message of type signal.superseded is accepted.',
    nl: 'Een bericht van type signal.superseded wordt aangenomen.',
  },
  {
    id: 'RECEIVER-84',
    strength: 'MUST',
    en: 'A signal that was superseded no longer counts as raised.',
    nl: 'Een vervangen signaal geldt niet meer als gegeven.',
  },
  {
    id: 'RECEIVER-85',
    strength: 'MUST',
    en: 'A message of type signal.withdrawn is accepted.',
    nl: 'Een bericht van type signal.withdrawn wordt aangenomen.',
  },
  {
    id: 'RECEIVER-86',
    strength: 'MUST',
    en: 'A signal that was withdrawn no longer counts as raised.',
    nl: 'Een ingetrokken signaal geldt niet meer als gegeven.',
  },
  {
    id: 'RECEIVER-87',
    strength: 'MUST',
    en: 'An event about a signal that the receiver does not know is accepted.',
    nl: 'Een gebeurtenis van een signaal dat de ontvanger niet kent, wordt aangenomen.',
  },
  {
    id: 'RECEIVER-88',
    strength: 'MUST',
    en: 'A signal with every field of the schema is accepted.',
    nl: 'Een signaal met elk veld van het schema wordt aangenomen.',
  },
]);
