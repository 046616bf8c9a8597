import { query } from '../../sql/query.js';
import { audit, first, run, type Script } from '../../sql/script.js';
import { auditEntry } from '../audit/audit-entry.js';
import { IS_TASK } from './delivery-view.js';
import { deliverySeq } from './outbox-rows.js';
import { endIfNoneIsStuck } from './target-troubles.js';

interface Lane {
  readonly target: string;
  readonly school: string;
}

const FIND = query<Lane, { readonly seq: number }>(
  () => `SELECT l.target, l.school FROM outbox o JOIN delivery_lanes l ON l.seq = o.lane WHERE o.seq = @seq AND ${IS_TASK}`,
);
const SETTLE = query<never, { readonly seq: number; readonly now: number; readonly by: string }>(
  () => "UPDATE outbox SET state = 'cancelled', reason = 'asked', settled_at = @now, settled_by = @by WHERE seq = @seq",
);

/**
 * Somebody asked a receiver to erase a result. Gives of what target and school; undefined: there is no such task. PostgreSQL locks that
 * school first, as an entry of the audit comes with it.
 */
export function* finishErasureTask(id: string, by: string, at: string, actor: string): Script<Lane | undefined> {
  const seq = deliverySeq(id);
  const lane = seq === undefined ? undefined : yield* first(FIND, { seq });
  if (seq === undefined || lane === undefined) return undefined;
  const now = Date.parse(at);
  yield* run(SETTLE, { seq, now, by });
  yield* endIfNoneIsStuck(lane.target, now);
  yield* audit(auditEntry(actor, 'erasure.task-done', { school: lane.school, subject: lane.target, counts: { task: seq } }));
  return { target: lane.target, school: lane.school };
}
