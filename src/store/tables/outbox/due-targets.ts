import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import { LEASED, PAUSED_BY_HAND, SCHOOL_PAUSED } from './delivery-lanes.js';
import { aheadSql, setBackSql } from './outbox-rows.js';

interface DueRow {
  readonly target: string;
  readonly due_at: number;
}

/** A lane that is leased is due when the lease is over; all of a target when its circuit may be tried, and nobody tries. */
export const DUE = query<DueRow, { readonly now: number }>(
  ({ by, greatest, thenJoin }) => `
    SELECT t.target, ${greatest(
      't.due_at',
      `coalesce(t.open_until, (SELECT l.lease_until FROM delivery_lanes l WHERE l.seq = t.probe_lane AND ${LEASED}), 0)`,
    )} AS due_at FROM (
      SELECT t.id AS target,
        min(CASE WHEN ${LEASED} THEN l.lease_until WHEN ${setBackSql('l.due_from')} THEN @now ELSE l.due_at END) AS due_at,
        max(CASE WHEN ${aheadSql('h.open_until', 'h.open_from')} THEN h.open_until END) AS open_until,
        max(CASE WHEN h.open_until IS NOT NULL THEN h.probe_lane END) AS probe_lane
      FROM targets t ${thenJoin} delivery_lanes l ${by('delivery_lanes_due')} ON l.target = t.id
      LEFT JOIN target_health h ON h.target = t.id
      WHERE t.ended_at IS NULL AND h.held_at IS NULL AND l.due_at IS NOT NULL AND NOT ${PAUSED_BY_HAND} AND NOT ${SCHOOL_PAUSED} GROUP BY t.id
    ) t ORDER BY due_at, target`,
);

/** Targets that something is to go to, and from when on; the first one first. */
export function* dueTargets(at: string): Script<readonly { readonly target: string; readonly dueAt: string }[]> {
  const due = yield* all(DUE, { now: Date.parse(at) });
  return due.map(({ target, due_at }) => ({ target, dueAt: new Date(due_at).toISOString() }));
}
