import type { Trigger } from './trigger.js';
import type { TriggerKit } from './trigger-kit.js';
import type { Expected, TriggerStep } from './trigger-step.js';

const EMPTY_YEAR = '1999-2000';
const DATA: readonly Expected[] = ['leerlinggegevens_antwoord'];

const answered = (step: TriggerStep): TriggerStep => ({ ...step, recorded: 'accepted' });

/** Questions for pupil data. They need an agreement on them, and pupils (`uwlr sync` or `uwlr roster import`). */
export const PUPIL_TRIGGERS: readonly Trigger[] = [
  asked('pupils', 'All pupils are asked for.', 'The exchange lists the number of pupils, and the fields that were left out.', (kit) =>
    kit.question('a question for all pupils', 'leerlinggegevens_verzoek', DATA),
  ),
  asked('pupils-in-steps', 'Structure, pupils and teachers are asked for one after the other.', 'Three exchanges, one for each step.', [
    (kit) => kit.question('a question for the structure', 'structuur_verzoek', ['structuur_antwoord']),
    (kit) => kit.question('a question for pupils without a group', 'leerlingen_verzoek', ['leerlingen_antwoord', 'geengegevens'], without),
    (kit) =>
      kit.question('a question for teachers without a group', 'leerkrachten_verzoek', ['leerkrachten_antwoord', 'geengegevens'], without),
  ]),
  asked(
    'pupils-unchanged',
    'Pupils are asked for if they changed since tomorrow.',
    'The answer is geenwijzigingen, without pupils.',
    (kit) =>
      kit.question('a question with laatstontvangengegevens', 'leerlinggegevens_verzoek', ['geenwijzigingen'], {
        since: new Date(Date.now() + 86_400_000).toISOString(),
      }),
  ),
  asked('pupils-none', `Pupils of ${EMPTY_YEAR} are asked for.`, 'The answer is geengegevens.', (kit) =>
    kit.question(`a question for ${EMPTY_YEAR}`, 'leerlinggegevens_verzoek', ['geengegevens'], { schoolYear: EMPTY_YEAR }),
  ),
  asked(
    'pupils-other-set',
    'A larger set of fields is asked for than was agreed.',
    'The agreed set is given; the exchange has warning UWLR-EX-007.',
    (kit) => ({
      ...kit.question('a question for the LVS set', 'leerlinggegevens_verzoek', DATA, { gegevenssetid: 'LVS-set' }),
    }),
  ),
];

const without = { groups: [{ kind: 'groep' }] } as const;

function asked(
  name: string,
  does: string,
  see: string,
  steps: ((kit: TriggerKit) => TriggerStep) | readonly ((kit: TriggerKit) => TriggerStep)[],
): Trigger {
  return { name, does, see, needs: 'pupil-data', steps: [steps].flat().map((step) => (kit: TriggerKit) => answered(step(kit))) };
}
