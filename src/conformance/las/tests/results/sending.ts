import type { ConformanceTest } from '../../../conformance-test.js';
import { inWords, type SoapAnswer } from '../../../reader/soap-answer.js';
import { type Evidence, fail, type Outcome, pass, skip } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import type { SentResults } from '../../results-delivery.js';
import { came, judgeRefusal } from '../refusal.js';

export const BEFORE_RESULTS = ['las/results/accepted'];
const NO_PUPIL = 'no pupil to send results of: name one in the configuration';

export function confirmationName(las: LasSubject): string {
  return las.version === '1.0' ? 'leerresultatenbevestiging' : 'leerresultaten_bevestiging';
}

export function isConfirmed(las: LasSubject, answer: SoapAnswer): boolean {
  return answer.kind === 'payload' && answer.payload.local === confirmationName(las) && answer.status === 200;
}

/** Passes when the message was confirmed. */
export function judgeConfirmed(las: LasSubject, { answer }: SentResults, ...control: readonly Evidence[]): Outcome {
  const evidence = [came(answer), ...control] as const;
  if (isConfirmed(las, answer)) return pass(...evidence);
  return fail({ expected: `${confirmationName(las)} under HTTP 200`, actual: inWords(answer), evidence });
}

type Texts = Pick<ConformanceTest<LasSubject>, 'id' | 'requirement' | 'en' | 'nl' | 'versions'>;

export interface ResultsTest extends Texts {
  readonly level?: ConformanceTest<LasSubject>['level'];
  /** Sends what is to be judged. Undefined: there is no pupil. */
  readonly send: (las: LasSubject) => Promise<SentResults | undefined>;
}

/** A test that results are confirmed. */
export function confirmedResults({ send, level = 'standard', ...texts }: ResultsTest): ConformanceTest<LasSubject> {
  return {
    ...texts,
    ...USUAL,
    level,
    run: (las) =>
      withResults(las, async (control) => {
        const sent = await send(las);
        return sent === undefined ? skip(NO_PUPIL) : judgeConfirmed(las, sent, control);
      }),
  };
}

/** A test that results with one defect are refused with one of these codes; any when there is none. */
export function refusedResults({ send, codes, level = 'standard', ...texts }: ResultsTest & { readonly codes: readonly string[] }) {
  return {
    ...texts,
    ...USUAL,
    level,
    run: (las: LasSubject) =>
      withResults(las, async (control) => {
        const sent = await send(las);
        return sent === undefined ? skip(NO_PUPIL) : judgeRefusal(sent.answer, codes, control);
      }),
  } satisfies ConformanceTest<LasSubject>;
}

/** Of every test of results. */
export const USUAL = { revision: 1, writes: true, needs: BEFORE_RESULTS } as const;

/** A test that means something only when the usual results are confirmed: `control` is the evidence that they are. */
export async function withResults(las: LasSubject, run: (control: Evidence, usual: SentResults) => Promise<Outcome>): Promise<Outcome> {
  const usual = await usualResults(las);
  if (!('answer' in usual)) return usual;
  if (!isConfirmed(las, usual.answer)) return skip(`results without the defect are not confirmed: ${inWords(usual.answer)}`);
  return run({ ...came(usual.answer), text: `the usual results: ${inWords(usual.answer)}` }, usual);
}

/** The usual results and their answer, or why none can be sent. */
export async function usualResults(las: LasSubject): Promise<SentResults | Outcome> {
  if (las.config.resultsUrl === undefined) return skip('no address for results was given');
  return (await las.results.usual()) ?? skip(NO_PUPIL);
}
