import type { Place } from '../../uwlr/findings.js';

/** Which result of a message is meant. One object for all of them: it moves on. */
export interface ResultCursor {
  /** Number of the learner in the message, of the result at the learner, and of the result in the message; from 0. */
  pupil: number;
  at: number;
  nth: number;
}

/**
 * Where the parts of incoming results stand in what was sent. `below`: a JSON pointer (RFC 6901) from the part down, by the names that a
 * posted result or test has: `/activity/version`, `/values/2/scale`, `/norm/bands/0/to`. A place is worked out for findings only.
 */
export interface IncomingPlaces {
  head(member: 'schoolYear' | 'createdAt'): Place;
  /** All learners; one; and what names it. */
  pupils(): Place;
  pupil(n: number, member?: 'leerlingid' | 'eckId'): Place;
  result(cursor: ResultCursor, below: string): Place;
  assessment(n: number, below: string): Place;
}
