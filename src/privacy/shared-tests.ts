import type { LeerresultatenVerzoek } from '../uwlr/messages/leerresultaten.js';

/** Codes of the tests (`toetscode`) of which a message has results of more than one pupil. */
export function sharedTests({ toetsafnames }: LeerresultatenVerzoek): ReadonlySet<string> {
  const first = new Map<string, string>();
  const shared = new Set<string>();
  for (const { leerlingid, eckid, resultaten } of toetsafnames.toetsafname) {
    const pupil = leerlingid?.trim() ?? eckid ?? '';
    for (const { toetscode } of resultaten.resultaat) {
      const other = first.get(toetscode);
      if (other === undefined) first.set(toetscode, pupil);
      else if (other !== pupil) shared.add(toetscode);
    }
  }
  return shared;
}
