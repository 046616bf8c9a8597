import { code, type Parameter } from '../parameters/parameter.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Control characters other than a line break and a tab, and marks that turn the direction of what follows. */
const STEERING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const MOST_OF_NOTE = 2_000;

export const GOAL = code(
  'A goal, in any way of writing it: UUID, `bk:` with a UUID, or a URI. With `set` also a code.',
  'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808',
  1024,
);

/** The URI of a set version: a bare code is one of its goals. */
export const SET_OF_CODE = code('URI of the goal set that a bare code belongs to.', 'https://doelen.voorbeeld/sets/rekenen-meten/1', 1024);

/** A day of the calendar, `2026-10-01`. */
export function day(description: string): Parameter<string> {
  return {
    description,
    example: '2026-10-01',
    schema: { type: 'string', format: 'date' },
    expected: 'a day, such as 2026-10-01',
    read: (text) => {
      if (!DAY.test(text)) return undefined;
      const moment = new Date(`${text}T00:00:00Z`);
      return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text) ? text : undefined;
    },
  };
}

/** A text in words, of more than one line if need be. */
export function freeText(description: string): Parameter<string> {
  return {
    description,
    schema: { type: 'string', minLength: 1, maxLength: MOST_OF_NOTE },
    expected: `a text of 1 to ${MOST_OF_NOTE} characters without control characters`,
    read: (text) => {
      const trimmed = text.trim();
      const isFit = trimmed !== '' && [...trimmed].length <= MOST_OF_NOTE && !STEERING.test(trimmed.replace(/[\n\t]/g, ' '));
      return isFit ? trimmed : undefined;
    },
  };
}
