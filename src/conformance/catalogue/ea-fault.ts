import type { Requirement } from '../requirement.js';
import { INFERRED, MUST } from './ea-requirement.js';

/** What an EA does when an administration refuses, fails or is away (spec a.6, e). */
export const EA_FAULT_REQUIREMENTS: readonly Requirement[] = [
  {
    id: 'EA-FAULT-01',
    ...INFERRED,
    source: 'e: V221 foutafhandeling',
    en: 'A question that was refused with a fault Client.* is not repeated at once.',
    nl: 'Een vraag die is geweigerd met een fout Client.* wordt niet meteen herhaald.',
  },
  {
    id: 'EA-FAULT-02',
    ...MUST,
    source: 'e: T22',
    en: 'After Server.TijdelijkNietBeschikbaar on a question the client asks again later.',
    nl: 'Na Server.TijdelijkNietBeschikbaar op een vraag vraagt de EA het later opnieuw.',
  },
  {
    id: 'EA-FAULT-03',
    ...INFERRED,
    source: 'e: T22',
    en: 'A question that met a fault Server.* is repeated a few times at most, with pauses.',
    nl: 'Een vraag die een fout Server.* kreeg, wordt hoogstens een paar keer herhaald, met pauzes.',
  },
  {
    id: 'EA-FAULT-04',
    ...INFERRED,
    source: 'e: V221 foutafhandeling',
    en: 'Results that were refused with a fault Client.* are not sent again unchanged at once.',
    nl: 'Resultaten die zijn geweigerd met een fout Client.* worden niet meteen ongewijzigd opnieuw verstuurd.',
  },
  {
    id: 'EA-FAULT-05',
    ...MUST,
    source: 'e: T22',
    en: 'Results that met Server.TijdelijkNietBeschikbaar are delivered again later.',
    nl: 'Resultaten die Server.TijdelijkNietBeschikbaar kregen, worden later opnieuw aangeleverd.',
  },
  {
    id: 'EA-FAULT-06',
    ...INFERRED,
    source: 'e: T22',
    en: 'Results that met a fault Server.* are repeated a few times at most, with pauses.',
    nl: 'Resultaten die een fout Server.* kregen, worden hoogstens een paar keer herhaald, met pauzes.',
  },
  {
    id: 'EA-FAULT-07',
    ...INFERRED,
    source: 'e: RFC 9110 section 10.2.3',
    en: 'After HTTP 503 with Retry-After the client waits for that long.',
    nl: 'Na HTTP 503 met Retry-After wacht de EA zo lang als gevraagd.',
  },
  {
    id: 'EA-FAULT-08',
    ...MUST,
    source: 'a.6: X22, W22',
    en: 'Only leerresultaten_bevestiging counts as a confirmation: what got anything else is delivered again.',
    nl: 'Alleen leerresultaten_bevestiging telt als bevestiging: wat iets anders kreeg, wordt opnieuw aangeleverd.',
  },
  {
    id: 'EA-FAULT-09',
    ...INFERRED,
    source: 'a.6: V221, X22',
    en: 'Results whose confirmation was lost are delivered again, under the same keys.',
    nl: 'Resultaten waarvan de bevestiging verloren ging, worden opnieuw aangeleverd, onder dezelfde keys.',
  },
  {
    id: 'EA-FAULT-10',
    ...INFERRED,
    source: 'a.6: V221',
    en: 'Results that are delivered again carry a later aanmaakdatum, or are the same message to the byte.',
    nl: 'Resultaten die opnieuw worden aangeleverd hebben een latere aanmaakdatum, of zijn tot op de byte hetzelfde bericht.',
  },
  {
    id: 'EA-FAULT-11',
    ...INFERRED,
    source: 'e: T22',
    en: 'The client waits for an answer that takes its time.',
    nl: 'De EA wacht op een antwoord dat even duurt.',
  },
  {
    id: 'EA-FAULT-12',
    ...INFERRED,
    source: 'e: V221 foutafhandeling',
    en: 'After any failure the client goes on: it asks and delivers again when the administration is back.',
    nl: 'Na elke storing gaat de EA verder: zij vraagt en levert weer als de administratie terug is.',
  },
  {
    id: 'EA-FAULT-13',
    ...INFERRED,
    source: 'e: V221 foutafhandeling',
    en: 'The client shows its users why the administration refused.',
    nl: 'De EA laat haar gebruikers zien waarom de administratie weigerde.',
    notTestable: 'That is a screen of the client, and shows in no message.',
  },
];
