import type { SignalBatch, SignalsTaken } from '../../../goals/signal-store.js';
import type { Script } from '../../../sql/script.js';
import type { Cells } from '../../cells.js';
import { directoryChangedFor } from '../../directory/directory-concern.js';
import type { WholeExchange } from '../../exchanges/exchange-columns.js';
import { insertExchange } from '../../exchanges/insert-exchange.js';
import { keepLearners } from '../../results/learners.js';
import { isPastErasures } from '../../rights/erasure-mark.js';
import { keepSignals } from './signal-keep.js';

/** Signals of a vendor that come by themselves. */
export interface SignalTake {
  readonly kind: 'take';
  readonly exchange: WholeExchange;
  readonly school: string;
  readonly party: string;
  readonly learners: Cells;
  readonly erasures: number;
  readonly directory: number | undefined;
  readonly batch: SignalBatch;
}

/** Stores them with the record of their message. */
export function* takeSignals(
  { exchange: whole, school, party, learners, erasures, directory, batch }: SignalTake,
  actor: string,
): Script<SignalsTaken> {
  if (yield* directoryChangedFor({ directory, school, party, exchange: whole.exchange })) return { kind: 'directory-changed' };
  if (yield* isPastErasures(school, erasures)) return { kind: 'outdated' };
  const exchange = yield* insertExchange(whole, actor);
  yield* keepLearners(school, learners);
  return { kind: 'stored', ...(yield* keepSignals({ exchange, school, party }, batch)) };
}
