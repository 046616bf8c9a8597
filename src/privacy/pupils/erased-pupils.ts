import type { IncomingMessage, IncomingPupil } from '../../model/incoming/incoming-message.js';
import type { ErasedLearners } from './erased-learners.js';

/**
 * The learners of a message who were erased. Where a message gives such a pupil another key or ECK iD as well, it is the same pupil also
 * where only that one stands.
 */
export function erasedPupils({ pupils }: IncomingMessage, erased: ErasedLearners): ReadonlySet<IncomingPupil> {
  const found = new Set<IncomingPupil>();
  if (erased.none) return found;
  const [keys, eckIds] = [new Set<string>(), new Set<string>()];
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const pupil of pupils) {
      if (found.has(pupil)) continue;
      const { leerlingid, eckId } = pupil;
      const key = leerlingid?.trim();
      const sameAsBefore = (key !== undefined && keys.has(key)) || (eckId !== undefined && eckIds.has(eckId));
      if (!sameAsBefore && !erased.hasNamed({ key, eckId })) continue;
      found.add(pupil);
      if (key !== undefined && !key.startsWith('#')) keys.add(key);
      if (eckId !== undefined) eckIds.add(eckId);
    }
  }
  return found;
}
