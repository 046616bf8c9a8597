import { receiverRequirements } from './receiver-requirement.js';

/** Results: repeats, corrections, order. */
export const RECEIVER_RESULTS = [
  ...receiverRequirements('Guarantees; Webhook, answers of the receiver', [
    {
      id: 'RECEIVER-30',
      strength: 'MUST',
      en: 'A message that is sent again, with the same webhook-id, is accepted again.',
      nl: 'Een bericht dat opnieuw komt, met hetzelfde webhook-id, wordt opnieuw aangenomen.',
    },
    {
      id: 'RECEIVER-31',
      strength: 'MUST',
      en: 'What is in a message that was sent again counts once.',
      nl: 'Wat in een bericht staat dat opnieuw kwam, telt één keer.',
    },
    {
      id: 'RECEIVER-32',
      strength: 'MUST',
      en: 'A message with a known webhook-id is accepted when its content differs, since an agreement may have changed.',
      nl: 'Een bericht met een bekend webhook-id wordt ook met andere inhoud aangenomen, want een afspraak kan veranderd zijn.',
    },
    {
      id: 'RECEIVER-33',
      strength: 'MUST',
      en: 'What is in a message that comes twice at the same time counts once.',
      nl: 'Wat in een bericht staat dat twee keer tegelijk komt, telt één keer.',
    },
    {
      id: 'RECEIVER-34',
      strength: 'MUST',
      en: 'A revision that comes again in another message is accepted.',
      nl: 'Een revisie die opnieuw komt in een ander bericht, wordt aangenomen.',
    },
    {
      id: 'RECEIVER-35',
      strength: 'MUST',
      en: 'A revision that comes again in another message counts once.',
      nl: 'Een revisie die opnieuw komt in een ander bericht, telt één keer.',
    },
  ]),
  ...receiverRequirements('Webhook, results', [
    {
      id: 'RECEIVER-40',
      strength: 'MUST',
      en: 'A result with only the fields that are always there is accepted.',
      nl: 'Een resultaat met alleen de velden die er altijd zijn, wordt aangenomen.',
    },
    {
      id: 'RECEIVER-41',
      strength: 'MUST',
      en: 'A result with every field of the schema is accepted.',
      nl: 'Een resultaat met elk veld van het schema wordt aangenomen.',
    },
    {
      id: 'RECEIVER-42',
      strength: 'MUST',
      en: 'Text in any script is accepted.',
      nl: 'Tekst in elk schrift wordt aangenomen.',
    },
    {
      id: 'RECEIVER-43',
      strength: 'MUST',
      en: 'Every kind of figure is accepted as text, also where it is no number.',
      nl: 'Elk soort cijfer wordt aangenomen als tekst, ook als het geen getal is.',
    },
    {
      id: 'RECEIVER-44',
      strength: 'MUST',
      en: 'Messages of every form of school are accepted: with a BRIN, a BRIN and location, or a schoolkey.',
      nl: 'Berichten van elke vorm van school worden aangenomen: met BRIN, met BRIN en vestiging, of met schoolkey.',
    },
    {
      id: 'RECEIVER-45',
      strength: 'MUST',
      en: 'Messages of several schools at the same time are accepted.',
      nl: 'Berichten van verschillende scholen tegelijk worden aangenomen.',
    },
    {
      id: 'RECEIVER-46',
      strength: 'MUST',
      en: 'A result in an accepted message is held.',
      nl: 'Een resultaat in een aangenomen bericht wordt bewaard.',
    },
    {
      id: 'RECEIVER-47',
      strength: 'MUST',
      en: 'The result of a whole test and those of its parts are held beside each other.',
      nl: 'Het resultaat van een hele toets en die van de onderdelen staan naast elkaar.',
    },
    {
      id: 'RECEIVER-48',
      strength: 'MUST',
      en: 'A first message about a result may have any revision.',
      nl: 'Een eerste bericht over een resultaat mag elke revisie hebben.',
    },
    {
      id: 'RECEIVER-49',
      strength: 'MUST',
      en: 'The order of the items in a message has no meaning.',
      nl: 'De volgorde binnen een bericht heeft geen betekenis.',
      notTestable: 'what a receiver makes of an order is inside it',
    },
    {
      id: 'RECEIVER-50',
      strength: 'MUST',
      en: 'A correction, a higher revision of a known result, is accepted.',
      nl: 'Een correctie, een hogere revisie van een bekend resultaat, wordt aangenomen.',
    },
    {
      id: 'RECEIVER-51',
      strength: 'MUST',
      en: 'A correction replaces the earlier revision.',
      nl: 'Een correctie vervangt de eerdere revisie.',
    },
    {
      id: 'RECEIVER-52',
      strength: 'MUST',
      en: 'A revision that comes after a higher one is accepted.',
      nl: 'Een revisie die na een hogere komt, wordt aangenomen.',
    },
    {
      id: 'RECEIVER-53',
      strength: 'MUST',
      en: 'A revision that comes after a higher one does not replace it.',
      nl: 'Een revisie die na een hogere komt, vervangt die niet.',
    },
    {
      id: 'RECEIVER-54',
      strength: 'MUST',
      en: 'Revisions may be missing: one that was replaced before it was sent never comes.',
      nl: 'Revisies mogen ontbreken: een die al vervangen was voor het versturen, komt nooit.',
    },
  ]),
];
