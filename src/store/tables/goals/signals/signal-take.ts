import type { SignalBatch } from '../../../goals/signal-store.js';
import type { Cells } from '../../cells.js';
import type { WholeExchange } from '../../exchanges/exchange-columns.js';

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
