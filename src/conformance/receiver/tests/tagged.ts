import { randomUUID } from 'node:crypto';
import type { GoalLink } from '../../../model/goal-link.js';
import { resultItem } from '../item-inventor.js';
import type { ReceiverSubject } from '../receiver-subject.js';
import { gone, heldAfter, type Look, once, type ReceiverTest } from '../receiver-test.js';
import { acceptedTest } from './results.js';

/** A result with two goals, and then other goals for it. */
async function retagged(receiver: ReceiverSubject, goalLinks: readonly GoalLink[]) {
  const { invent } = receiver;
  const result = invent.result({ goalLinks: [invent.goalLink('a'), invent.goalLink('b')] });
  return { result, answers: await receiver.deliver([resultItem(result)], [invent.tagged(result, goalLinks)]) };
}

/** The result has these goals and no others. */
function goalsOf({ id }: { readonly id: string }, links: readonly GoalLink[]): Look {
  const wanted = links.flatMap(({ goal }) => goal ?? []).sort();
  return {
    expected: `the result (id ${id}) has ${wanted.length} goal(s): those of the last message`,
    see: ({ results }) => {
      const goals = results.find((result) => result.id === id)?.goals;
      if (goals === undefined && results.some((result) => result.id === id)) return undefined;
      const there = [...(goals ?? [])].sort();
      const right = goals !== undefined && there.length === wanted.length && there.every((goal, at) => goal === wanted[at]);
      return { right, words: goals === undefined ? 'the result is not in the ledger' : `the ledger has ${there.length} goal(s) of it` };
    },
  };
}

export const TAGGED_TESTS: readonly ReceiverTest[] = [
  acceptedTest(
    'RECEIVER-70',
    'receiver/tagged/accepted',
    async (receiver) => (await retagged(receiver, [receiver.invent.goalLink('c')])).answers,
  ),
  heldAfter('RECEIVER-71', { id: 'receiver/tagged/replaces' }, async (receiver) => {
    const links = [receiver.invent.goalLink('b'), receiver.invent.goalLink('c')];
    const { result, answers } = await retagged(receiver, links);
    return { answers, look: goalsOf(result, links) };
  }),
  heldAfter('RECEIVER-72', { id: 'receiver/tagged/no-revision' }, async (receiver) => {
    const { result, answers } = await retagged(receiver, [receiver.invent.goalLink('c')]);
    return { answers, look: once(result, 1) };
  }),
  acceptedTest('RECEIVER-73', 'receiver/tagged/unknown', (receiver) =>
    receiver.deliver([receiver.invent.tagged({ id: randomUUID(), revision: 1 }, [receiver.invent.goalLink('a')])]),
  ),
  heldAfter('RECEIVER-74', { id: 'receiver/tagged/none' }, async (receiver) => {
    const { result, answers } = await retagged(receiver, []);
    return { answers, look: goalsOf(result, []) };
  }),
  heldAfter('RECEIVER-75', { id: 'receiver/tagged/no-result' }, async (receiver) => {
    const unknown = { id: randomUUID(), revision: 1 };
    return { answers: await receiver.deliver([receiver.invent.tagged(unknown, [receiver.invent.goalLink('a')])]), look: gone(unknown) };
  }),
];
