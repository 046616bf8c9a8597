import type { ConformanceTest } from '../../../conformance-test.js';
import { inWords, type SoapAnswer } from '../../../reader/soap-answer.js';
import { type Evidence, fail, type Outcome, pass } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { BEFORE_QUESTIONS, came, withAnswer } from '../refusal.js';

type Texts = Pick<ConformanceTest<LasSubject>, 'id' | 'requirement' | 'en' | 'nl'>;

export interface SameQuestion extends Texts {
  readonly level?: ConformanceTest<LasSubject>['level'];
  /** Sends the usual question in another way. Undefined: there is no such way here. */
  readonly send: (las: LasSubject) => Promise<SoapAnswer>;
}

/** A test that the usual question, sent in another way, gets pupil data as it does when it is sent as usual. */
export function sameQuestion({ send, level = 'standard', ...texts }: SameQuestion): ConformanceTest<LasSubject> {
  return {
    ...texts,
    revision: 1,
    level,
    needs: BEFORE_QUESTIONS,
    run: (las) => withAnswer(las, async (control) => judgeSame(await send(las), control)),
  };
}

/** Passes when the answer is one with pupil data. */
export function judgeSame(answer: SoapAnswer, control: Evidence): Outcome {
  const evidence = [came(answer), { ...control, text: control.text.replace('without the defect', 'sent as usual') }] as const;
  if (answer.kind === 'payload' && answer.status === 200) return pass(...evidence);
  return fail({ expected: 'the answer to the usual question', actual: inWords(answer), evidence });
}
