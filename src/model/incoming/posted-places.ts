import type { Place } from '../../uwlr/findings.js';
import type { IncomingPlaces, ResultCursor } from './incoming-places.js';

/** Where the parts of posted results stand: JSON pointers (RFC 6901), without lines. */
export const POSTED_PLACES: IncomingPlaces = {
  head: (member) => at(`/${member}`),
  pupils: () => at('/results'),
  // Each result names its learner.
  pupil: (n, member) => at(`/results/${n}/learner${member === undefined ? '' : `/${member}`}`),
  result: ({ nth }: ResultCursor, below) => at(`/results/${nth}${below}`),
  assessment: (n, below) => at(`/assessments/${n}${below}`),
};

function at(path: string): Place {
  return { path, line: 0, column: 0 };
}
