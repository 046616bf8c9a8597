import { query } from '../../sql/query.js';
import { runMany, type Script } from '../../sql/script.js';
import { type Cells, LEARNER_CELLS, unsealed } from '../cells.js';
import { matchOf } from './learner-match.js';

interface LearnerValues {
  readonly school: string;
  readonly alias: string;
  readonly eckId: string | null;
  readonly sealedId: Uint8Array | null;
  readonly eckAlias: string | null;
}

/**
 * A learner of results, with its match in the roster. The ECK iD follows its source: it changes when a pupil gets another BSN. The sealed key is
 * the same key under other bytes each time, so the first one stays. A learner without news has its match already: whatever changes the aliases
 * of a roster sees to that.
 */
const KEEP = query<never, LearnerValues>(
  () => `
    INSERT INTO learners (school, alias, eck_id, sealed_id, eck_alias, roster_learner)
    VALUES (@school, @alias, @eckId, @sealedId, @eckAlias, ${matchOf('@school', '@eckAlias', '@alias')})
    ON CONFLICT (school, alias) DO UPDATE SET
      eck_id = coalesce(excluded.eck_id, learners.eck_id),
      sealed_id = coalesce(learners.sealed_id, excluded.sealed_id),
      eck_alias = coalesce(excluded.eck_alias, learners.eck_alias),
      roster_learner = ${matchOf('learners.school', 'coalesce(excluded.eck_alias, learners.eck_alias)', 'learners.alias')}
    WHERE (excluded.eck_id IS NOT NULL AND excluded.eck_id IS DISTINCT FROM learners.eck_id)
      OR (learners.sealed_id IS NULL AND excluded.sealed_id IS NOT NULL)
      OR (excluded.eck_alias IS NOT NULL AND excluded.eck_alias IS DISTINCT FROM learners.eck_alias)`,
);

/** Stores learners of a school, and what is new of those that are known. `learners`: as `learnerCells`. */
export function* keepLearners(school: string, learners: Cells): Script<void> {
  const rows: LearnerValues[] = [];
  for (let at = 0; at < learners.length; at += LEARNER_CELLS) {
    const [alias, eckId = null, sealedId, eckAlias = null] = learners.slice(at, at + LEARNER_CELLS);
    rows.push({ school, alias: alias as string, eckId, sealedId: unsealed(sealedId), eckAlias });
  }
  yield* runMany(KEEP, rows);
}
