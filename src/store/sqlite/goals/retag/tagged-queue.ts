import type { Database, Statement } from 'better-sqlite3';
import { SENT } from '../../../tables/outbox/sent-results.js';
import { DeliveryLaneTable } from '../../outbox/delivery-lane-table.js';
import type { RetagJobRow } from './retag-rows.js';

/** Results that are looked at in one transaction. */
const RESULTS_AT_ONCE = 1_000;

/** SQL: what results of an activity have in common. */
const OF_ACTIVITY = '(SELECT seq FROM result_shared WHERE activity = @activity)';

interface Piece {
  /** Number of the result that the piece ends with, in an activity that has more; 0: at the end of one. Undefined: nothing is left. */
  readonly position: number | undefined;
  readonly activities: number;
  readonly events: number;
}

/**
 * Queues what receivers are told of results whose goals changed. Only of results that a receiver has, or may have: what still waits for
 * it goes with its goals as they are by then; and once, however often the goals change before it goes. Synchronous; runs inside the
 * caller's transaction.
 */
export class TaggedQueue {
  private readonly first: Statement<[school: string, job: number], number>;
  private readonly last: Statement<unknown[], { readonly seq: number; readonly rows: number }>;
  private readonly clear: Statement<[activity: number]>;
  private readonly clearAll: Statement<[school: string, job: number]>;
  private readonly lanesOf: Statement<[school: string], { readonly seq: number; readonly target: string }>;
  private readonly insert: Statement<unknown[]>;
  private readonly lanes: DeliveryLaneTable;

  constructor(db: Database) {
    this.first = db
      .prepare<[string, number], number>('SELECT seq FROM activities WHERE school = ? AND retagged_in = ? ORDER BY seq LIMIT 1')
      .pluck();
    this.last = db.prepare(`
      SELECT max(seq) AS seq, count(*) AS rows FROM (
        SELECT seq FROM results WHERE shared IN ${OF_ACTIVITY} AND seq > @after ORDER BY seq LIMIT @limit) AS piece`);
    this.clear = db.prepare('UPDATE activities SET retagged_in = NULL WHERE seq = ?');
    this.clearAll = db.prepare('UPDATE activities SET retagged_in = NULL WHERE school = ? AND retagged_in = ?');
    this.lanesOf = db.prepare('SELECT seq, target FROM delivery_lanes WHERE school = ?');
    this.insert = db.prepare(`
      INSERT INTO outbox (lane, kind, result, exchange, state, queued_at)
      SELECT @lane, 'result.tagged', r.seq, r.exchange, 'waiting', @at FROM results r
      WHERE r.shared IN ${OF_ACTIVITY} AND r.seq > @after AND r.seq <= @upTo AND r.current = 1
        AND EXISTS (SELECT 1 FROM outbox o WHERE o.result = r.seq AND o.lane = @lane AND o.kind = 'result' AND ${SENT})
        AND NOT EXISTS (
          SELECT 1 FROM outbox o WHERE o.result = r.seq AND o.lane = @lane AND o.kind = 'result.tagged' AND o.state IN ('waiting', 'held'))
      ORDER BY r.seq`);
    this.lanes = new DeliveryLaneTable(db);
  }

  next({ seq: job, school, position }: Pick<RetagJobRow, 'seq' | 'school' | 'position'>, targets: readonly string[], at: number): Piece {
    const lanes = this.lanesOf.all(school).flatMap(({ seq, target }) => (targets.includes(target) ? [seq] : []));
    if (lanes.length === 0) {
      const { changes } = this.clearAll.run(school, job);
      return { position: changes === 0 ? undefined : 0, activities: changes, events: 0 };
    }
    let [after, activities, events] = [position, 0, 0];
    for (let room = RESULTS_AT_ONCE; room > 0; ) {
      const activity = this.first.get(school, job);
      if (activity === undefined) return { position: activities === 0 ? undefined : 0, activities, events };
      const { seq, rows } = this.last.get({ activity, after, limit: room })!;
      if (rows > 0) events += this.tell(lanes, { activity, after, upTo: seq, at });
      const isOver = rows < room;
      if (isOver) {
        this.clear.run(activity);
        activities += 1;
      }
      after = isOver ? 0 : seq;
      room -= rows + 1;
    }
    return { position: after, activities, events };
  }

  private tell(lanes: readonly number[], piece: { activity: number; after: number; upTo: number; at: number }): number {
    let events = 0;
    for (const lane of lanes) {
      const { changes } = this.insert.run({ lane, ...piece });
      if (changes > 0) this.lanes.wake(lane, piece.at);
      events += changes;
    }
    return events;
  }
}
