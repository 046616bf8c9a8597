import { compile } from '../statement.js';
import type { OpenMessage } from './open-message.js';
import { type Question, question } from './question.js';
import type { Pair, SliceResults } from './results.js';
import { rowsSql } from './rows.js';

/** One pupil may have two pseudonyms, by key and by ECK iD: the roster knows that they are one. */
const OTHER_PUPILS = compile(`
  SELECT count(*) AS n FROM ${rowsSql({ before: 'bigint', now: 'bigint' }, 'r')}
    CROSS JOIN LATERAL (SELECT roster_learner FROM learners WHERE seq = r.before LIMIT 1) one
    CROSS JOIN LATERAL (SELECT roster_learner FROM learners WHERE seq = r.now LIMIT 1) other
  WHERE one.roster_learner IS NULL OR other.roster_learner IS NULL OR one.roster_learner <> other.roster_learner`);
/** Another version of the same test is no other test. */
const OTHER_TESTS = compile(`
  SELECT count(*) AS n FROM ${rowsSql({ before: 'text', now: 'text' }, 'r')} WHERE NOT EXISTS (
    SELECT 1 FROM (SELECT code FROM assessments WHERE school = @school AND id = r.before OFFSET 0) one
    JOIN (SELECT code FROM assessments WHERE school = @school AND id = r.now OFFSET 0) other ON other.code = one.code)`);

interface Counted {
  readonly n: number;
}

/**
 * A key that comes back is a correction, of the same pupil and test. Where it is not, a vendor gives its keys twice. Asked after the results
 * are stored, with their learners and assessments: seldom there is anything to ask.
 */
export function askReusedKeys(open: OpenMessage, { learnersChanged, assessmentsChanged }: SliceResults): readonly Question[] {
  const questions: Question[] = [];
  if (learnersChanged.length > 0) {
    questions.push(
      question<Counted>(OTHER_PUPILS, pairs<number>(learnersChanged), ([counted]) => {
        open.otherPupil += counted!.n;
      }),
    );
  }
  if (assessmentsChanged.length > 0) {
    questions.push(
      question<Counted>(OTHER_TESTS, { school: open.head.school, ...pairs<string>(assessmentsChanged) }, ([counted]) => {
        open.otherTest += counted!.n;
      }),
    );
  }
  return questions;
}

function pairs<T>(of: readonly Pair<T>[]): { readonly before: readonly T[]; readonly now: readonly T[] } {
  return { before: of.map(([before]) => before), now: of.map(([, now]) => now) };
}
