import type { ConformanceTest } from '../../../conformance-test.js';
import { WAYS_TO_BREAK, type Way } from '../../../messages/broken.js';
import type { Question, QuestionRoot } from '../../../messages/write.js';
import { inWords } from '../../../reader/soap-answer.js';
import { notApplicable, type Outcome, skip } from '../../../verdict.js';
import { ACTIONS, type LasSubject } from '../../las-subject.js';
import { judgeBroken } from '../broken-messages.js';
import { BEFORE_QUESTIONS, came } from '../refusal.js';

/** With everything that a question may have, so that everything can be broken. */
function wholeQuestion({ config, version }: LasSubject, root: QuestionRoot): Partial<Question> {
  const inSteps = root === 'leerlingen_verzoek' || root === 'leerkrachten_verzoek';
  return {
    ...(version === '1.0' ? {} : { gegevenssetid: config.gegevenssetid ?? 'Smalle-set' }),
    since: '2000-01-01T00:00:00Z',
    ...(inSteps ? { groups: [{ kind: 'groep', key: 'G1' }] } : {}),
  };
}

async function breakQuestion(las: LasSubject, root: QuestionRoot, ways: readonly Way[]): Promise<Outcome> {
  const question = wholeQuestion(las, root);
  const usual = await las.ask(root, question);
  if (usual.kind !== 'payload') {
    const reason = `the same question without the defects is not answered: ${inWords(usual)}`;
    return root === 'leerlinggegevens_verzoek' ? skip(reason) : notApplicable(reason);
  }
  const control = { ...came(usual), text: `without the defects: ${inWords(usual)}` };
  return judgeBroken(las, ways, las.questionBody(root, question), control, (body) => las.sendBody(body, { soapAction: ACTIONS[root] }));
}

function broken(way: Way, requirement: string, en: string, nl: string): ConformanceTest<LasSubject> {
  return {
    id: `las/faults/each-${way}`,
    requirement,
    revision: 1,
    level: 'standard',
    en,
    nl,
    needs: BEFORE_QUESTIONS,
    run: (las) => breakQuestion(las, 'leerlinggegevens_verzoek', [way]),
  };
}

/** Questions that the schema does not allow: the schema itself says which. */
export const BROKEN_QUESTION_TESTS: readonly ConformanceTest<LasSubject>[] = [
  broken(
    'missing',
    'LAS-FAULT-17',
    'Each element that the schema demands is missed when it is not there',
    'Elk element dat het schema verplicht stelt, wordt gemist als het er niet is',
  ),
  broken('doubled', 'LAS-FAULT-18', 'No element of the question may be there twice', 'Geen element van de vraag mag er tweemaal zijn'),
  broken('unknown', 'LAS-FAULT-19', 'An unknown element is refused wherever it is', 'Een onbekend element wordt overal geweigerd'),
  broken(
    'value',
    'LAS-FAULT-20',
    'Each value is held against its pattern and its length',
    'Elke waarde wordt getoetst aan haar patroon en haar lengte',
  ),
  ...(['structuur_verzoek', 'leerlingen_verzoek', 'leerkrachten_verzoek'] as const).map(
    (root): ConformanceTest<LasSubject> => ({
      id: `las/faults/each-defect-of-${root.replace('_', '-')}`,
      requirement: 'LAS-FAULT-32',
      revision: 1,
      level: 'full',
      versions: ['2.1', '2.2', '2.3'],
      en: `A ${root} that its schema does not allow is refused, whatever is wrong with it`,
      nl: `Een ${root} dat niet aan het schema voldoet, wordt geweigerd, wat er ook mis mee is`,
      needs: BEFORE_QUESTIONS,
      run: (las) => breakQuestion(las, root, WAYS_TO_BREAK),
    }),
  ),
];
