import type { Trigger } from './trigger.js';
import { dayBefore, manyOf, ofPupil, scored, type TriggerKit, withResults } from './trigger-kit.js';
import type { Expected, TriggerStep } from './trigger-step.js';

const CONFIRMED: readonly Expected[] = ['leerresultaten_bevestiging'];
const UNKNOWN = 'onbekende-leerling-trigger';

const accepted = (step: TriggerStep): TriggerStep => ({ ...step, recorded: 'accepted' });
const refused = (step: TriggerStep, ...rules: readonly string[]): TriggerStep => ({ ...step, recorded: 'refused', rules });
const usual = (kit: TriggerKit) => accepted(kit.results('3 results of one pupil', CONFIRMED));

/** What results can come to. */
export const RESULT_TRIGGERS: readonly Trigger[] = [
  {
    name: 'accepted',
    does: 'Three results of one pupil are delivered.',
    see: 'Three results in revision 1: `uwlr results list --school SCHOOL`. The receivers of the school get them: `uwlr deliver list --school SCHOOL`.',
    steps: [usual],
  },
  {
    name: 'duplicate',
    does: 'A message is sent again byte for byte, as after a lost answer.',
    see: 'The second message has the outcome repeated, and nothing is stored twice.',
    steps: [usual, (kit) => ({ ...kit.again(CONFIRMED), recorded: 'repeated' })],
  },
  {
    name: 'correction',
    does: 'The same results are delivered again with another score, in a later message.',
    see: 'Each result is in revision 2: `uwlr results show ID` (`uwlr results list --school SCHOOL --json` has the ids). The receivers get the new revision.',
    steps: [usual, (kit) => accepted(kit.results('the same 3 results, with another score', CONFIRMED, (message) => scored(message)))],
  },
  {
    name: 'older-aanmaakdatum',
    does: 'A message comes that was made a day before the last one.',
    see: 'The second message is refused, unless the party has --accept-stale. Its first results remain as they are.',
    steps: [
      usual,
      (kit) => {
        const step = kit.results('3 results, made a day before', ['Client.OngeldigBericht'], dayBefore);
        return refused(step, 'UWLR-EX-004');
      },
    ],
  },
  {
    name: 'unknown-pupil',
    does: 'Results come of a pupil that the school does not have.',
    see: 'They are kept until the pupil appears (`uwlr roster unmatched --school SCHOOL`). A party with --known-learners-only is refused.',
    steps: [
      (kit) =>
        kit.results('3 results of an unknown pupil', ['leerresultaten_bevestiging', 'Client.LeerlingOngeldig'], (message) =>
          ofPupil(message, UNKNOWN),
        ),
    ],
  },
  {
    name: 'other-pupil',
    does: 'The key of a result comes back with another pupil.',
    see: 'The new result takes the place of the other; the exchange has warning UWLR-EX-017.',
    steps: [
      usual,
      (kit) => ({
        ...kit.results('the same keys, of another pupil', ['leerresultaten_bevestiging', 'Client.LeerlingOngeldig'], (message) =>
          ofPupil(message, UNKNOWN),
        ),
        rules: ['UWLR-EX-017'],
      }),
    ],
  },
  {
    name: 'big',
    does: 'One message has many results (--results).',
    see: 'All of them are stored, and delivered to receivers in several messages.',
    steps: [
      (kit) => {
        const { results } = kit.config;
        return accepted(kit.results(`${results} results`, CONFIRMED, (message) => manyOf(message, results)));
      },
    ],
  },
  content('unknown-term', 'A subject is not in its vocabulary.', 'Client.VocabulaireTermOngeldig', (kit) =>
    kit.results('results with a subject that is not in its vocabulary', ['Client.VocabulaireTermOngeldig'], undefined, {
      edit: (body) => body.replace('>Rekenen en wiskunde<', '>Toverkunst<'),
    }),
  ),
  content('unknown-test', 'A result names a test that is not in the message.', 'Client.OngeldigBericht', (kit) =>
    kit.results('a result of a test that is not there', ['Client.OngeldigBericht'], undefined, {
      edit: (body) => body.replace(/<toetscode>[^<]*</, '<toetscode>ER-NIET<'),
    }),
  ),
  content('wrong-norms', 'A norm ends before it begins.', 'Client.ToetsNormeringOngeldig', (kit) =>
    kit.results('a test with a norm that ends before it begins', ['Client.ToetsNormeringOngeldig'], undefined, {
      edit: (body) => body.replace('>12</beginnormwaarde>', '>18</beginnormwaarde>'),
    }),
  ),
  content('wrong-score', 'A score is outside the norms of its test.', 'Client.ScoreOngeldig', (kit) =>
    kit.results('results with a score outside its norms', ['Client.ScoreOngeldig'], (message) => scored(message, '99')),
  ),
  content('wrong-oso-result', 'The counts of an OSO result contradict each other.', 'Client.EldResultaatOngeldig', (kit) =>
    kit.results('a result with more right answers than questions', ['Client.EldResultaatOngeldig'], (message) =>
      withResults(message, ({ key, afnamedatum }) => ({
        key,
        afnamedatum,
        toetscode: 'LEZ-M5',
        osoresultaat: { toetsscore: { aantalopgaven: '25', aantalgoed: '30', aantalfout: '5' } },
      })),
    ),
  ),
];

function content(name: string, does: string, code: string, step: (kit: TriggerKit) => TriggerStep): Trigger {
  const see = `The message is refused with ${code}, and nothing of it is stored.`;
  return { name, does, see, steps: [(kit) => refused(step(kit))] };
}
