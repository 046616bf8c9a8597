import type { DeliveryFilter, DeliveryReason, DeliveryState } from '../../outbox-store.js';
import { query } from '../../sql/query.js';
import type { Words } from '../../sql/words.js';
import { placedIds } from '../results/result-id.js';
import { PAUSED_BY_HAND, SCHOOL_PAUSED } from './delivery-lanes.js';
import { SHOWN_REASON, VIEW_STATE } from './delivery-view.js';
import { deliverySeq, PENDING } from './outbox-rows.js';

/**
 * By what deliveries are found; what else is asked of them is looked at along the way. The database has nothing to choose: left to itself
 * SQLite goes through all of the outbox to find a few.
 */
export const FOUND_BY = ['delivery', 'result', 'exchange', 'states', 'lane', 'all'] as const;
export type FoundBy = (typeof FOUND_BY)[number];

/** Numbers and instants; those that narrow nothing are null, zero or the widest there is. */
export interface FilterValues {
  readonly seq: number | null;
  /** Ids of rows of the result, wherever it stands. */
  readonly ids: readonly Uint8Array[];
  readonly ofResult: 0 | 1;
  readonly exchange: string | null;
  /** Lanes of the filter's target and school, and whether only those count. */
  readonly lanes: readonly number[];
  readonly ofLanes: 0 | 1;
  readonly lane: number | null;
  readonly states: readonly DeliveryState[];
  readonly kept: readonly DeliveryState[];
  readonly ofStates: 0 | 1;
  /** Whether deliveries that are stuck, wait for somebody, or move, are among the states. */
  readonly stuck: 0 | 1;
  readonly waits: 0 | 1;
  readonly moves: 0 | 1;
  readonly reason: DeliveryReason | null;
  readonly since: number;
  readonly until: number;
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

/** Lanes of a target and a school, where those are given. */
export const LANES = query<{ readonly seq: number }, { readonly target: string | null; readonly school: string | null }>(
  () => `
    SELECT seq FROM delivery_lanes
    WHERE (CAST(@target AS TEXT) IS NULL OR target = @target) AND (CAST(@school AS TEXT) IS NULL OR school = @school)`,
);

function laneSql({ list, thenJoin }: Words, condition = ''): string {
  return `(SELECT l.seq FROM ${list('number', 'lanes', 'f')} ${thenJoin} delivery_lanes l ON l.seq = f.value
    LEFT JOIN target_health h ON h.target = l.target ${condition})`;
}

/** SQL: the places of everything that is shown in one of these states, and of some more. */
function placesSql(words: Words): string {
  const { by } = words;
  const toGo = (flag: string, condition: string) =>
    `SELECT seq FROM outbox ${by('outbox_pending')} WHERE ${flag} = 1 AND lane IN ${laneSql(words, `WHERE ${condition}`)} AND ${PENDING}`;
  return `
    SELECT seq FROM outbox ${by('outbox_stuck')} WHERE @stuck = 1 AND lane IN ${laneSql(words)} AND state IN ('held', 'dead')
    UNION ALL ${toGo('@waits', WAITS)}
    UNION ALL ${toGo('@moves', `NOT ${WAITS}`)}`;
}

/** SQL: the places of what is about a result, of the schools whose lanes are looked at. */
function ofResultSql({ by, inList, list, thenJoin }: Words): string {
  const sources = `(SELECT s.seq FROM sources s WHERE s.school IN (
    SELECT l.school FROM ${list('number', 'lanes', 'f')} ${thenJoin} delivery_lanes l ON l.seq = f.value))`;
  const results = (index: string, current: 0 | 1) =>
    `SELECT seq FROM results ${by(index)} WHERE source IN ${sources} AND id ${inList('bytes', 'ids')} AND current = ${current}`;
  return `SELECT x.seq FROM outbox x ${by('outbox_by_result')} WHERE x.kind IN ('result', 'result.tagged')
    AND x.result IN (${results('results_current', 1)} UNION ALL ${results('results_superseded', 0)})`;
}

function foundSql(how: FoundBy, words: Words): readonly string[] {
  const alsoOfExchange = '(CAST(@exchange AS TEXT) IS NULL OR e.id = @exchange)';
  switch (how) {
    case 'delivery':
      return ['o.seq = @seq', `(@ofResult = 0 OR r.id ${words.inList('bytes', 'ids')})`, alsoOfExchange];
    case 'result':
      return [`o.seq IN (${ofResultSql(words)})`, alsoOfExchange];
    case 'exchange':
      return [
        `o.seq IN (SELECT seq FROM outbox ${words.by('outbox_by_exchange')}
          WHERE exchange IS NOT NULL AND exchange = (SELECT seq FROM exchanges WHERE id = @exchange))`,
      ];
    case 'states':
      return [`o.seq IN (${placesSql(words)})`];
    case 'lane':
      return ['o.lane = @lane'];
    case 'all':
      return [];
  }
}

/** SQL: a filter as conditions on `viewFrom`, with the values of `filterOf`. */
export function filterSql(how: FoundBy, words: Words): string {
  const { aside, inList } = words;
  return [
    ...foundSql(how, words),
    `(@ofLanes = 0 OR ${aside('o.lane')} ${inList('number', 'lanes')})`,
    // What is kept, before what takes more to find out.
    `(@ofStates = 0 OR (${aside('o.state')} ${inList('text', 'kept')} AND ${VIEW_STATE} ${inList('text', 'states')}))`,
    `(CAST(@reason AS TEXT) IS NULL OR ${SHOWN_REASON} = @reason)`,
    'o.queued_at >= @since',
    'o.queued_at < @until',
  ].join(' AND ');
}

/** `lanes`: those of the filter's target and school. Undefined: no delivery can fit. */
export function filterOf(
  filter: DeliveryFilter,
  lanes: readonly number[],
): { readonly foundBy: FoundBy; readonly values: FilterValues } | undefined {
  const { delivery, result, exchange, states, reason, since, until } = filter;
  const seq = delivery === undefined ? null : deliverySeq(delivery);
  if (lanes.length === 0 || seq === undefined) return undefined;
  const has = (...some: readonly DeliveryState[]): 0 | 1 => (some.some((state) => states?.includes(state)) ? 1 : 0);
  return {
    foundBy: foundBy(filter, lanes),
    values: {
      seq,
      ids: result === undefined ? [] : placedIds(result),
      ofResult: result === undefined ? 0 : 1,
      exchange: exchange ?? null,
      lanes,
      ofLanes: filter.target === undefined && filter.school === undefined ? 0 : 1,
      lane: lanes[0] ?? null,
      states: states ?? [],
      kept: states?.flatMap((state) => KEPT_AS[state]) ?? [],
      ofStates: states === undefined ? 0 : 1,
      stuck: has('held', 'dead', 'task'),
      waits: has('held', 'leased'),
      moves: has('waiting', 'retrying', 'leased'),
      reason: reason ?? null,
      since: since === undefined ? 0 : Date.parse(since),
      until: until === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(until),
    },
  };
}

function foundBy({ delivery, result, exchange, states }: DeliveryFilter, lanes: readonly number[]): FoundBy {
  if (delivery !== undefined) return 'delivery';
  if (result !== undefined) return 'result';
  if (exchange !== undefined) return 'exchange';
  if (states?.some((state) => MANY.includes(state)) === false) return 'states';
  // One lane is read along its index, in its order.
  return lanes.length === 1 ? 'lane' : 'all';
}
