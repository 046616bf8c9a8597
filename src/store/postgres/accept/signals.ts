import type { ClientBase } from 'pg';
import { runSoon } from '../../sql/script.js';
import type { SignalCells } from '../../tables/cells.js';
import { keepSignals } from '../../tables/goals/signals/signal-keep.js';
import { stepAsked, stepValue } from '../connection/steps.js';
import { type Asked, trip } from '../connection/trip.js';
import { SliceLearners } from './learners.js';
import type { OpenMessage } from './open-message.js';
import { tripWith } from './question.js';

const NOBODY: ReadonlySet<string> = new Set();

/** The signals of a message, where it has any. */
export function withSignals(open: OpenMessage): readonly { readonly open: OpenMessage; readonly batch: SignalCells }[] {
  return open.head.signals === undefined ? [] : [{ open, batch: open.head.signals }];
}

/**
 * Stores the signals that came with results, in a few trips of the transaction that stores these: after the results that they may rest on,
 * as receivers hear of those first. Throws `StoreError('unknown')` for a signal of a learner who is not known.
 */
export async function storeSignals(client: ClientBase, open: OpenMessage, signals: SignalCells): Promise<void> {
  const { school, party } = open.head;
  const learners = new SliceLearners(school, signals.learners);
  await tripWith(client, [], learners.questions(NOBODY, NOBODY));
  let waiting: readonly Asked[] = learners.write(open);
  await runSoon(keepSignals({ school, party, exchange: open.exchange }, signals), async (step) => {
    const answers = await trip(client, [...waiting, ...stepAsked(step)]);
    const value = stepValue(step, answers.slice(waiting.length)[Symbol.iterator]());
    waiting = [];
    return value;
  });
}
