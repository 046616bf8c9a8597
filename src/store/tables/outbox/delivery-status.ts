import {
  type Alert,
  DELIVERY_STATES,
  type DeliveryState,
  type HoldReason,
  MOST_SCHOOLS_NAMED,
  type TargetStatus,
  type TroubleKind,
} from '../../outbox-store.js';
import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
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

interface OfSchool {
  readonly now: number;
  /** Null: of all. */
  readonly school: string | null;
}

const LANE_OF_SCHOOL = '(CAST(@school AS TEXT) IS NULL OR l.school = @school)';

/** Counts of whole lanes, under the name that a delivery has in the states of deliveries. */
const COUNTS = query<CountRow, OfSchool>(
  () => `
    SELECT l.target, ${SHOWN_STATE} AS state, CAST(sum(o.rows) AS BIGINT) AS rows
    FROM delivery_lanes l JOIN delivery_counts o ON o.lane = l.seq LEFT JOIN target_health h ON h.target = l.target
    WHERE ${LANE_OF_SCHOOL} GROUP BY 1, 2`,
);

/** There are few, and they are among what is stuck. */
const TASKS = query<{ readonly target: string; readonly tasks: number }, OfSchool>(
  ({ by, thenJoin }) => `
    SELECT l.target, count(*) AS tasks
    FROM delivery_lanes l ${thenJoin} outbox o ${by('outbox_stuck')} ON o.lane = l.seq AND o.state = 'dead'
    WHERE o.state IN ('held', 'dead') AND ${IS_TASK} AND ${LANE_OF_SCHOOL} GROUP BY l.target`,
);

/** Along a lane the oldest is the first. */
const TARGETS = query<TargetRow, OfSchool>(
  ({ by }) => `
    SELECT t.id AS target, max(h.failures) AS failures,
      max(CASE WHEN ${aheadSql('h.open_until', 'h.open_from')} THEN h.open_until END) AS open_until,
      max(h.held_at) AS held_at, max(h.held_reason) AS held_reason,
      min((SELECT queued_at FROM outbox o ${by('outbox_pending')} WHERE o.lane = l.seq AND o.${PENDING} ORDER BY o.seq LIMIT 1)) AS oldest,
      max(l.last_delivered) AS delivered
    FROM targets t LEFT JOIN target_health h ON h.target = t.id
    LEFT JOIN delivery_lanes l ON l.target = t.id AND ${LANE_OF_SCHOOL} GROUP BY t.id ORDER BY t.id`,
);
const PAUSES = query<PauseRow, OfSchool>(
  () => "SELECT * FROM delivery_pauses WHERE CAST(@school AS TEXT) IS NULL OR school IN ('', @school) ORDER BY since",
);
const UNTOLD = query<TroubleRow>(
  ({ greatest }) => `
    SELECT t.*, (
      SELECT max(${greatest('coalesce(o.told_start, 0)', 'coalesce(o.told_end, 0)')})
      FROM target_troubles o WHERE o.target = t.target AND o.kind = t.kind
    ) AS last_told
    FROM target_troubles t WHERE (told_start IS NULL) = (ended_at IS NULL) AND told_end IS NULL ORDER BY seq`,
);

/** Where something waits or is dead. */
const SCHOOLS = query<{ readonly school: string }, { readonly target: string; readonly most: number }>(
  () => `
    SELECT l.school FROM delivery_lanes l WHERE l.target = @target AND EXISTS (
      SELECT 1 FROM delivery_counts c WHERE c.lane = l.seq AND c.rows > 0 AND c.state NOT IN ('delivered', 'cancelled'))
    ORDER BY l.school LIMIT @most`,
);

const NONE = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0])) as Record<DeliveryState, number>;

/** How it stands with targets; of one school, or of all. */
export function* deliveryStatus(at: string, school: string | undefined): Script<readonly TargetStatus[]> {
  const of = { now: Date.parse(at), school: school ?? null };
  const counts = yield* countsOf(of);
  const pauses = yield* all(PAUSES, of);
  const targets = yield* all(TARGETS, of);
  return targets.map((row) => ({
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
}

/** Troubles of targets that somebody is to be told of, oldest first. */
export function* alerts(at: string): Script<readonly Alert[]> {
  const troubles = yield* all(UNTOLD, undefined);
  if (troubles.length === 0) return [];
  const counts = yield* countsOf({ now: Date.parse(at), school: null });
  const told: Alert[] = [];
  for (const row of troubles) {
    const schools = yield* all(SCHOOLS, { target: row.target, most: MOST_SCHOOLS_NAMED + 1 });
    told.push({ ...alertOf(row, counts.get(row.target) ?? NONE), schools: schools.map(({ school }) => school) });
  }
  return told;
}

function* countsOf(of: OfSchool): Script<ReadonlyMap<string, Readonly<Record<DeliveryState, number>>>> {
  const counts = new Map<string, Record<DeliveryState, number>>();
  for (const { target, state, rows } of yield* all(COUNTS, of)) {
    const known = counts.get(target) ?? { ...NONE };
    counts.set(target, known);
    known[state] += rows;
  }
  for (const { target, tasks } of yield* all(TASKS, of)) {
    const known = counts.get(target);
    if (known !== undefined) Object.assign(known, { dead: known.dead - tasks, task: tasks });
  }
  return counts;
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
