import { resultItem } from '../item-inventor.js';
import { both, gone, heldAfter, once, type ReceiverTest } from '../receiver-test.js';
import { acceptedTest } from './results.js';

export const WITHDRAWAL_TESTS: readonly ReceiverTest[] = [
  acceptedTest('RECEIVER-60', 'receiver/withdrawal/accepted', (receiver) => {
    const result = receiver.invent.result();
    return receiver.deliver([resultItem(result)], [receiver.invent.withdrawal(result)]);
  }),
  heldAfter('RECEIVER-61', { id: 'receiver/withdrawal/deletes' }, async (receiver) => {
    const result = receiver.invent.result();
    return { answers: await receiver.deliver([resultItem(result)], [receiver.invent.withdrawal(result)]), look: gone(result) };
  }),
  heldAfter('RECEIVER-62', { id: 'receiver/withdrawal/later-revision' }, async (receiver) => {
    const result = receiver.invent.result();
    const answers = await receiver.deliver([resultItem(result)], [receiver.invent.withdrawal({ ...result, revision: 3 })]);
    return { answers, look: gone(result) };
  }),
  heldAfter('RECEIVER-63', { id: 'receiver/withdrawal/earlier-revision' }, async (receiver) => {
    const result = receiver.invent.result({ revision: 2, supersedes: 1 });
    const answers = await receiver.deliver([resultItem(result)], [receiver.invent.withdrawal({ ...result, revision: 1 })]);
    return { answers, look: once(result, 2) };
  }),
  acceptedTest('RECEIVER-64', 'receiver/withdrawal/unknown', (receiver) =>
    receiver.deliver([receiver.invent.nothing(), receiver.invent.nothing()]),
  ),
  heldAfter('RECEIVER-67', { id: 'receiver/withdrawal/mixed' }, async (receiver) => {
    const [old, fresh] = [receiver.invent.result(), receiver.invent.result()];
    const answers = await receiver.deliver([resultItem(old)], [receiver.invent.withdrawal(old), resultItem(fresh)]);
    return { answers, look: both(gone(old, 'the withdrawn result'), once(fresh, 1, 'the other result')) };
  }),
  heldAfter('RECEIVER-68', { id: 'receiver/withdrawal/stays-gone', level: 'full' }, async (receiver) => {
    const result = receiver.invent.result();
    const answers = await receiver.deliver([resultItem(result)], [receiver.invent.withdrawal(result)], [resultItem(result)]);
    return { answers, look: gone(result) };
  }),
  acceptedTest('RECEIVER-65', 'receiver/erasure/accepted', (receiver) => {
    const result = receiver.invent.result();
    return receiver.deliver([resultItem(result)], [receiver.invent.withdrawal(result, 'erased')]);
  }),
  heldAfter('RECEIVER-66', { id: 'receiver/erasure/deletes' }, async (receiver) => {
    const [one, other, kept] = [receiver.invent.result(), receiver.invent.result(), receiver.invent.result()];
    // As after an erasure under all ids that a result ever had: one of them nobody knows.
    const erased = [one, other].map((result) => receiver.invent.withdrawal(result, 'erased'));
    const answers = await receiver.deliver([one, other, kept].map(resultItem), [receiver.invent.nothing(), ...erased]);
    return { answers, look: both(gone(one), gone(other), once(kept, 1, 'the result of another pupil')) };
  }),
];
