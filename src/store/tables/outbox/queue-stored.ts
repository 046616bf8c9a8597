import type { OutboxStore } from '../../outbox-store.js';
import { query } from '../../sql/query.js';
import { first, run, type Script } from '../../sql/script.js';
import type { Words } from '../../sql/words.js';
import { StoreError } from '../../store-error.js';
import { dueLane } from './delivery-lanes.js';

export type StoredRequest = Parameters<OutboxStore['queueStored']>[0];

interface OfTarget extends Pick<StoredRequest, 'target' | 'school' | 'notOf'> {
  readonly since: number;
}

/** SQL: current results of a school that were never queued for a target. */
function storedSql({ by, thenJoin }: Words): string {
  return `
    FROM sources s ${thenJoin} results r ${by('results_by_source')} ON r.source = s.seq AND r.current = 1
    ${thenJoin} exchanges e ON e.seq = r.exchange
    WHERE s.school = @school AND s.party <> @notOf AND e.stored_at >= @since AND NOT EXISTS (
      SELECT 1 FROM outbox o ${by('outbox_by_result')} ${thenJoin} delivery_lanes l ON l.seq = o.lane
      WHERE o.result = r.seq AND o.kind = 'result' AND l.target = @target)`;
}

/** In an order of which there is no index: along one, PostgreSQL goes through the results of all schools for the first. */
const FIRST = query<{ readonly party: string }, OfTarget>((words) => `SELECT s.party ${storedSql(words)} ORDER BY r.seq + 0 LIMIT 1`);
const COUNT = query<{ readonly results: number }, OfTarget>((words) => `SELECT count(*) AS results ${storedSql(words)}`);
const QUEUE = query<never, OfTarget & { readonly lane: number; readonly now: number }>(
  (words) => `
    INSERT INTO outbox (lane, kind, result, exchange, state, queued_at)
    SELECT @lane, 'result', r.seq, r.exchange, 'waiting', @now ${storedSql(words)} ORDER BY r.seq`,
);

/** Queues what was stored before the target was there. Gives how many. Throws `StoreError('unknown')` when the target is not there, or ended. */
export function* queueStored({ target, school, notOf, since, at, dryRun = false }: StoredRequest): Script<number> {
  const now = Date.parse(at);
  const of = { target, school, notOf, since: since === undefined ? 0 : Date.parse(since) };
  if (dryRun) return (yield* first(COUNT, of))?.results ?? 0;
  const keysOf = (yield* first(FIRST, of))?.party;
  if (keysOf === undefined) return 0;
  const lane = yield* dueLane({ target, school, keysOf, now });
  if (lane === undefined) throw new StoreError('unknown', 'targets: there is none with this id that goes on');
  return yield* run(QUEUE, { ...of, lane, now });
}
