import type { DeliveryFilter, DeliveryState } from '../../outbox-store.js';
import { idBytes } from '../../tables/results/result-id.js';
import { placedIds } from '../results/placed-ids.js';
import { PAUSED_BY_HAND, SCHOOL_PAUSED } from './delivery-lane-table.js';
import { SHOWN_REASON, VIEW_STATE } from './delivery-view.js';
import { deliverySeq, PENDING } from './outbox-rows.js';

/** A filter as conditions on `VIEW`, with the values of its named parameters. */
export interface FilterSql {
  readonly where: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What a delivery can be in the table, for each state that it can be shown in. */
const KEPT_AS: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  waiting: ['waiting'],
  leased: ['leased'],
  retrying: ['retrying', 'leased'],
  held: ['held', 'waiting', 'retrying', 'leased'],
  delivered: ['delivered'],
  dead: ['dead'],
  task: ['dead'],
  cancelled: ['cancelled'],
};

/** States that most deliveries end in: those are met along the way, all others are few, and are found by an index. */
const MANY: readonly DeliveryState[] = ['delivered', 'cancelled'];

/** SQL: lanes that wait for somebody; what is to go of those is held. */
const WAITS = `(h.held_at IS NOT NULL OR ${SCHOOL_PAUSED} OR ${PAUSED_BY_HAND})`;

function laneSql(condition = '1'): string {
  return `(SELECT l.seq FROM json_each(@lanes) f CROSS JOIN delivery_lanes l ON l.seq = f.value
    LEFT JOIN target_health h ON h.target = l.target WHERE ${condition})`;
}

/** SQL: the places of everything that is shown in one of these states, and of some more. */
function placesSql(states: readonly DeliveryState[]): string {
  const toGo = (lanes: string) => `SELECT seq FROM outbox INDEXED BY outbox_pending WHERE lane IN ${lanes} AND ${PENDING}`;
  const stuck = `SELECT seq FROM outbox INDEXED BY outbox_stuck WHERE lane IN ${laneSql()} AND state IN ('held', 'dead')`;
  const has = (...some: readonly DeliveryState[]) => some.some((state) => states.includes(state));
  const places = [
    ...(has('held', 'dead', 'task') ? [stuck] : []),
    ...(has('held', 'leased') ? [toGo(laneSql(WAITS))] : []),
    ...(has('waiting', 'retrying', 'leased') ? [toGo(laneSql(`NOT ${WAITS}`))] : []),
  ];
  return places.length === 0 ? 'SELECT 0' : places.join(' UNION ALL ');
}

/** SQL: sources of the schools whose lanes are looked at. */
const SOURCES = `(SELECT s.seq FROM sources s WHERE s.school IN (
  SELECT l.school FROM json_each(@lanes) f CROSS JOIN delivery_lanes l ON l.seq = f.value))`;
const OF_RESULT = `SELECT x.seq FROM outbox x INDEXED BY outbox_by_result WHERE x.kind IN ('result', 'result.tagged') AND x.result IN (
  SELECT seq FROM results INDEXED BY results_current WHERE source IN ${SOURCES} AND id IN ${placedIds('@result')} AND current = 1
  UNION ALL SELECT seq FROM results INDEXED BY results_superseded WHERE source IN ${SOURCES} AND id IN ${placedIds('@result')} AND current = 0)`;
const OF_EXCHANGE = `SELECT seq FROM outbox INDEXED BY outbox_by_exchange
  WHERE exchange IS NOT NULL AND exchange = (SELECT seq FROM exchanges WHERE id = @exchange)`;

/**
 * `lanes`: those of the filter's target and school. What narrows is a list of places, so that SQLite has nothing to choose: left to itself
 * it goes through all of the outbox to find a few. Undefined: no delivery can fit.
 */
export function deliveryFilter(filter: DeliveryFilter, lanes: readonly number[]): FilterSql | undefined {
  const { delivery, result, exchange, states, reason, since, until } = filter;
  const seq = delivery === undefined ? undefined : deliverySeq(delivery);
  if (lanes.length === 0 || (delivery !== undefined && seq === undefined)) return undefined;
  const among = states?.some((state) => MANY.includes(state)) === false;
  const conditions = {
    'o.seq = @seq': seq !== undefined,
    [`o.seq IN (${OF_RESULT})`]: result !== undefined,
    [`o.seq IN (${OF_EXCHANGE})`]: exchange !== undefined,
    [`o.seq IN (${placesSql(states ?? [])})`]: among,
    // One lane is read along its index, in its order.
    'o.lane = (SELECT value FROM json_each(@lanes))': lanes.length === 1,
    '+o.lane IN (SELECT value FROM json_each(@lanes))': lanes.length > 1 && (filter.target ?? filter.school) !== undefined,
    // Before what takes more to find out.
    '+o.state IN (SELECT value FROM json_each(@kept))': states !== undefined,
    [`${VIEW_STATE} IN (SELECT value FROM json_each(@states))`]: states !== undefined,
    [`${SHOWN_REASON} = @reason`]: reason !== undefined,
    'o.queued_at >= @since': since !== undefined,
    'o.queued_at < @until': until !== undefined,
  };
  return {
    where: Object.entries(conditions)
      .flatMap(([condition, counts]) => (counts ? [condition] : []))
      .join(' AND '),
    values: {
      seq,
      result: result === undefined ? undefined : idBytes(result),
      exchange,
      lanes: JSON.stringify(lanes),
      states: JSON.stringify(states ?? []),
      kept: JSON.stringify(states?.flatMap((state) => KEPT_AS[state]) ?? []),
      reason,
      since: since === undefined ? undefined : Date.parse(since),
      until: until === undefined ? undefined : Date.parse(until),
    },
  };
}
