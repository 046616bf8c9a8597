import { receiverRequirements } from './receiver-requirement.js';

/** Withdrawals, erasures, and goals that changed. */
export const RECEIVER_WITHDRAWAL = [
  ...receiverRequirements('Corrections; Webhook, withdrawal', [
    {
      id: 'RECEIVER-60',
      strength: 'MUST',
      en: 'A withdrawal is accepted.',
      nl: 'Een intrekking wordt aangenomen.',
    },
    {
      id: 'RECEIVER-61',
      strength: 'MUST',
      en: 'A withdrawal of the revision that is held deletes the result.',
      nl: 'Een intrekking van de bewaarde revisie verwijdert het resultaat.',
    },
    {
      id: 'RECEIVER-62',
      strength: 'MUST',
      en: 'A withdrawal of a later revision than the one that is held deletes the result.',
      nl: 'Een intrekking van een latere revisie dan de bewaarde verwijdert het resultaat.',
    },
    {
      id: 'RECEIVER-63',
      strength: 'MUST',
      en: 'A withdrawal of an earlier revision than the one that is held deletes nothing.',
      nl: 'Een intrekking van een eerdere revisie dan de bewaarde verwijdert niets.',
    },
    {
      id: 'RECEIVER-64',
      strength: 'MUST',
      en: 'A withdrawal of an id that the receiver does not know is accepted.',
      nl: 'Een intrekking van een id dat de ontvanger niet kent, wordt aangenomen.',
    },
    {
      id: 'RECEIVER-65',
      strength: 'MUST',
      en: 'A withdrawal because the pupil was erased (AVG 17) is accepted.',
      nl: 'Een intrekking omdat de leerling gewist is (AVG 17), wordt aangenomen.',
    },
    {
      id: 'RECEIVER-66',
      strength: 'MUST',
      en: 'A withdrawal because the pupil was erased deletes the result.',
      nl: 'Een intrekking omdat de leerling gewist is, verwijdert het resultaat.',
    },
    {
      id: 'RECEIVER-67',
      strength: 'MUST',
      en: 'Of a message with results and withdrawals every item counts.',
      nl: 'Van een bericht met resultaten en intrekkingen telt elk onderdeel.',
    },
    {
      id: 'RECEIVER-68',
      strength: 'MUST',
      status: 'inferred',
      en: 'A revision that was withdrawn does not come back when a message with it arrives later.',
      nl: 'Een ingetrokken revisie komt niet terug als er later nog een bericht mee komt.',
    },
    {
      id: 'RECEIVER-69',
      strength: 'MUST',
      en: 'A withdrawal with the id of a signal takes that signal away.',
      nl: 'Een intrekking met het id van een signaal haalt dat signaal weg.',
    },
  ]),
  ...receiverRequirements('Webhook, goals that changed', [
    {
      id: 'RECEIVER-70',
      strength: 'MUST',
      en: 'A message of type result.tagged is accepted.',
      nl: 'Een bericht van type result.tagged wordt aangenomen.',
    },
    {
      id: 'RECEIVER-71',
      strength: 'MUST',
      en: 'The goals of result.tagged replace all goals that the receiver had of the result.',
      nl: 'De leerdoelen van result.tagged vervangen alle leerdoelen die de ontvanger van het resultaat had.',
    },
    {
      id: 'RECEIVER-72',
      strength: 'MUST',
      en: 'A message of type result.tagged is no new revision: the result stays as it was, once.',
      nl: 'Een bericht van type result.tagged is geen nieuwe revisie: het resultaat blijft zoals het was, één keer.',
    },
    {
      id: 'RECEIVER-73',
      strength: 'MUST',
      en: 'Goals (result.tagged) for an id that the receiver does not know are accepted.',
      nl: 'Leerdoelen (result.tagged) voor een id dat de ontvanger niet kent, worden aangenomen.',
    },
    {
      id: 'RECEIVER-74',
      strength: 'MUST',
      en: 'A message of type result.tagged without goals takes all goals of the result away.',
      nl: 'Een bericht van type result.tagged zonder leerdoelen haalt alle leerdoelen van het resultaat weg.',
    },
    {
      id: 'RECEIVER-75',
      strength: 'MUST',
      en: 'A message of type result.tagged for an unknown id makes no result.',
      nl: 'Een bericht van type result.tagged voor een onbekend id maakt geen resultaat.',
    },
  ]),
];
