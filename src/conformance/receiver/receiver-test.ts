import { requirementOf } from '../catalogue.js';
import type { ConformanceTest } from '../conformance-test.js';
import { CouldNotTest } from '../could-not-test.js';
import { fail, notTestable, type Outcome, pass, review, skip } from '../verdict.js';
import type { ReceiverLedger } from './receiver-ledger.js';
import { type ReceiverAnswer, type ReceiverSubject, seen } from './receiver-subject.js';

/** What all tests but the first rest on: a message that is as it should be is accepted. */
export const ACCEPTED = 'receiver/answers/accepted';
/** What all tests that look into the ledger rest on. */
export const STORED = 'receiver/results/stored';

export type ReceiverTest = ConformanceTest<ReceiverSubject>;

/** A test that says what its requirement says. */
export function testOf(
  requirement: string,
  test: Omit<ReceiverTest, 'requirement' | 'revision' | 'en' | 'nl'> & Partial<Pick<ReceiverTest, 'revision'>>,
): ReceiverTest {
  const { en, nl } = textOf(requirement);
  return { requirement, revision: 1, en, nl, ...(test.id === ACCEPTED ? {} : { needs: [ACCEPTED] }), ...test };
}

function textOf(id: string): { readonly en: string; readonly nl: string } {
  const requirement = requirementOf(id);
  if (requirement === undefined) throw new RangeError(`no requirement ${id}`);
  return requirement;
}

/** A pass when each answer is a yes. */
export function allAccepted(answers: readonly ReceiverAnswer[]): Outcome {
  const [first, ...more] = answers.map(seen);
  if (first === undefined) throw new RangeError('nothing was sent');
  const refused = answers.find(({ accepted }) => !accepted);
  if (refused === undefined) return pass(first, ...more);
  return fail({ expected: 'a 2xx status, without a page', actual: refused.words, evidence: [seen(refused)] });
}

/** A pass when the answer is no yes, but an answer. */
export function refused(answer: ReceiverAnswer): Outcome {
  const evidence = [seen(answer)] as const;
  const { status } = answer;
  if (status !== undefined && (status < 200 || status > 299)) return pass(...evidence);
  return fail({ expected: 'a refusal', actual: answer.words, evidence });
}

/** What a test looks for in the ledger after its messages. */
export interface Look {
  /** What has to be there, also for people who look with their own eyes. */
  readonly expected: string;
  /** What is there, and whether that is right; undefined when this receiver does not keep such a thing. */
  readonly see: (ledger: ReceiverLedger) => { readonly right: boolean; readonly words: string } | undefined;
}

/**
 * A test of what a receiver holds after some messages. A message that is refused is a failure; without a ledger a person has to look.
 */
export function heldAfter(
  requirement: string,
  test: Pick<ReceiverTest, 'id'> & Partial<Pick<ReceiverTest, 'level' | 'needs'>>,
  play: (receiver: ReceiverSubject) => Promise<{ readonly answers: readonly ReceiverAnswer[]; readonly look: Look }>,
): ReceiverTest {
  return testOf(requirement, {
    level: 'standard',
    writes: true,
    needs: [ACCEPTED, ...(test.id === STORED ? [] : [STORED])],
    ...test,
    run: async (receiver) => {
      const { answers, look } = await play(receiver);
      const sent = allAccepted(answers);
      if (sent.verdict !== 'pass') return sent;
      const held = await receiver.held().catch(whyUnreadable);
      if (held instanceof CouldNotTest) return skip(held.message);
      const { expected } = look;
      if (held === undefined)
        return review({
          expected,
          actual: 'not visible from outside: give --ledger-url or --ledger-file, or look yourself',
          evidence: sent.evidence,
        });
      if (!held.settled) {
        const text = `${held.ledger.results.length} results, and not the one that was confirmed last`;
        return fail({ expected: 'a confirmed result in the ledger', actual: 'it is not there', evidence: [{ kind: 'ledger', text }] });
      }
      const there = look.see(held.ledger);
      if (there === undefined) return notTestable('the ledger of this receiver does not have it');
      const evidence = { kind: 'ledger', text: there.words } as const;
      return there.right
        ? pass(evidence, ...sent.evidence)
        : fail({ expected, actual: there.words, evidence: [evidence, ...sent.evidence] });
    },
  });
}

function whyUnreadable(error: unknown): CouldNotTest {
  if (error instanceof CouldNotTest) return error;
  throw error;
}

/** The result is there once, in this revision. */
export function once({ id }: { readonly id: string }, revision: number, name = 'the result'): Look {
  return {
    expected: `${name} (id ${id}) is there once, in revision ${revision}`,
    see: ({ results }) => {
      const found = results.filter((result) => result.id === id);
      return { right: found.length === 1 && found[0]?.revision === revision, words: revisions(name, found) };
    },
  };
}

/** The result is not there. */
export function gone({ id }: { readonly id: string }, name = 'the result'): Look {
  return {
    expected: `${name} (id ${id}) is not there`,
    see: ({ results }) => {
      const found = results.filter((result) => result.id === id);
      return { right: found.length === 0, words: revisions(name, found) };
    },
  };
}

/** All of them hold. */
export function both(...looks: readonly Look[]): Look {
  return {
    expected: looks.map(({ expected }) => expected).join('; '),
    see: (ledger) => {
      const there = looks.map(({ see }) => see(ledger));
      if (there.includes(undefined)) return undefined;
      const known = there.flatMap((one) => one ?? []);
      return { right: known.every(({ right }) => right), words: known.map(({ words }) => words).join('; ') };
    },
  };
}

function revisions(name: string, found: readonly { readonly revision: number }[]): string {
  if (found.length === 0) return `${name} is not in the ledger`;
  return `${name} is in the ledger ${found.length} time(s), in revision ${found.map(({ revision }) => revision).join(', ')}`;
}
