import { supplied } from '../../../core/supplied.js';
import type { UwlrFaultCode } from '../../../uwlr/fault-code.js';
import { fail, type Outcome, pass, review, skip } from '../../verdict.js';
import { type EaSubject, seen } from '../ea-subject.js';
import type { EaTest } from '../ea-test.js';
import type { Heard } from '../heard.js';
import { contentOf } from '../results-in.js';
import { BUSY_SECONDS } from '../steps/replies.js';
import { goesOn } from './changes.js';

const IN_WORDS = {
  page: { en: 'an HTML page under HTTP 200', nl: 'een HTML-pagina onder HTTP 200' },
  cut: { en: 'half an answer', nl: 'een half antwoord' },
  broken: { en: 'a broken connection', nl: 'een verbroken verbinding' },
  'empty-body': { en: 'an empty Body', nl: 'een lege Body' },
} as const;

/** Repetitions of what failed at the server that are still sane while the suite looks. */
export const SANE_REPETITIONS = 4;

const CLIENT_FAULTS: readonly UwlrFaultCode[] = [
  'Client.AutorisatieOngeldig',
  'Client.OngeldigBericht',
  'Client.OngeldigeKlantIdentificatie',
  'Client.XsdVersieOngeldig',
];
export const SERVER_FAULTS: readonly UwlrFaultCode[] = ['Server.TijdelijkNietBeschikbaar', 'Server.InterneFout'];

export function idOf(code: string): string {
  return code.toLowerCase().replaceAll('.', '-');
}

/** Its first request, the repetitions while the suite looked, and the first request after that. */
export function watched(ea: EaSubject, step: string): { readonly first?: Heard; readonly again: readonly Heard[]; readonly next?: Heard } {
  const [first, ...again] = ea.of(step);
  const last = again.at(-1) ?? first;
  const next = last === undefined ? undefined : ea.after(last)[0];
  return { again, ...supplied({ first, next }) };
}

/** How long Retry-After was heeded, with a little grace. */
export function retryAfter(ea: EaSubject, step: string): Outcome {
  const [first] = ea.of(step);
  if (first === undefined) return skip(ea.missing('a request that got HTTP 503'));
  const [next] = ea.after(first);
  if (next === undefined) return skip(ea.missing('the request after HTTP 503'));
  const waited = next.at - first.answeredAt;
  const evidence = [
    seen(first, `got HTTP 503 with Retry-After: ${BUSY_SECONDS}`),
    seen(next, `came ${(waited / 1000).toFixed(1)} s later`),
  ] as const;
  if (waited >= BUSY_SECONDS * 900) return pass(...evidence);
  return fail({ expected: `nothing for ${BUSY_SECONDS} s`, actual: 'a request before that', evidence });
}

