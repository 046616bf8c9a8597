import { GoalSetError } from './goal-set-error.js';
import { GOAL_SET_LIMITS } from './goal-set-limits.js';

/** The zero character and halves of a surrogate pair: no database of text takes these. */
const UNFIT = /\0|\p{Surrogate}/u;
/** What a place shows of a document: a file may nest and name things as it likes. */
const MOST_STEPS = 4;
const MOST_NAME = 64;

/** Refuses JSON that nests deeper than the limit, or holds text that cannot be stored. `place` is that of the document, '' for the only one. */
export function checkDocument(document: unknown, name: string, place: string): void {
  const path: string[] = [];
  const here = (): string => {
    const shown = (place + path.slice(0, MOST_STEPS).join('')).replace(/^\./, '');
    return shown === '' ? name : shown;
  };
  const walk = (value: unknown): void => {
    if (typeof value === 'string') checkText(value, here);
    if (typeof value !== 'object' || value === null) return;
    if (path.length === GOAL_SET_LIMITS.depth)
      throw new GoalSetError('large', here(), `holds more than ${GOAL_SET_LIMITS.depth} lists and objects within each other`);
    const isList = Array.isArray(value);
    for (const [member, inner] of Object.entries(value)) {
      if (!isList) checkText(member, here);
      path.push(isList ? `[${member}]` : `.${member.slice(0, MOST_NAME)}`);
      walk(inner);
      path.pop();
    }
  };
  walk(document);
}

/** Refuses text that cannot be stored. */
export function checkText(text: string, place: (at: number) => string): void {
  const at = text.search(UNFIT);
  if (at !== -1) throw new GoalSetError('unreadable', place(at), 'holds a zero character or half a character');
}
