import { query } from '../../sql/query.js';
import { all, first, run, runMany, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { matchOf } from '../results/learner-match.js';
import { ALIAS_CELLS, type Cell, cellRows, type RosterCells } from '../roster/roster-cells.js';

interface OfSchool {
  readonly school: string;
}

/** Changes nothing for a learner who is in no roster. */
const PUT = query<never, OfSchool & { readonly alias: Cell; readonly learner: Cell }>(
  () => `
    INSERT INTO learner_aliases (school, alias, learner)
    SELECT @school, @alias, id FROM roster_objects WHERE school = @school AND kind = 'learner' AND id = @learner LIMIT 1
    ON CONFLICT (school, alias) DO UPDATE SET learner = excluded.learner`,
);
const ANY_RESULTS = query<{ readonly seq: number }, OfSchool>(() => 'SELECT seq FROM learners WHERE school = @school LIMIT 1');
const NAMED = query<{ readonly seq: number; readonly unmatched: 0 | 1 }, OfSchool & { readonly aliases: readonly string[] }>(
  ({ inList }) => {
    const learners = 'SELECT seq, CASE WHEN roster_learner IS NULL THEN 1 ELSE 0 END AS unmatched FROM learners WHERE school = @school';
    return `${learners} AND alias ${inList('text', 'aliases')} UNION ${learners} AND eck_alias ${inList('text', 'aliases')}`;
  },
);
const MATCH = `UPDATE learners SET roster_learner = ${matchOf('learners.school', 'learners.eck_alias', 'learners.alias')}`;
const MATCH_ALL = query<never, { readonly learners: readonly number[] }>(
  ({ inList }) => `${MATCH} WHERE seq ${inList('number', 'learners')}`,
);
const MATCH_AGAIN = query<never, OfSchool & { readonly gone: readonly string[] }>(
  ({ inList }) => `${MATCH} WHERE school = @school AND roster_learner ${inList('text', 'gone')}`,
);
const REMOVE_ORPHANS = query<{ readonly learner: string }, OfSchool>(
  () => `
    DELETE FROM learner_aliases WHERE school = @school AND NOT EXISTS (
      SELECT 1 FROM roster_objects o WHERE o.school = learner_aliases.school AND o.kind = 'learner' AND o.id = learner_aliases.learner)
    RETURNING learner`,
);
const FORGET_SOURCES = query<never, OfSchool & { readonly except: string }>(
  () => 'UPDATE rosters SET source = NULL WHERE school = @school AND school_year <> @except AND source IS NOT NULL',
);

/**
 * Stores names of learners of the roster, and which learners of results go with them. Gives the number of learners of results who were unknown
 * until now. Throws `StoreError('unknown')` for a learner who is in no roster.
 */
export function* storeLearnerAliases({ head: { school, schoolYear }, aliases }: RosterCells): Script<number> {
  if (aliases.length === 0) return 0;
  // In other years the same pupils may be others by now.
  yield* run(FORGET_SOURCES, { school, except: schoolYear });
  const rows = cellRows(aliases, ALIAS_CELLS, ([alias, learner]) => ({ school, alias, learner }));
  if ((yield* runMany(PUT, rows)) !== rows.length) {
    throw new StoreError('unknown', 'learner aliases: the learner is in no roster of the school');
  }
  if ((yield* first(ANY_RESULTS, { school })) === undefined) return 0;
  const named = yield* all(NAMED, { school, aliases: rows.map(({ alias }) => alias as string) });
  if (named.length > 0) yield* run(MATCH_ALL, { learners: named.map(({ seq }) => seq) });
  return named.reduce((sum, { unmatched }) => sum + unmatched, 0);
}

/** Removes the aliases of learners who are in no roster any more; results of theirs belong to nobody known again. */
export function* pruneLearnerAliases(school: string): Script<void> {
  const orphans = yield* all(REMOVE_ORPHANS, { school });
  if (orphans.length === 0) return;
  yield* run(FORGET_SOURCES, { school, except: '' });
  yield* run(MATCH_AGAIN, { school, gone: [...new Set(orphans.map(({ learner }) => learner))] });
}
