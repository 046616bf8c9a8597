import type { SignalStatus } from '../../../../model/signal.js';
import { query } from '../../../sql/query.js';
import { rows as asked, count, inTrips, type Script, type Step, together } from '../../../sql/script.js';
import { DUE_LANE, REST_LANE } from '../../outbox/delivery-lanes.js';
import { SENT } from '../../outbox/sent-results.js';

/** The message that signals come with. */
export interface SignalMessage {
  readonly school: string;
  readonly party: string;
  /** Number of its record. */
  readonly exchange: number;
}

/** That a signal was raised or corrected, superseded or withdrawn: the revision that says so. */
export interface SignalEvent {
  /** Number of the revision. */
  readonly seq: number;
  readonly id: string;
  readonly status: SignalStatus;
}

interface InLane {
  readonly school: string;
  readonly id: string;
  readonly seq: number;
  readonly lane: number;
  readonly now: number;
}

interface Queued extends InLane {
  readonly exchange: number;
  readonly kind: string;
  /** The revision as the outbox has it: its number, below zero. */
  readonly result: number;
  /** 1: whoever was told nothing before is told too. */
  readonly always: 0 | 1;
}

/** SQL: deliveries of earlier revisions of a signal in a lane. */
const EARLIER = `
  SELECT o.seq FROM signals s JOIN outbox o ON o.result = -s.seq
  WHERE s.school = @school AND s.id = @id AND s.seq < @seq AND o.lane = @lane AND o.kind LIKE 'signal.%'`;

const CANCEL = query<never, InLane>(
  () => `
    UPDATE outbox SET state = 'cancelled', reason = 'superseded', settled_at = @now
    WHERE state IN ('waiting', 'held') AND attempts = 0 AND seq IN (${EARLIER})`,
);
const QUEUE = query<never, Queued>(
  () => `
    INSERT INTO outbox (lane, kind, result, exchange, state, queued_at)
    SELECT CAST(@lane AS BIGINT), CAST(@kind AS TEXT), CAST(@result AS BIGINT), CAST(@exchange AS BIGINT), 'waiting', CAST(@now AS BIGINT)
    WHERE CAST(@always AS BIGINT) = 1 OR EXISTS (${EARLIER} AND ${SENT})`,
);

/** Queues what happens to signals, once they are stored. Who was never told that a signal was raised is not told that it is over. */
export function* queueSignals(message: SignalMessage, targets: readonly string[], events: readonly SignalEvent[]): Script<void> {
  if (events.length === 0 || targets.length === 0) return;
  const { school, party: keysOf } = message;
  const now = Date.now();
  const lanes = yield* together(...targets.map((target) => asked(DUE_LANE, { target, school, keysOf, now })));
  // None of a target that ended.
  for (const { seq: lane } of lanes.flat()) {
    yield* inTrips([...events.flatMap((event) => stepsOf(message, event, lane, now)), count(REST_LANE, { seq: lane })]);
  }
}

function stepsOf({ school, exchange }: SignalMessage, { seq, id, status }: SignalEvent, lane: number, now: number): readonly Step[] {
  const of = { school, id, seq, lane, now };
  return [
    count(CANCEL, of),
    count(QUEUE, { ...of, exchange, kind: `signal.${status}`, result: -seq, always: status === 'raised' ? 1 : 0 }),
  ];
}
