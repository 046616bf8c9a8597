import { randomUUID } from 'node:crypto';
import type { Signal } from '../../../model/signal.js';
import type { HeldSignal } from '../receiver-ledger.js';
import type { ReceiverItem } from '../receiver-message.js';
import { heldAfter, type Look, type ReceiverTest } from '../receiver-test.js';
import { acceptedTest } from './results.js';

const raised = (signal: Signal): ReceiverItem => ({ kind: 'signal.raised', signal });
const withdrawn = (signal: Signal): ReceiverItem => ({
  kind: 'signal.withdrawn',
  signal: { ...signal, revision: (signal.revision ?? 0) + 1, status: 'withdrawn' },
});
const superseded = (signal: Signal): ReceiverItem => ({
  kind: 'signal.superseded',
  signal: { ...signal, revision: (signal.revision ?? 0) + 1, status: 'superseded', supersededBy: randomUUID() },
});

function signalOf({ id }: Signal, expected: string, right: (found: readonly HeldSignal[]) => boolean): Look {
  return {
    expected: `the signal (id ${id}) ${expected}`,
    see: ({ signals }) => {
      if (signals === undefined) return undefined;
      const found = signals.filter((signal) => signal.id === id);
      const words = found.map(({ revision, status }) => `revision ${revision}, ${status}`).join('; ');
      return {
        right: right(found),
        words: found.length === 0 ? 'the signal is not in the ledger' : `the signal is in the ledger: ${words}`,
      };
    },
  };
}

const standing = (signal: Signal, revision: number) =>
  signalOf(
    signal,
    `stands as raised, once, in revision ${revision}`,
    ([first, ...more]) => first?.status === 'raised' && first.revision === revision && more.length === 0,
  );
const over = (signal: Signal) =>
  signalOf(signal, 'no longer stands as raised', (found) => found.every(({ status }) => status !== 'raised'));

export const SIGNAL_TESTS: readonly ReceiverTest[] = [
  acceptedTest('RECEIVER-80', 'receiver/signals/raised', (receiver) => receiver.deliver([raised(receiver.invent.signal())])),
  heldAfter('RECEIVER-81', { id: 'receiver/signals/held' }, async (receiver) => {
    const signal = receiver.invent.signal();
    return { answers: await receiver.deliver([raised(signal)]), look: standing(signal, 1) };
  }),
  heldAfter('RECEIVER-82', { id: 'receiver/signals/corrected' }, async (receiver) => {
    const signal = receiver.invent.signal();
    const answers = await receiver.deliver([raised(signal)], [raised({ ...signal, revision: 2, kind: 'FAST' })]);
    return { answers, look: standing(signal, 2) };
  }),
  acceptedTest('RECEIVER-83', 'receiver/signals/superseded', (receiver) => {
    const signal = receiver.invent.signal();
    return receiver.deliver([raised(signal)], [superseded(signal)]);
  }),
  heldAfter('RECEIVER-84', { id: 'receiver/signals/superseded-over' }, async (receiver) => {
    const signal = receiver.invent.signal();
    return { answers: await receiver.deliver([raised(signal)], [superseded(signal)]), look: over(signal) };
  }),
  acceptedTest('RECEIVER-85', 'receiver/signals/withdrawn', (receiver) => {
    const signal = receiver.invent.signal();
    return receiver.deliver([raised(signal)], [withdrawn(signal)]);
  }),
  heldAfter('RECEIVER-86', { id: 'receiver/signals/withdrawn-over' }, async (receiver) => {
    const signal = receiver.invent.signal();
    return { answers: await receiver.deliver([raised(signal)], [withdrawn(signal)]), look: over(signal) };
  }),
  heldAfter('RECEIVER-69', { id: 'receiver/signals/erased' }, async (receiver) => {
    const signal = receiver.invent.signal();
    const answers = await receiver.deliver([raised(signal)], [receiver.invent.withdrawal({ id: signal.id, revision: 1 }, 'erased')]);
    return { answers, look: signalOf(signal, 'is not there', (found) => found.length === 0) };
  }),
  acceptedTest('RECEIVER-87', 'receiver/signals/unknown', (receiver) =>
    receiver.deliver([withdrawn(receiver.invent.signal())], [superseded(receiver.invent.signal())]),
  ),
  acceptedTest('RECEIVER-88', 'receiver/signals/whole', (receiver) => {
    const { minute, day } = receiver.invent;
    return receiver.deliver([
      raised(
        receiver.invent.signal({
          kind: 'NEW_PROGRESS',
          validUntil: minute,
          basis: { results: [randomUUID()], itemCount: '12', from: day, until: day },
          targetLevel: { considered: 'considered', label: '1S' },
          limits: 'Zegt niets over andere leerstof.',
          explanationUrl: 'https://rekenen-op-maat.example/signalen',
        }),
      ),
    ]);
  }),
];
