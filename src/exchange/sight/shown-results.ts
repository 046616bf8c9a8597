import { supplied } from '../../core/supplied.js';
import { toTheMinute } from '../../model/to-the-minute.js';
import type { StoredResult } from '../../store/store.js';
import type { ReceiverNames } from './receiver-names.js';
import { shownSignal } from './shown-signals.js';

/**
 * Results as one receiver sees them: with its own names for the result and the learner. An ECK iD and the link of the source go with
 * identities, as each is the same for everybody who gets it; so does which school handed a result over. Others get a link of the gateway,
 * which only the school can follow.
 */
export function shownResults(results: readonly StoredResult[], names: ReceiverNames, identities: boolean): readonly StoredResult[] {
  const ids = names.tellResults(results.map(({ id }) => id));
  return results.map((result, at) => shownResult(result, ids[at] as string, names, identities));
}

function shownResult(result: StoredResult, id: string, names: ReceiverNames, identities: boolean): StoredResult {
  const { eckId, detailUrl, ...rest } = result;
  const { handedOver, ...source } = result.source;
  const { learner, rosterLearner, storedAt } = rest;
  const link = identities || detailUrl === undefined ? undefined : names.linkTo(result.id);
  return {
    ...(identities ? result : rest),
    ...(identities || handedOver === undefined ? {} : { source }),
    ...supplied({ detailUrl: link }),
    id,
    signals: rest.signals.map((signal) => shownSignal(signal, names, identities)),
    learner: names.tell('learner', learner),
    ...(rosterLearner === undefined ? {} : { rosterLearner: names.tell('learner', rosterLearner) }),
    storedAt: toTheMinute(storedAt),
  };
}
