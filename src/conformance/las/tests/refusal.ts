import type { ConformanceTest } from '../../conformance-test.js';
import { inWords, type SoapAnswer } from '../../reader/soap-answer.js';
import { allOf, child } from '../../reader/xml-node.js';
import { type Evidence, fail, type Outcome, pass, skip } from '../../verdict.js';
import type { LasSubject } from '../las-subject.js';
import { dataIn, type Seen } from './looking.js';

/** An answer as evidence. */
export function came(answer: SoapAnswer): Evidence {
  return { kind: answer.kind === 'fault' ? 'fault' : 'answer', text: inWords(answer), exchange: answer.exchange.number };
}

/** Passes when the answer is a fault with one of these codes, and nothing else. Without codes: any fault. */
export function judgeRefusal(answer: SoapAnswer, codes: readonly string[], ...control: readonly Evidence[]): Outcome {
  const evidence = [came(answer), ...control] as const;
  const beside = besideFault(answer);
  if (answer.kind === 'fault' && beside === undefined && (codes.length === 0 || codes.includes(answer.code))) return pass(...evidence);
  return fail({ expected: expectedFault(codes), actual: `${inWords(answer)}${beside === undefined ? '' : `, and ${beside}`}`, evidence });
}

/** What an answer with a fault gives away all the same; undefined: nothing. */
function besideFault(answer: SoapAnswer): string | undefined {
  if (answer.kind !== 'fault') return undefined;
  const people = [...allOf(answer.envelope)].filter(({ local }) => PEOPLE.has(local)).length;
  if (people > 0) return `${people} people`;
  const others = (child(answer.envelope, 'Body')?.children.length ?? 0) - 1;
  return others > 0 ? `${others} elements beside it` : undefined;
}

const PEOPLE: ReadonlySet<string> = new Set(['leerling', 'leerkracht']);

export function expectedFault(codes: readonly string[]): string {
  return codes.length === 0 ? 'a fault' : `fault ${codes.join(' or ')}`;
}

type Texts = Pick<ConformanceTest<LasSubject>, 'id' | 'requirement' | 'en' | 'nl' | 'advice' | 'versions'>;

export interface QuestionRefusal extends Texts {
  readonly level?: ConformanceTest<LasSubject>['level'];
  /** Fault codes that are right; any fault when there is none. */
  readonly codes: readonly string[];
  /** Sends the question with its one defect. Undefined: this school or version has no such question. */
  readonly send: (las: LasSubject) => Promise<SoapAnswer> | undefined;
}

export const BEFORE_QUESTIONS = ['las/pupils/answered'];

/** A test that a question with one defect is refused. The same question without it has to be answered first. */
export function refusedQuestion({ codes, send, level = 'standard', ...texts }: QuestionRefusal): ConformanceTest<LasSubject> {
  return {
    ...texts,
    revision: 1,
    level,
    needs: BEFORE_QUESTIONS,
    run: (las) =>
      withAnswer(las, async (control) => {
        const sent = send(las);
        return sent === undefined ? { verdict: 'not-applicable', reason: NO_SUCH_QUESTION } : judgeRefusal(await sent, codes, control);
      }),
  };
}

const NO_SUCH_QUESTION = 'a question for this school, in this version, cannot have this defect';

/** A test that means something only when the usual question is answered: `control` is the evidence that it is, and `found` the answer. */
export async function withAnswer(las: LasSubject, run: (control: Evidence, found: Seen) => Promise<Outcome>): Promise<Outcome> {
  const usual = await las.pupils();
  const found = dataIn(usual);
  if (found === undefined || found.data.pupils.length === 0)
    return skip(`the same question without the defect is not answered: ${inWords(usual)}`);
  return run({ ...came(usual), text: `without the defect: ${inWords(usual)}` }, found);
}
