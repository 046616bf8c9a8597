import type { Database, Statement } from 'better-sqlite3';
import {
  type Alert,
  DELIVERY_STATES,
  type DeliveryState,
  type HoldReason,
  MOST_SCHOOLS_NAMED,
  type TargetStatus,
  type TroubleKind,
} from '../../outbox-store.js';
import { IS_TASK, instant, SHOWN_STATE } from './delivery-view.js';
import { aheadSql, PENDING } from './outbox-rows.js';

interface CountRow {
  readonly target: string;
  readonly state: DeliveryState;
  readonly rows: number;
}

interface TargetRow {
  readonly target: string;
  readonly failures: number | null;
  readonly open_until: number | null;
  readonly held_at: number | null;
  readonly held_reason: HoldReason | null;
  readonly oldest: number | null;
  readonly delivered: number | null;
}

interface PauseRow {
  readonly target: string;
  readonly school: string;
  readonly since: number;
}

interface TroubleRow {
  readonly seq: number;
  readonly target: string;
  readonly kind: TroubleKind;
  readonly reason: HoldReason | null;
  readonly since: number;
  readonly ended_at: number | null;
  readonly told_start: number | null;
  readonly last_told: number | null;
}

/** Counts of whole lanes, under the name that a delivery has in the states of deliveries. */
const COUNTS = `
  SELECT l.target, ${SHOWN_STATE} AS state, sum(o.rows) AS rows
  FROM delivery_lanes l JOIN delivery_counts o ON o.lane = l.seq LEFT JOIN target_health h ON h.target = l.target
  WHERE (@school IS NULL OR l.school = @school) GROUP BY 1, 2`;

/** There are few, and they are among what is stuck. */
const TASKS = `
  SELECT l.target, count(*) AS tasks FROM delivery_lanes l CROSS JOIN outbox o INDEXED BY outbox_stuck ON o.lane = l.seq AND o.state = 'dead'
  WHERE o.state IN ('held', 'dead') AND ${IS_TASK} AND (@school IS NULL OR l.school = @school) GROUP BY l.target`;

/** Along a lane the oldest is the first. */
const OLDEST = `(SELECT queued_at FROM outbox o INDEXED BY outbox_pending WHERE o.lane = l.seq AND o.${PENDING} ORDER BY o.seq LIMIT 1)`;

const TARGETS = `
  SELECT t.id AS target, h.failures, iif(${aheadSql('h.open_until', 'h.open_from')}, h.open_until, NULL) AS open_until, h.held_at, h.held_reason,
    min(${OLDEST}) AS oldest, max(l.last_delivered) AS delivered
  FROM targets t LEFT JOIN target_health h ON h.target = t.id
  LEFT JOIN delivery_lanes l ON l.target = t.id AND (@school IS NULL OR l.school = @school) GROUP BY t.id ORDER BY t.id`;

/** Where something waits or is dead. */
const SCHOOLS = `
  SELECT l.school FROM delivery_lanes l WHERE l.target = @target AND EXISTS (
    SELECT 1 FROM delivery_counts c WHERE c.lane = l.seq AND c.rows > 0 AND c.state NOT IN ('delivered', 'cancelled'))
  ORDER BY l.school LIMIT @most`;

const NONE = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0])) as Record<DeliveryState, number>;

/** Reads how it stands with targets. Synchronous. */
export class DeliveryStatusReader {
  private readonly counts: Statement<unknown[], CountRow>;
  private readonly tasks: Statement<unknown[], { readonly target: string; readonly tasks: number }>;
  private readonly targets: Statement<unknown[], TargetRow>;
  private readonly pauses: Statement<unknown[], PauseRow>;
  private readonly schools: Statement<unknown[], string>;
  private readonly untold: Statement<unknown[], TroubleRow>;

  constructor(private readonly db: Database) {
    this.counts = db.prepare(COUNTS);
    this.tasks = db.prepare(TASKS);
    this.targets = db.prepare(TARGETS);
    this.pauses = db.prepare("SELECT * FROM delivery_pauses WHERE @school IS NULL OR school IN ('', @school) ORDER BY since");
    this.untold = db.prepare(`
      SELECT t.*, (
        SELECT max(max(coalesce(o.told_start, 0), coalesce(o.told_end, 0))) FROM target_troubles o WHERE o.target = t.target AND o.kind = t.kind
      ) AS last_told
      FROM target_troubles t WHERE (told_start IS NULL) = (ended_at IS NULL) AND told_end IS NULL ORDER BY seq`);
    this.schools = db.prepare<unknown[], string>(SCHOOLS).pluck();
  }

  status(at: string, school: string | undefined): readonly TargetStatus[] {
    return this.db.transaction(() => {
      const of = { now: Date.parse(at), school };
      const counts = this.countsOf(of);
      const pauses = this.pauses.all(of);
      return this.targets.all(of).map((row) => ({
        target: row.target,
        counts: counts.get(row.target) ?? NONE,
        ...(row.oldest === null ? {} : { oldestWaiting: instant(row.oldest) }),
        ...(row.delivered === null ? {} : { lastDelivered: instant(row.delivered) }),
        failures: row.failures ?? 0,
        ...(row.open_until === null ? {} : { openUntil: instant(row.open_until) }),
        ...(row.held_at === null || row.held_reason === null ? {} : { held: { reason: row.held_reason, since: instant(row.held_at) } }),
        pauses: pauses
          .filter(({ target }) => target === '' || target === row.target)
          .map((pause) => ({
            ...(pause.school === '' ? {} : { school: pause.school }),
            ...(pause.target === '' ? { everywhere: true } : {}),
            since: instant(pause.since),
          })),
      }));
    })();
  }

  /** Oldest trouble first. */
  alerts(at: string): readonly Alert[] {
    return this.db.transaction(() => {
      const troubles = this.untold.all();
      if (troubles.length === 0) return [];
      const counts = this.countsOf({ now: Date.parse(at), school: undefined });
      return troubles.map((row) => {
        const schools = this.schools.all({ target: row.target, most: MOST_SCHOOLS_NAMED + 1 });
        return { ...alertOf(row, counts.get(row.target) ?? NONE), schools };
      });
    })();
  }

  private countsOf(of: object): ReadonlyMap<string, Readonly<Record<DeliveryState, number>>> {
    const counts = new Map<string, Record<DeliveryState, number>>();
    for (const { target, state, rows } of this.counts.all(of)) {
      const known = counts.get(target) ?? { ...NONE };
      counts.set(target, known);
      known[state] += rows;
    }
    for (const { target, tasks } of this.tasks.all(of)) {
      const known = counts.get(target);
      if (known !== undefined) Object.assign(known, { dead: known.dead - tasks, task: tasks });
    }
    return counts;
  }
}

function alertOf(row: TroubleRow, counts: Readonly<Record<DeliveryState, number>>): Omit<Alert, 'schools'> {
  return {
    id: String(row.seq),
    target: row.target,
    kind: row.kind,
    phase: row.told_start === null ? 'started' : 'ended',
    since: instant(row.since),
    ...(row.ended_at === null ? {} : { endedAt: instant(row.ended_at) }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.last_told === null || row.last_told === 0 ? {} : { lastTold: instant(row.last_told) }),
    waiting: counts.waiting + counts.leased + counts.retrying + counts.held,
    dead: counts.dead,
    tasks: counts.task,
  };
}
