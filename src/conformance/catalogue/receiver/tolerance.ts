import { receiverRequirements } from './receiver-requirement.js';

/** What may be new, large or slow. */
export const RECEIVER_TOLERANCE = [
  ...receiverRequirements('Webhook, what may be added', [
    {
      id: 'RECEIVER-90',
      strength: 'SHOULD',
      en: 'A message of a type that the receiver does not know is accepted and ignored.',
      nl: 'Een bericht van een type dat de ontvanger niet kent, wordt aangenomen en genegeerd.',
    },
    {
      id: 'RECEIVER-91',
      strength: 'SHOULD',
      en: 'Fields that the receiver does not know are ignored.',
      nl: 'Velden die de ontvanger niet kent, worden genegeerd.',
    },
    {
      id: 'RECEIVER-92',
      strength: 'SHOULD',
      en: 'An item of a kind that the receiver does not know is ignored, and the other items count.',
      nl: 'Een onderdeel van een soort die de ontvanger niet kent, wordt genegeerd, en de andere tellen.',
    },
    {
      id: 'RECEIVER-93',
      strength: 'SHOULD',
      en: 'A figure of a kind that the receiver does not know is no reason to refuse a result.',
      nl: 'Een cijfer van een soort die de ontvanger niet kent, is geen reden om een resultaat te weigeren.',
    },
  ]),
  ...receiverRequirements('Outcomes of an attempt', [
    {
      id: 'RECEIVER-95',
      strength: 'MUST',
      en: 'A message with 250 items is accepted.',
      nl: 'Een bericht met 250 onderdelen wordt aangenomen.',
    },
    {
      id: 'RECEIVER-96',
      strength: 'MUST',
      en: 'Every item of a message with 250 items counts.',
      nl: 'Elk onderdeel van een bericht met 250 onderdelen telt.',
    },
    {
      id: 'RECEIVER-97',
      strength: 'MUST',
      en: 'A message of 1 MiB is accepted.',
      nl: 'Een bericht van 1 MiB wordt aangenomen.',
    },
    {
      id: 'RECEIVER-98',
      strength: 'SHOULD',
      status: 'inferred',
      en: 'A message that arrives slowly, in pieces, is accepted.',
      nl: 'Een bericht dat langzaam, in stukken, binnenkomt, wordt aangenomen.',
    },
  ]),
];
