import { child } from '../../reader/xml-node.js';
import { fail, type Outcome, pass, review, skip } from '../../verdict.js';
import { type EaSubject, seen } from '../ea-subject.js';
import type { EaTest } from '../ea-test.js';
import { millisecondsOf } from '../instants.js';
import { observedNeeds } from '../needs.js';
import { resultsIn } from '../results-in.js';

const READINGS = [
  ['prefixes', 'EA-ASK-27', 'other prefixes', 'andere prefixen'],
  ['one-of-each', 'EA-ASK-28', 'one of each', 'één van alles'],
  ['astray', 'EA-ASK-29', 'what strays from the schema', 'wat van het schema afwijkt'],
  ['large', 'EA-ASK-30', 'a large school', 'een grote school'],
] as const;

/** That an answer was taken in shows in the moment that the next question names, or in results of a pupil whom only that answer had. */
function takenIn(ea: EaSubject, step: string, what: string): Outcome {
  const given = ea.of(step).find(({ done }) => done.what === 'data');
  if (given === undefined) return skip(ea.missing(`a question that was answered with ${what}`));
  const answer = seen(given, `answered with ${what}`);
  const joined = new Set(ea.states[given.done.state ?? 0]?.joined.flatMap(({ key = [], eckId = [] }) => [key, eckId].flat()));
  const [next] = ea.after(given);
  const since = millisecondsOf(child(next?.payload, 'laatstontvangengegevens')?.text);
  const madeAt = millisecondsOf(given.done.madeAt) ?? 0;
  if (next !== undefined && since !== undefined) {
    // Some clients keep whole seconds.
    if (since >= Math.floor(madeAt / 1000) * 1000) return pass(answer, seen(next, 'the next question names the moment of that answer'));
    return fail({
      expected: 'laatstontvangengegevens of that answer in the next question',
      actual: 'an earlier one',
      evidence: [answer, seen(next, 'the next question')],
    });
  }
  const until = ea.after(given).find(({ done }) => done.what === 'data')?.at ?? Number.POSITIVE_INFINITY;
  const known = ea.results
    .filter(({ at }) => at > given.answeredAt && at < until)
    .find((one) => resultsIn(one).some(({ leerlingid = '', eckid = '' }) => joined.has(leerlingid) || joined.has(eckid)));
  if (known !== undefined) return pass(answer, seen(known, 'results of a pupil who was in that answer for the first time'));
  return skip('neither a later question nor later results show whether it was taken in');
}

/** Whether a client reads answers in every form that it may meet, and what it cannot do without. */
export const READING_TESTS: readonly EaTest[] = [
  ...READINGS.map(
    ([name, requirement, en, nl]): EaTest => ({
      id: `ea/readings/${name}`,
      requirement,
      revision: 1,
      level: 'full',
      steps: ['pupils/first', `pupils/${name}`, 'pupils/again', 'results/again'],
      en: `An answer with ${en} is taken in`,
      nl: `Een antwoord met ${nl} wordt verwerkt`,
      run: async (ea) => takenIn(ea, `pupils/${name}`, en),
    }),
  ),
  {
    id: 'ea/useful/needs',
    requirement: 'EA-USEFUL-09',
    revision: 1,
    level: 'full',
    steps: ['pupils/first', 'results/first', 'pupils/left-out', 'results/left-out', 'pupils/again'],
    en: 'Which optional fields the client cannot do without',
    nl: 'Zonder welke optionele velden de EA niet kan',
    run: async (ea) => {
      const found = observedNeeds(ea);
      if (found === undefined)
        return skip('no results of pupils with all fields came after fields were left out, so nothing can be compared');
      const { needed, without, message } = found;
      if (needed.length + without.length === 0)
        return skip('no pupil who had results before is without a field, so nothing can be compared');
      const evidence = [
        seen(message, `results after fields were left out: ${without.length} fields missed by pupils who have results`),
      ] as const;
      if (needed.length === 0) return pass(...evidence);
      return review({
        expected: 'results of pupils without these fields too',
        actual: `none of pupils without ${needed.join(', ')}`,
        evidence,
      });
    },
  },
];
