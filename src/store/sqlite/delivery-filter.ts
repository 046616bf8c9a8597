import type { DeliveryFilter, DeliveryState } from '../outbox-store.js';
import { SHOWN_REASON, SHOWN_STATE } from './delivery-view.js';
import { deliverySeq, PENDING } from './outbox-rows.js';

/** A filter as conditions on `VIEW`, with the values of its named parameters. */
export interface FilterSql {
  readonly where: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** States that most deliveries end in: those are met along the way, all others are few, and are found by an index. */
const MANY: readonly DeliveryState[] = ['delivered', 'cancelled'];

/** Places of what is stuck, and of what still has to go. */
const STUCK = `SELECT seq FROM outbox INDEXED BY outbox_stuck
  WHERE lane IN (SELECT value FROM json_each(@lanes)) AND state IN ('held', 'dead')`;
const TO_GO = `SELECT seq FROM outbox INDEXED BY outbox_pending WHERE lane IN (SELECT value FROM json_each(@lanes)) AND ${PENDING}`;

const OF_RESULT = `SELECT x.seq FROM results f CROSS JOIN outbox x INDEXED BY outbox_by_result ON x.result = f.seq
  WHERE f.school IN (SELECT id FROM schools) AND f.id = @result AND x.kind = 'result'`;
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
    [`o.seq IN (${states?.every((state) => state === 'dead') ? STUCK : `${STUCK} UNION ALL ${TO_GO}`})`]: among,
    // One lane is read along its index, in its order.
    'o.lane = (SELECT value FROM json_each(@lanes))': lanes.length === 1,
    '+o.lane IN (SELECT value FROM json_each(@lanes))': lanes.length > 1 && (filter.target ?? filter.school) !== undefined,
    [`${SHOWN_STATE} IN (SELECT value FROM json_each(@states))`]: states !== undefined,
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
      result,
      exchange,
      lanes: JSON.stringify(lanes),
      states: JSON.stringify(states ?? []),
      reason,
      since: since === undefined ? undefined : Date.parse(since),
      until: until === undefined ? undefined : Date.parse(until),
    },
  };
}
