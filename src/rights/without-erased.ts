import type { IncomingRoster } from '../model/roster/roster.js';
import type { ErasedLearners } from '../privacy/pupils/erased-learners.js';
import type { StripRecord } from '../store/exchange-record.js';

/** Rule of what is left out because its pupil was erased. */
export const ERASED = 'erased-learner';

/** A roster without those who were erased, and how many they are. */
export function withoutErased(
  incoming: IncomingRoster,
  erased: ErasedLearners,
): { readonly roster: IncomingRoster; readonly strips: readonly StripRecord[] } {
  if (erased.none) return { roster: incoming, strips: [] };
  const learners = incoming.learners.filter(({ key, eckId }) => !erased.hasNamed({ key, eckId }));
  const count = incoming.learners.length - learners.length;
  if (count === 0) return { roster: incoming, strips: [] };
  return { roster: { ...incoming, learners }, strips: [{ path: 'leerlingen/leerling', rule: ERASED, count }] };
}
