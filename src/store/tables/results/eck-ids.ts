import { query } from '../../sql/query.js';
import { first, runMany, type Script } from '../../sql/script.js';

export interface EckIdOf {
  readonly learner: number;
  readonly eckId: string;
}

/** The number of an ECK iD of a learner. */
export const FIND_ECK_ID = query<{ readonly number: number }, EckIdOf>(
  () => 'SELECT number FROM learner_eck_ids WHERE learner = @learner AND eck_id = @eckId',
);

export const INSERT_ECK_ID = query<{ readonly number: number }, EckIdOf>(
  () => `
    INSERT INTO learner_eck_ids (learner, eck_id, number)
    VALUES (@learner, @eckId, (SELECT coalesce(max(number), 0) + 1 FROM learner_eck_ids WHERE learner = @learner)) RETURNING number`,
);

const FORGET = query<never, { readonly learner: number }>(
  () => `
    DELETE FROM learner_eck_ids WHERE learner = @learner
      AND NOT EXISTS (SELECT 1 FROM results r WHERE r.learner = learner_eck_ids.learner AND r.eck_number = learner_eck_ids.number)`,
);

/** The number of an ECK iD of a learner, which is stored if it is new; 0 for none. */
export function* numberOfEckId(learner: number, eckId: string | null): Script<number> {
  if (eckId === null) return 0;
  const known = yield* first(FIND_ECK_ID, { learner, eckId });
  return (known ?? (yield* first(INSERT_ECK_ID, { learner, eckId }))!).number;
}

/** Removes ECK iDs of learners that no result has any more: one is kept as long as the results that came with it. */
export function* forgetEckIds(learners: readonly number[]): Script<void> {
  yield* runMany(
    FORGET,
    learners.map((learner) => ({ learner })),
  );
}
