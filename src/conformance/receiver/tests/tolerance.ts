import { resultItem } from '../item-inventor.js';
import type { ReceiverItem, ReceiverResult } from '../receiver-message.js';
import { both, heldAfter, type Look, once, type ReceiverTest } from '../receiver-test.js';
import { acceptedTest } from './results.js';

const MOST_ITEMS = 250;
const BIG_BYTES = 1024 * 1024;

export const TOLERANCE_TESTS: readonly ReceiverTest[] = [
  acceptedTest('RECEIVER-90', 'receiver/tolerance/type', async (receiver) => {
    const items = [{ kind: 'group.renamed', group: { id: 'conform' } }] as unknown as readonly ReceiverItem[];
    return [await receiver.post(receiver.message(items, { type: 'group.renamed' }))];
  }),
  acceptedTest('RECEIVER-91', 'receiver/tolerance/fields', async (receiver) => {
    const result = { ...receiver.invent.result(), later: { added: true } };
    const item = { ...resultItem(result), later: 'added' };
    return [await receiver.post({ ...receiver.message([item]), ...{ later: ['added'] } })];
  }),
  heldAfter('RECEIVER-92', { id: 'receiver/tolerance/kinds' }, async (receiver) => {
    const result = receiver.invent.result();
    const unknown = { kind: 'result.archived', archived: { result: result.id } } as unknown as ReceiverItem;
    return {
      answers: [await receiver.post(receiver.message([unknown, resultItem(result)], { type: 'results.stored' }))],
      look: once(result, 1),
    };
  }),
  acceptedTest('RECEIVER-93', 'receiver/tolerance/figures', (receiver) => {
    const values = [{ kind: 'numberSkipped', value: '3', sourcePath: 'score' }] as unknown as ReceiverResult['values'];
    return receiver.deliver([resultItem(receiver.invent.result({ values }))]);
  }),
  acceptedTest('RECEIVER-95', 'receiver/size/items', (receiver) =>
    receiver.deliver(Array.from({ length: MOST_ITEMS }, () => resultItem(receiver.invent.result()))),
  ),
  heldAfter('RECEIVER-96', { id: 'receiver/size/items-held' }, async (receiver) => {
    const results = Array.from({ length: MOST_ITEMS }, () => receiver.invent.result());
    return { answers: await receiver.deliver(results.map(resultItem)), look: all(results) };
  }),
  acceptedTest(
    'RECEIVER-97',
    'receiver/size/bytes',
    (receiver) => {
      const one = JSON.stringify(resultItem(receiver.invent.wholeResult())).length;
      const filler = 'x'.repeat(Math.max(0, Math.ceil(BIG_BYTES / MOST_ITEMS) - one));
      const items = Array.from({ length: MOST_ITEMS }, () => {
        const { activity, ...result } = receiver.invent.wholeResult();
        return resultItem({ ...result, activity: { ...activity, name: `Toets ${filler}` } });
      });
      return receiver.deliver(items);
    },
    'full',
  ),
  acceptedTest(
    'RECEIVER-98',
    'receiver/size/slow',
    async (receiver) => [
      await receiver.post(receiver.message([resultItem(receiver.invent.result())]), { slowly: { pieces: 5, pauseMs: 100 } }),
    ],
    'full',
  ),
];

/** Each of them once, in its first revision; a person looks at how many there are. */
function all(results: readonly ReceiverResult[]): Look {
  const { see } = both(...results.map((result) => once(result, 1)));
  return {
    expected: `${results.length} results, each once`,
    see: (ledger) => {
      const there = ledger.results.filter(({ id }) => results.some((result) => result.id === id)).length;
      return { right: see(ledger)?.right === true, words: `${there} of ${results.length} results are in the ledger` };
    },
  };
}
