import { withContent, withElement } from '../defects/edit-xml.js';
import { edited, type Handling, isAnswer } from '../http/whole-message.js';
import { deviating, LAS_DEVIATIONS, type LasDeviation } from '../las-deviations.js';
import type { Fault } from './fault.js';

const kind = 'quirk' as const;

const DEVIATIONS: Readonly<Record<LasDeviation, string>> = {
  'empty-prefix': 'gives an empty voorvoegsel to everybody who has none',
  'empty-lists': 'gives an empty list of combined groups to every pupil who is in none',
  'wrong-order': 'gives elements in another order than the schema has',
  'extra-fields': 'gives fields of the standard that no profile has',
  'unknown-fields': 'gives fields that the standard does not have',
  'years-1-to-6': 'gives year groups of secondary education as 1 to 6',
  'no-xsdversie': 'leaves out xsdversie',
  'duplicate-keys': 'gives two pupils one key',
  'dangling-groups': 'puts pupils and staff into groups that are not there',
};

/** What real administrations do otherwise than the standard says (spec, section j). */
export const QUIRKS: readonly Fault[] = [
  ...LAS_DEVIATIONS.map((name) => rewrites(name, DEVIATIONS[name], (xml) => deviating(xml, [name]))),
  rewrites('prefix-soap-env', 'writes its answer with the prefixes SOAP-ENV and le', (xml) =>
    xml
      .replaceAll('xmlns:s=', 'xmlns:SOAP-ENV=')
      .replaceAll('<s:', '<SOAP-ENV:')
      .replaceAll('</s:', '</SOAP-ENV:')
      .replaceAll('>s:', '>SOAP-ENV:'),
  ),
  rewrites('odd-eckids', 'gives ECK iDs in a form that is none', (xml) => xml.replaceAll('https://ketenid.nl/pilot/', 'eckid_')),
  rewrites('odd-emails', 'gives the word email as the address of everybody', (xml) => withContent(xml, 'emailadres', 'email')),
  rewrites('staff-without-eckid', 'gives no ECK iD of staff', (xml) =>
    withContent(xml, 'leerkrachten', (staff) =>
      staff
        .split(' eckid="')
        .map((part, at) => (at === 0 ? part : part.slice(part.indexOf('"') + 1)))
        .join(''),
    ),
  ),
  rewrites('no-groups', 'gives no groups, as long as nobody has released them', (xml) =>
    ['groepen', 'groep', 'samengestelde_groepen'].reduce((text, name) => withElement(text, name, ''), xml),
  ),
  {
    name: 'ignores-since',
    kind,
    does: 'gives everything again, whatever laatstontvangengegevens says',
    start: () => (request, next) => next(edited(request, (xml) => withElement(xml, 'laatstontvangengegevens', ''))),
  },
  {
    name: 'all-in-one-only',
    kind,
    does: 'refuses every question in steps with Client.OngeldigBericht',
    start: () => (request, next) =>
      next(
        edited(request, (xml) =>
          ['structuur', 'leerlingen', 'leerkrachten'].reduce((text, name) => text.replace(`${name}_verzoek`, 'weetniet'), xml),
        ),
      ),
  },
];

function rewrites(name: string, does: string, edit: (xml: string) => string): Fault {
  const start = (): Handling => async (request, next) => {
    const answer = await next(request);
    return isAnswer(answer) ? edited(answer, edit) : answer;
  };
  return { name, kind, does, start };
}
