import { query } from '../../sql/query.js';
import { first, run, type Script } from '../../sql/script.js';
import type { Words } from '../../sql/words.js';

/** SQL: dead deliveries of what a batch brought: of the same revision, or of an earlier one. */
function madeGood({ by, thenJoin }: Words): string {
  return `
    SELECT old.seq FROM outbox new ${by('outbox_by_batch')}
    ${thenJoin} outbox old ${by('outbox_by_result')} ON old.result = new.result AND old.kind = new.kind
    WHERE new.batch = @batch AND new.state = 'delivered'
    UNION ALL
    SELECT old.seq FROM outbox new ${by('outbox_by_batch')}
    ${thenJoin} results r ON r.seq = new.result
    ${thenJoin} results earlier ${by('results_superseded')}
      ON earlier.source = r.source AND earlier.id = r.id AND earlier.current = 0 AND earlier.revision < r.revision
    ${thenJoin} outbox old ${by('outbox_by_result')} ON old.result = earlier.seq AND old.kind = 'result'
    WHERE new.batch = @batch AND new.state = 'delivered' AND new.kind = 'result'`;
}

const HAS_DEAD = query<{ readonly rows: number }, { readonly lane: number }>(
  () => "SELECT rows FROM delivery_counts WHERE lane = @lane AND state = 'dead' AND rows > 0",
);
// The reason stays: it tells what became of it, and there is nothing that anybody has to see to.
const CANCEL = query<never, { readonly batch: number; readonly lane: number }>(
  (words) => `UPDATE outbox SET state = 'cancelled' WHERE state = 'dead' AND lane = @lane AND seq IN (${madeGood(words)})`,
);

/**
 * What was dead and need not go any more, by what a batch brought, is cancelled. True: there was something. Few lanes have dead ones, and only
 * those are searched.
 */
export function* makeGood(batch: number, lane: number): Script<boolean> {
  return (yield* first(HAS_DEAD, { lane })) !== undefined && (yield* run(CANCEL, { batch, lane })) > 0;
}
