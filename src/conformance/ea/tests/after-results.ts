import { FAULT_CODES, type UwlrFaultCode } from '../../../uwlr/fault-code.js';
import { fail, type Outcome, pass, skip } from '../../verdict.js';
import { type EaSubject, seen } from '../ea-subject.js';
import type { EaTest } from '../ea-test.js';
import { every, wrong } from '../every.js';
import type { Heard } from '../heard.js';
import { millisecondsOf } from '../instants.js';
import { contentOf, keysIn, madeAtOf } from '../results-in.js';
import { idOf, repeatedWithPauses, retryAfter, SERVER_FAULTS, waitsFor, watched } from './after-questions.js';

/** Everybody meets the first one. */
const CLIENT_FAULTS: readonly UwlrFaultCode[] = [
  'Client.ScoreOngeldig',
  ...FAULT_CODES.filter((code) => code.startsWith('Client.') && code !== 'Client.ScoreOngeldig'),
];

/** What a step answered is no confirmation: its results are in a later message, under their keys. */
function deliveredAgain(ea: EaSubject, step: string, what: string): Outcome {
  const first = ea.of(step).at(-1);
  if (first === undefined) return skip(ea.missing(`results that got ${what}`));
  const later = ea.after(first);
  const unconfirmed = seen(first, `${keysIn(first).size} results got ${what}`);
  if (later.length === 0) {
    if (ea.ended === 'stopped') return skip(ea.missing(`results after ${what}`));
    return fail({ expected: 'the same results again', actual: 'no results any more while the suite waited', evidence: [unconfirmed] });
  }
  const keys = keysIn(first);
  const again = later.find((one) => [...keys].some((key) => keysIn(one).has(key)));
  const missed = [...keys].filter((key) => !later.some((one) => keysIn(one).has(key)));
  if (again !== undefined && missed.length === 0) return pass(unconfirmed, seen(again, 'they came again, under the same keys'));
  return fail({
    expected: 'the same results again, under their keys',
    actual: `${missed.length} of ${keys.size} did not come again`,
    evidence: [unconfirmed, seen(later[0] as Heard, 'the next message')],
  });
}