/** What a client does when its questions fail. */
export const AFTER_QUESTIONS_TESTS: readonly EaTest[] = [
  ...CLIENT_FAULTS.map(
    (code): EaTest => ({
      id: `ea/faults/question-${idOf(code)}`,
      requirement: 'EA-FAULT-01',
      revision: 1,
      level: code === 'Client.AutorisatieOngeldig' ? 'standard' : 'full',
      steps: ['pupils/first', `pupils/${code}`, 'pupils/again'],
      en: `A question refused with ${code} is not repeated at once`,
      nl: `Een vraag die is geweigerd met ${code} wordt niet meteen herhaald`,
      run: async (ea) => {
        const { first, again, next } = watched(ea, `pupils/${code}`);
        if (first === undefined) return skip(ea.missing(`a question that got ${code}`));
        const [same] = again.filter((one) => contentOf(one) === contentOf(first));
        const refused = seen(first, `got fault ${code}`);
        if (same !== undefined)
          return fail({
            expected: 'no repetition of the same question at once',
            actual: `the same question ${again.length} times while the suite looked`,
            evidence: [refused, seen(same, 'the same question once more')],
          });
        if (next === undefined) return skip(ea.missing(`the question after ${code}`));
        return pass(refused, seen(next, 'the next question came after the pause'));
      },
    }),
  ),
  {
    id: 'ea/faults/question-asked-later',
    requirement: 'EA-FAULT-02',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first', 'pupils/Server.TijdelijkNietBeschikbaar', 'pupils/again'],
    en: 'After Server.TijdelijkNietBeschikbaar the question comes again',
    nl: 'Na Server.TijdelijkNietBeschikbaar komt de vraag opnieuw',
    run: async (ea) => {
      const [first] = ea.of('pupils/Server.TijdelijkNietBeschikbaar');
      if (first === undefined) return skip(ea.missing('a question that got Server.TijdelijkNietBeschikbaar'));
      const [next] = ea.after(first);
      const refused = seen(first, 'got fault Server.TijdelijkNietBeschikbaar');
      if (next !== undefined) return pass(refused, seen(next, 'the question came again'));
      if (ea.ended === 'stopped') return skip(ea.missing('the question after Server.TijdelijkNietBeschikbaar'));
      return fail({ expected: 'the question again, later', actual: 'none while the suite waited', evidence: [refused] });
    },
  },
  ...SERVER_FAULTS.map(
    (code): EaTest => ({
      id: `ea/faults/question-pauses-${idOf(code)}`,
      requirement: 'EA-FAULT-03',
      revision: 1,
      level: code === 'Server.TijdelijkNietBeschikbaar' ? 'standard' : 'full',
      steps: ['pupils/first', `pupils/${code}`, 'pupils/again'],
      en: `A question that met ${code} is repeated with pauses`,
      nl: `Een vraag die ${code} kreeg, wordt met pauzes herhaald`,
      run: async (ea) => repeatedWithPauses(ea, `pupils/${code}`, code, ['a question', 'question']),
    }),
  ),
  {
    id: 'ea/faults/question-retry-after',
    requirement: 'EA-FAULT-07',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first', 'pupils/busy', 'pupils/again'],
    en: 'After HTTP 503 on a question the client waits as long as Retry-After says',
    nl: 'Na HTTP 503 op een vraag wacht de EA zo lang als Retry-After zegt',
    run: async (ea) => retryAfter(ea, 'pupils/busy'),
  },
  {
    id: 'ea/faults/question-slow',
    requirement: 'EA-FAULT-11',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first', 'pupils/slow'],
    en: 'The client waits for a slow answer with pupil data',
    nl: 'De EA wacht op een traag antwoord met leerlinggegevens',
    run: async (ea) => waitsFor(ea, 'pupils/slow'),
  },
  ...(['page', 'cut', 'broken', 'empty-body'] as const).map(
    (step): EaTest => ({
      id: `ea/faults/question-goes-on-after-${step}`,
      requirement: 'EA-FAULT-12',
      revision: 1,
      level: step === 'page' || step === 'cut' ? 'standard' : 'full',
      steps: ['pupils/first', `pupils/${step}`, 'pupils/again'],
      en: `After ${IN_WORDS[step].en} on a question the client asks again`,
      nl: `Na ${IN_WORDS[step].nl} op een vraag vraagt de EA opnieuw`,
      run: async (ea) => goesOn(ea, `pupils/${step}`, IN_WORDS[step].en),
    }),
  ),
];

/** Whether a slow answer was waited for. */
export function waitsFor(ea: EaSubject, step: string): Outcome {
  const [slow] = ea.of(step);
  if (slow === undefined) return skip(ea.missing('a request that was answered slowly'));
  const seconds = (ea.config.slowMs / 1000).toFixed(1);
  if (!slow.gaveUp) return pass(seen(slow, `waited ${seconds} s for its answer`));
  return fail({
    expected: `waiting ${seconds} s for the answer`,
    actual: 'the client ended the connection',
    evidence: [seen(slow, 'was answered slowly')],
  });
}

/** Whether what met a fault of the server was not repeated in quick succession. `what`: with and without its article, for people. */
export function repeatedWithPauses(ea: EaSubject, step: string, code: string, [one, what]: readonly [string, string]): Outcome {
  const { first, again, next } = watched(ea, step);
  if (first === undefined) return skip(ea.missing(`${one} that got ${code}`));
  const refused = seen(first, `got fault ${code}`);
  if (again.length > SANE_REPETITIONS)
    return review({
      expected: `at most ${SANE_REPETITIONS} repetitions with short pauses`,
      actual: `${again.length} repetitions`,
      evidence: [refused],
    });
  if (next === undefined) return skip(ea.missing(`the ${what} after ${code}`));
  return pass(refused, seen(next, `the next ${what}, after ${again.length} repetitions`));
}
