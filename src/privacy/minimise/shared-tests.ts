import type { IncomingMessage } from '../../model/incoming/incoming-message.js';

/** Codes of the tests of which a message has results of more than one pupil. */
export function sharedTests({ pupils }: IncomingMessage): ReadonlySet<string> {
  const first = new Map<string, string>();
  const shared = new Set<string>();
  for (const pupil of pupils) {
    const name = pupil.leerlingid?.trim() ?? pupil.eckId ?? '';
    for (let at = 0; at < pupil.size; at++) {
      const code = pupil.codeAt(at);
      const other = first.get(code);
      if (other === undefined) first.set(code, name);
      else if (other !== name) shared.add(code);
    }
  }
  return shared;
}