/** What a client does when its results are not confirmed. */
export const AFTER_RESULTS_TESTS: readonly EaTest[] = [
  ...CLIENT_FAULTS.map(
    (code): EaTest => ({
      id: `ea/faults/results-${idOf(code)}`,
      requirement: 'EA-FAULT-04',
      revision: 1,
      level: code === 'Client.ScoreOngeldig' ? 'standard' : 'full',
      steps: ['pupils/first', 'results/first', `results/${code}`, 'results/again'],
      en: `Results refused with ${code} are not sent again unchanged at once`,
      nl: `Resultaten die zijn geweigerd met ${code} worden niet meteen ongewijzigd opnieuw verstuurd`,
      run: async (ea) => {
        const { first, again, next } = watched(ea, `results/${code}`);
        if (first === undefined) return skip(ea.missing(`results that got ${code}`));
        const refused = seen(first, `got fault ${code}`);
        const [same] = again.filter((one) => contentOf(one) === contentOf(first));
        if (same !== undefined)
          return fail({
            expected: 'not the same results again at once',
            actual: `the same results ${again.length} times while the suite looked`,
            evidence: [refused, seen(same, 'the same results once more')],
          });
        if (next === undefined) return skip(ea.missing(`the results after ${code}`));
        return pass(refused, seen(next, 'the next results came after the pause'));
      },
    }),
  ),
  {
    id: 'ea/faults/results-delivered-later',
    requirement: 'EA-FAULT-05',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first', 'results/first', 'results/Server.TijdelijkNietBeschikbaar', 'results/again'],
    en: 'After Server.TijdelijkNietBeschikbaar the results come again',
    nl: 'Na Server.TijdelijkNietBeschikbaar komen de resultaten opnieuw',
    run: async (ea) => deliveredAgain(ea, 'results/Server.TijdelijkNietBeschikbaar', 'Server.TijdelijkNietBeschikbaar'),
  },
  ...SERVER_FAULTS.map(
    (code): EaTest => ({
      id: `ea/faults/results-pauses-${idOf(code)}`,
      requirement: 'EA-FAULT-06',
      revision: 1,
      level: code === 'Server.TijdelijkNietBeschikbaar' ? 'standard' : 'full',
      steps: ['pupils/first', 'results/first', `results/${code}`, 'results/again'],
      en: `Results that met ${code} are repeated with pauses`,
      nl: `Resultaten die ${code} kregen, worden met pauzes herhaald`,
      run: async (ea) => repeatedWithPauses(ea, `results/${code}`, code, ['results', 'results']),
    }),
  ),
  {
    id: 'ea/faults/results-retry-after',
    requirement: 'EA-FAULT-07',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first', 'results/first', 'results/busy', 'results/again'],
    en: 'After HTTP 503 on results the client waits as long as Retry-After says',
    nl: 'Na HTTP 503 op resultaten wacht de EA zo lang als Retry-After zegt',
    run: async (ea) => retryAfter(ea, 'results/busy'),
  },
  ...(
    [
      ['busy', 'HTTP 503', 'HTTP 503', 'standard'],
      ['page', 'an HTML page under HTTP 200', 'een HTML-pagina onder HTTP 200', 'standard'],
      ['empty-body', 'an empty Body', 'een lege Body', 'full'],
      ['fault-under-200', 'a fault under HTTP 200', 'een fout onder HTTP 200', 'full'],
    ] as const
  ).map(
    ([step, en, nl, level]): EaTest => ({
      id: `ea/faults/results-not-confirmed-by-${step}`,
      requirement: 'EA-FAULT-08',
      revision: 1,
      level,
      steps: ['pupils/first', 'results/first', `results/${step}`, 'results/again'],
      en: `Results that got ${en} come again`,
      nl: `Resultaten die ${nl} kregen, komen opnieuw`,
      run: async (ea) => deliveredAgain(ea, `results/${step}`, en),
    }),
  ),
  {
    id: 'ea/faults/results-lost',
    requirement: 'EA-FAULT-09',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first', 'results/first', 'results/lost', 'results/again'],
    en: 'Results whose confirmation was lost come again',
    nl: 'Resultaten waarvan de bevestiging verloren ging, komen opnieuw',
    run: async (ea) => deliveredAgain(ea, 'results/lost', 'no answer: the connection was broken off'),
  },
  {
    id: 'ea/faults/results-stamped-again',
    requirement: 'EA-FAULT-10',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first', 'results/first', 'results/lost', 'results/again'],
    en: 'What comes again has a later aanmaakdatum, or is the same to the byte',
    nl: 'Wat opnieuw komt heeft een latere aanmaakdatum, of is op de byte hetzelfde',
    run: async (ea) => {
      const unconfirmed = (one: Heard) => one.done.what !== 'confirmed';
      const earlier = (one: Heard) =>
        ea.results.findLast((other) => other.exchange < one.exchange && unconfirmed(other) && overlap(one, other));
      return every(
        ea,
        ea.results.filter((one) => earlier(one) !== undefined),
        {
          what: 'message with results that came before without confirmation',
          expected: 'a later aanmaakdatum, or the same bytes',
          wrong: (one) => {
            const other = earlier(one) as Heard;
            if (one.request.body.equals(other.request.body)) return undefined;
            const [now, before] = [millisecondsOf(madeAtOf(one)), millisecondsOf(madeAtOf(other))];
            return now !== undefined && before !== undefined && now > before ? undefined : wrong('no later aanmaakdatum, and other bytes');
          },
        },
      );
    },
  },
  {
    id: 'ea/faults/results-slow',
    requirement: 'EA-FAULT-11',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first', 'results/first', 'results/slow'],
    en: 'The client waits for a slow confirmation',
    nl: 'De EA wacht op een trage bevestiging',
    run: async (ea) => waitsFor(ea, 'results/slow'),
  },
];

function overlap(one: Heard, other: Heard): boolean {
  const keys = keysIn(other);
  return [...keysIn(one)].some((key) => keys.has(key));
}
