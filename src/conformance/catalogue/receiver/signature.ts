import { receiverRequirements } from './receiver-requirement.js';

/** What a receiver does with the signature of a message. */
export const RECEIVER_SIGNATURE = receiverRequirements('Webhook, signature', [
  {
    id: 'RECEIVER-10',
    strength: 'MUST',
    en: 'A message without a signature is refused.',
    nl: 'Een bericht zonder handtekening wordt geweigerd.',
  },
  {
    id: 'RECEIVER-11',
    strength: 'MUST',
    en: 'A message signed with another secret is refused.',
    nl: 'Een bericht dat met een ander geheim is ondertekend, wordt geweigerd.',
  },
  {
    id: 'RECEIVER-12',
    strength: 'MUST',
    en: 'A message whose body was changed after signing is refused.',
    nl: 'Een bericht waarvan de inhoud na het ondertekenen is veranderd, wordt geweigerd.',
  },
  {
    id: 'RECEIVER-13',
    strength: 'MUST',
    en: 'A message whose webhook-id was changed after signing is refused.',
    nl: 'Een bericht waarvan het webhook-id na het ondertekenen is veranderd, wordt geweigerd.',
  },
  {
    id: 'RECEIVER-14',
    strength: 'MUST',
    en: 'A message whose webhook-timestamp was changed after signing is refused.',
    nl: 'Een bericht waarvan de webhook-timestamp na het ondertekenen is veranderd, wordt geweigerd.',
  },
  {
    id: 'RECEIVER-15',
    strength: 'MUST',
    en: 'A message with a timestamp of more than five minutes ago is refused.',
    nl: 'Een bericht met een timestamp van meer dan vijf minuten geleden wordt geweigerd.',
  },
  {
    id: 'RECEIVER-16',
    strength: 'MUST',
    en: 'A message with a timestamp more than five minutes ahead is refused.',
    nl: 'Een bericht met een timestamp van meer dan vijf minuten vooruit wordt geweigerd.',
  },
  {
    id: 'RECEIVER-17',
    strength: 'MUST',
    en: 'One right signature of several is enough: the gateway signs with two secrets while one is replaced.',
    nl: 'Eén goede handtekening van meerdere is genoeg: de gateway ondertekent met twee geheimen zolang er een vervangen wordt.',
  },
  {
    id: 'RECEIVER-18',
    strength: 'SHOULD',
    en: 'A message that is not proven to be of the gateway is refused with 401 or 403.',
    nl: 'Een bericht waarvan niet vaststaat dat het van de gateway komt, wordt geweigerd met 401 of 403.',
  },
  {
    id: 'RECEIVER-19',
    strength: 'MUST',
    en: 'The signature is checked over the bytes of the body as they came, however the JSON is written.',
    nl: 'De handtekening wordt gecontroleerd over de bytes van de inhoud zoals ze kwamen, hoe de JSON ook geschreven is.',
  },
  {
    id: 'RECEIVER-20',
    strength: 'SHOULD',
    en: 'A clock that differs by up to four minutes is no reason to refuse a message.',
    nl: 'Een klok die tot vier minuten afwijkt, is geen reden om een bericht te weigeren.',
  },
  {
    id: 'RECEIVER-21',
    strength: 'SHOULD',
    en: 'A signature of a version that the receiver does not know is passed over when a right one is beside it.',
    nl: 'Een handtekening van een versie die de ontvanger niet kent, wordt overgeslagen als er een goede naast staat.',
  },
  {
    id: 'RECEIVER-22',
    strength: 'MUST',
    en: 'A signature header that cannot be read is refused.',
    nl: 'Een header met een onleesbare handtekening wordt geweigerd.',
  },
  {
    id: 'RECEIVER-23',
    strength: 'MUST',
    en: 'Nothing of a message that was refused for its signature is kept.',
    nl: 'Van een bericht dat om zijn handtekening is geweigerd, blijft niets bewaard.',
  },
]);
