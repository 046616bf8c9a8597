import { wholeOf } from '../../uwlr/whole.js';
import type { Loss, Norm } from '../result.js';
import type { EduVScoreScale } from './edu-v-message.js';
import { NO_PLACE } from './entries-of.js';

/** The bands of norms, for whoever shows a score; undefined when there are none. What a band has beside its term is lost. */
export function scoreScale({ bands, ...besides }: Norm, id: string, name: string, losses: Loss[]): EduVScoreScale | undefined {
  lose('assessment/norm', besides, losses);
  const scoreScaleEntries = bands.flatMap(({ term, from, to, ...more }) => {
    lose('assessment/norm/bands', more, losses);
    const [begin, end] = [wholeOf(from), wholeOf(to)];
    // Also of one score: without an end, Edu-V reads everything from there on.
    if (begin <= end) return [{ LHS: `${begin}-${end}`, RHS: term }];
    losses.push({ path: 'assessment/norm/bands', reason: 'band-without-scores' });
    return [];
  });
  return scoreScaleEntries.length === 0 ? undefined : { id, name, scoreScaleEntries };
}

function lose(path: string, fields: Readonly<Record<string, unknown>>, losses: Loss[]): void {
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined) losses.push({ path: `${path}/${field}`, reason: NO_PLACE });
  }
}
