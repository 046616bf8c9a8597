import { child } from '../../reader/xml-node.js';
import { fail, type Outcome, pass, review, skip } from '../../verdict.js';
import { type EaSubject, seen } from '../ea-subject.js';
import type { EaTest } from '../ea-test.js';
import { every, wrong } from '../every.js';
import type { Heard } from '../heard.js';
import { millisecondsOf } from '../instants.js';
import { givenBefore, lastGivenBefore, learnerOf, learnersIn } from '../known.js';
import { resultsIn } from '../results-in.js';

/** Clocks of two machines may differ by this much. */
const CLOCKS_MS = 5 * 60_000;

function sinceOf({ payload }: Heard): number | undefined {
  return millisecondsOf(child(payload, 'laatstontvangengegevens')?.text);
}

/** After an answer without data: laatstontvangengegevens is what it was. */
function notReceived(step: string, en: string, nl: string): EaTest {
  return {
    id: `ea/changes/not-received-${step
      .slice(step.indexOf('/') + 1)
      .toLowerCase()
      .replaceAll('.', '-')}`,
    requirement: 'EA-ASK-19',
    revision: 1,
    level: step === 'pupils/empty-body' ? 'full' : 'standard',
    steps: ['pupils/first', step, 'pupils/again'],
    en: `After ${en}, laatstontvangengegevens is what it was`,
    nl: `Na ${nl} is laatstontvangengegevens wat het was`,
    run: async (ea) => {
      const failed = ea.of(step).at(-1);
      if (failed === undefined) return skip(ea.missing(`a question that got ${en}`));
      const [next] = ea.after(failed);
      if (next === undefined) return skip(ea.missing(`the question after ${en}`));
      const [before, then] = [sinceOf(failed), sinceOf(next)];
      const evidence = [
        seen(failed, `got ${en}`),
        seen(next, `the question after it: laatstontvangengegevens ${then === undefined ? 'absent' : 'present'}`),
      ] as const;
      if (then === undefined || (before !== undefined && then <= before)) return pass(...evidence);
      return fail({
        expected: 'the laatstontvangengegevens of the last data, or none',
        actual: before === undefined ? 'one, where the question that failed had none' : 'a later one than in the question that failed',
        evidence,
      });
    },
  };
}

/** What a client does with changes, and with answers that bring none. */
export const CHANGE_TESTS: readonly EaTest[] = [
  {
    id: 'ea/changes/since-of-last-data',
    requirement: 'EA-ASK-17',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first', 'pupils/unchanged', 'pupils/changed'],
    en: 'A laatstontvangengegevens is not later than the last data',
    nl: 'Een laatstontvangengegevens is niet later dan de laatste gegevens',
    run: async (ea) => {
      const messages = ea.questions.filter((one) => sinceOf(one) !== undefined);
      if (messages.length === 0 && ea.questions.length > 0) return skip('no question has a laatstontvangengegevens');
      return every(ea, messages, {
        what: 'question with laatstontvangengegevens',
        expected: 'a moment that is not after the last answer with data',
        wrong: (one) => {
          const answered = ea.questions.filter(
            ({ exchange, done }) => exchange < one.exchange && (done.what === 'data' || done.what === 'unchanged'),
          );
          const last = answered.at(-1);
          if (last === undefined) return wrong('a moment, though nothing was received yet');
          return (sinceOf(one) as number) <= last.answeredAt + CLOCKS_MS ? undefined : wrong('a later moment');
        },
      });
    },
  },
  {
    id: 'ea/changes/unchanged-keeps',
    requirement: 'EA-ASK-20',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first', 'results/first', 'pupils/unchanged', 'results/after-unchanged'],
    en: 'After geenwijzigingen the pupils are still there',
    nl: 'Na geenwijzigingen zijn de leerlingen er nog',
    run: async (ea) => {
      const [unchanged] = ea.questions.filter(({ done }) => done.what === 'unchanged');
      if (unchanged === undefined) return skip(ea.missing('a question with laatstontvangengegevens, which geenwijzigingen answers'));
      const before = ea.results.filter(({ exchange }) => exchange < unchanged.exchange);
      const [next] = ea.results.filter(({ exchange }) => exchange > unchanged.exchange);
      const given = seen(unchanged, 'answered with geenwijzigingen');
      if (next !== undefined) {
        const learners = learnersIn(givenBefore(ea, next));
        const known = resultsIn(next).filter((result) => learnerOf(learners, result) !== undefined);
        if (known.length > 0) return pass(given, seen(next, `${known.length} results of pupils given before it`));
        return fail({
          expected: 'results of pupils who were given before',
          actual: 'none',
          evidence: [given, seen(next, 'the next results')],
        });
      }
      if (before.length === 0 || ea.ended === 'stopped') return skip(ea.missing('results after geenwijzigingen'));
      return fail({ expected: 'results, as there were before', actual: 'no results any more', evidence: [given] });
    },
  },
  {
    id: 'ea/changes/none-asks-again',
    requirement: 'EA-ASK-21',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first', 'pupils/none', 'pupils/again'],
    en: 'After geengegevens the client asks again',
    nl: 'Na geengegevens vraagt de EA opnieuw',
    run: async (ea) => goesOn(ea, 'pupils/none', 'geengegevens'),
  },
  {
    id: 'ea/changes/leavers',
    requirement: 'EA-ASK-22',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first', 'results/first', 'pupils/changed', 'pupils/again', 'results/again'],
    en: 'No results of pupils who have left',
    nl: 'Geen resultaten van leerlingen die weg zijn',
    run: async (ea) => {
      const changed = ea.of('pupils/changed').find(({ done }) => done.what === 'data');
      if (changed === undefined) return skip(ea.missing('a question that was answered with a changed school'));
      const state = ea.states[changed.done.state ?? 0];
      const gone = new Set(state?.left.flatMap(({ key = '' }) => key));
      const later = ea.results.filter(({ at }) => at > changed.answeredAt);
      return every(ea, later, {
        what: 'message with results after a pupil left',
        expected: 'only pupils of the last complete answer',
        wrong: (one) => {
          const back = learnersIn(lastGivenBefore(ea, one));
          const result = resultsIn(one).find(
            (known) => known.leerlingid !== undefined && gone.has(known.leerlingid) && learnerOf(back, known) === undefined,
          );
          return result === undefined ? undefined : wrong('results of the pupil who left', result.taking.path);
        },
      });
    },
  },
  notReceived('pupils/Server.TijdelijkNietBeschikbaar', 'a fault', 'een fout'),
  notReceived('pupils/page', 'an HTML page', 'een HTML-pagina'),
  notReceived('pupils/cut', 'half an answer', 'een half antwoord'),
  notReceived('pupils/busy', 'HTTP 503', 'HTTP 503'),
  notReceived('pupils/empty-body', 'an empty Body', 'een lege Body'),
];

/** After a step the client asks or delivers once more. */
export function goesOn(ea: EaSubject, step: string, what: string): Outcome {
  const [first] = ea.of(step);
  if (first === undefined) return skip(ea.missing(`a request that got ${what}`));
  const [next] = ea.after(first).filter((one) => one.step !== step);
  if (next !== undefined) return pass(seen(first, `got ${what}`), seen(next, 'a later request'));
  if (ea.ended === 'stopped') return skip(ea.missing(`what came after ${what}`));
  return review({
    expected: 'another request later',
    actual: 'none while the suite waited',
    evidence: [seen(first, `got ${what}, and was the last`)],
  });
}
