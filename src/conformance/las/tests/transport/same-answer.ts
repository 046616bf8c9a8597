import type { ConformanceTest } from '../../../conformance-test.js';
import { inWords, type SoapAnswer } from '../../../reader/soap-answer.js';
import { type Evidence, fail, type Outcome, pass } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { differences, inWordsOf } from '../../same-data.js';
import { dataIn, type Seen } from '../looking.js';
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
    run: (las) => withAnswer(las, async (control, usual) => judgeSame(await send(las), control, usual)),
  };
}

/** What an answer is instead of the usual one, in words; undefined: it is the usual one, with the same pupils, groups and staff. */
export function otherThan({ answer: usual, data }: Seen, answer: SoapAnswer): string | undefined {
  const found = dataIn(answer);
  if (found === undefined || found.answer.status !== 200 || found.answer.payload.local !== usual.payload.local) return inWords(answer);
  const different = differences(data, found.data);
  return different.length === 0 ? undefined : `other data: ${inWordsOf(different)}`;
}

/** Passes when the answer is the usual one. */
export function judgeSame(answer: SoapAnswer, control: Evidence, usual: Seen): Outcome {
  const evidence = [came(answer), { ...control, text: control.text.replace('without the defect', 'sent as usual') }] as const;
  const other = otherThan(usual, answer);
  if (other === undefined) return pass(...evidence);
  return fail({ expected: 'the answer to the usual question', actual: other, evidence });
}
