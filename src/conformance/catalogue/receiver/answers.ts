import { receiverRequirements } from './receiver-requirement.js';

/** What a receiver answers. */
export const RECEIVER_ANSWERS = receiverRequirements('Webhook, answers of the receiver', [
  {
    id: 'RECEIVER-01',
    strength: 'MUST',
    en: 'A signed message is accepted with a 2xx status.',
    nl: 'Een ondertekend bericht wordt aangenomen met een 2xx-status.',
  },
  {
    id: 'RECEIVER-02',
    strength: 'MUST',
    en: 'The address accepts messages itself: it does not redirect, and is not 404, 405, 406, 410 or 415.',
    nl: 'Het adres neemt berichten zelf aan: het verwijst niet door, en geeft geen 404, 405, 406, 410 of 415.',
  },
  {
    id: 'RECEIVER-03',
    strength: 'MUST',
    en: 'A 2xx answer is no HTML page, such as a login page.',
    nl: 'Een 2xx-antwoord is geen HTML-pagina, zoals een inlogpagina.',
  },
  {
    id: 'RECEIVER-04',
    strength: 'SHOULD',
    en: 'The address uses https, except on the machine of the gateway.',
    nl: 'Het adres gebruikt https, behalve op de machine van de gateway.',
  },
  {
    id: 'RECEIVER-05',
    strength: 'MUST',
    en: 'A message is answered within 30 seconds.',
    nl: 'Een bericht wordt binnen 30 seconden beantwoord.',
  },
  {
    id: 'RECEIVER-06',
    strength: 'MUST',
    en: 'A message is stored before it is answered.',
    nl: 'Een bericht is opgeslagen voordat het beantwoord wordt.',
    notTestable: 'only a receiver that is killed right after its answer shows it: try that with your own receiver',
  },
  {
    id: 'RECEIVER-07',
    strength: 'SHOULD',
    en: 'A receiver that has no room now answers 429 or 503, with Retry-After.',
    nl: 'Een ontvanger die nu geen plaats heeft, antwoordt 429 of 503, met Retry-After.',
    notTestable: 'it would take an overload to see it',
  },
  {
    id: 'RECEIVER-08',
    strength: 'SHOULD',
    en: 'Content that can never be processed is refused with 400, 413 or 422: a 5xx makes the gateway send it again for 72 hours.',
    nl: 'Inhoud die nooit verwerkt kan worden, wordt geweigerd met 400, 413 of 422: na een 5xx stuurt de gateway het 72 uur lang opnieuw.',
  },
]);
