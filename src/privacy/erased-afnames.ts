import type { LeerresultatenVerzoek, Toetsafname } from '../uwlr/messages/leerresultaten.js';
import type { ErasedLearners } from './erased-learners.js';

/**
 * The parts of a message that are about somebody who was erased. Where a message gives such a pupil another key or ECK iD as well, it
 * is the same pupil also where only that one stands.
 */
export function erasedAfnames({ toetsafnames }: LeerresultatenVerzoek, erased: ErasedLearners): ReadonlySet<Toetsafname> {
  const found = new Set<Toetsafname>();
  if (erased.none) return found;
  const [keys, eckIds] = [new Set<string>(), new Set<string>()];
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const afname of toetsafnames.toetsafname) {
      if (found.has(afname)) continue;
      const { leerlingid, eckid } = afname;
      const key = leerlingid?.trim();
      const sameAsBefore = (key !== undefined && keys.has(key)) || (eckid !== undefined && eckIds.has(eckid));
      if (!sameAsBefore && !erased.hasNamed({ key, eckId: eckid })) continue;
      found.add(afname);
      if (key !== undefined && !key.startsWith('#')) keys.add(key);
      if (eckid !== undefined) eckIds.add(eckid);
    }
  }
  return found;
}
