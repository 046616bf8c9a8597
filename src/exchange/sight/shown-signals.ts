import { supplied } from '../../core/supplied.js';
import type { Signal } from '../../model/signal.js';
import { toTheMinute } from '../../model/to-the-minute.js';
import type { StoredSignal } from '../../store/goals/signal-store.js';
import type { ReceiverNames } from './receiver-names.js';

/** A stored signal as one receiver sees it. */
export type ShownSignal = Signal & Pick<StoredSignal, 'revision' | 'storedAt' | 'rosterLearner'>;

/** Signals as one receiver sees them: with its own names for signal, learner and results, and instants that belong to no one message. */
export function shownStoredSignals(signals: readonly StoredSignal[], names: ReceiverNames, links: boolean): readonly ShownSignal[] {
  return signals.map(({ muted: _, storedAt, rosterLearner, ...signal }) => ({
    ...shownSignal(signal, names, links),
    revision: signal.revision,
    ...(rosterLearner === undefined ? {} : { rosterLearner: names.tell('learner', rosterLearner) }),
    storedAt: toTheMinute(storedAt),
  }));
}

/** `links`: whether the link to the vendor's explanation may go, as it is the same for everybody who gets it. */
export function shownSignal(signal: Signal, names: ReceiverNames, links: boolean): Signal {
  const { explanationUrl, basis, supersededBy, validUntil, ...rest } = signal;
  const [id = ''] = names.tellResults([signal.id]);
  const [replacement] = supersededBy === undefined ? [] : names.tellResults([supersededBy]);
  return {
    ...rest,
    id,
    learner: names.tell('learner', signal.learner),
    raisedAt: toTheMinute(signal.raisedAt),
    ...(validUntil === undefined ? {} : { validUntil: toTheMinute(validUntil) }),
    ...(basis === undefined ? {} : { basis: { ...basis, results: names.tellResults(basis.results).sort() } }),
    ...(links && explanationUrl !== undefined ? { explanationUrl } : {}),
    ...supplied({ supersededBy: replacement }),
  };
}
