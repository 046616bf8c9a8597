import type { HoldReason } from '../../outbox-store.js';
import { query } from '../../sql/query.js';
import { first, run, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { aheadSql, stillAhead } from './outbox-rows.js';

/** How a target does: failures in a row, its circuit, and whether it waits for somebody. */
export interface HealthRow {
  readonly failures: number;
  readonly refusals: number;
  readonly open_until: number | null;
  readonly open_from: number | null;
  readonly probe_lane: number | null;
  readonly held_at: number | null;
  readonly held_reason: HoldReason | null;
}

export interface TargetHealth extends HealthRow {
  readonly ended: 0 | 1;
}

interface OfTarget {
  readonly target: string;
}

interface Known {
  readonly known: number;
}

/** Of one that nothing was ever wrong with. */
const WELL: HealthRow = { failures: 0, refusals: 0, open_until: null, open_from: null, probe_lane: null, held_at: null, held_reason: null };

const IS_OPEN = aheadSql('open_until', 'open_from');

const GET = query<HealthRow, OfTarget>(() => 'SELECT * FROM target_health WHERE target = @target');
const OF_TARGET = query<TargetHealth | { readonly failures: null; readonly ended: 0 | 1 }, OfTarget>(
  () => `
    SELECT h.*, CASE WHEN t.ended_at IS NOT NULL THEN 1 ELSE 0 END AS ended
    FROM targets t LEFT JOIN target_health h ON h.target = t.id WHERE t.id = @target`,
);
const KNOWN = query<Known, OfTarget>(() => 'SELECT 1 AS known FROM targets WHERE id = @target');
const ADD = query<never, OfTarget>(() => 'INSERT INTO target_health (target) VALUES (@target) ON CONFLICT DO NOTHING');
const IS_WELL = query<never, OfTarget>(
  () => `
    UPDATE target_health SET failures = 0, open_until = NULL, open_from = NULL
    WHERE target = @target AND (failures > 0 OR open_until IS NOT NULL)`,
);
const FAIL = query<{ readonly failures: number }, OfTarget>(
  () => 'UPDATE target_health SET failures = failures + 1 WHERE target = @target RETURNING failures',
);
// What was on its way by then may fail as well, and asks for less: the target waits for as long as it asked.
const OPEN = query<never, OfTarget & { readonly until: number; readonly now: number }>(
  ({ greatest }) => `
    UPDATE target_health SET open_until = CASE WHEN ${IS_OPEN} THEN ${greatest('open_until', '@until')} ELSE @until END, open_from = @now
    WHERE target = @target`,
);
const REFUSE = query<never, OfTarget & { readonly count: number }>(
  () => 'UPDATE target_health SET refusals = refusals + @count WHERE target = @target',
);
const UNREFUSE = query<never, OfTarget>(() => 'UPDATE target_health SET refusals = 0 WHERE target = @target AND refusals > 0');
const PROBE = query<never, OfTarget & { readonly lane: number }>(
  () => 'UPDATE target_health SET probe_lane = @lane WHERE target = @target',
);
const PROBED = query<never, OfTarget & { readonly lane: number }>(
  () => 'UPDATE target_health SET probe_lane = NULL WHERE target = @target AND probe_lane = @lane',
);
const HOLD = query<never, OfTarget & { readonly reason: HoldReason; readonly now: number }>(
  () => 'UPDATE target_health SET held_at = @now, held_reason = @reason WHERE target = @target AND held_at IS NULL',
);
const RESUME = query<never, OfTarget>(
  () => `
    UPDATE target_health
    SET held_at = NULL, held_reason = NULL, failures = 0, refusals = 0, open_until = NULL, open_from = NULL
    WHERE target = @target AND held_at IS NOT NULL`,
);
const CLOSE = query<never, OfTarget & { readonly now: number }>(
  () => `UPDATE target_health SET failures = 0, open_until = NULL, open_from = NULL WHERE target = @target AND ${IS_OPEN}`,
);

/** Undefined: there is no target with this id. */
export function* healthOf(target: string): Script<TargetHealth | undefined> {
  const row = yield* first(OF_TARGET, { target });
  return row === undefined || row.failures !== null ? row : { ...WELL, ended: row.ended };
}

/** Throws `StoreError('unknown')` when there is no such target. One that ended is known. */
export function* mustBeKnown(target: string): Script<void> {
  if ((yield* first(KNOWN, { target })) === undefined) throw new StoreError('unknown', 'targets: there is none with this id');
}

/** It answers, and `health` is how it did until then. False: the circuit is open. What answers was on its way before that, and says nothing of now. */
export function* hasAnswered(target: string, { failures, open_until, open_from }: HealthRow, now: number): Script<boolean> {
  if (stillAhead(open_until, open_from, now)) return false;
  if (failures > 0 || open_until !== null) yield* run(IS_WELL, { target });
  return true;
}

/** Gives how often in a row by now. */
export function* hasFailed(target: string): Script<number> {
  yield* run(ADD, { target });
  return (yield* first(FAIL, { target }))!.failures;
}

/** Nothing goes there before `until`. True: the circuit was closed until now. */
export function* openCircuit(target: string, until: number, now: number): Script<boolean> {
  yield* run(ADD, { target });
  const closed = (yield* first(GET, { target }))!.open_until === null;
  yield* run(OPEN, { target, until, now });
  return closed;
}

/** Of what was answered. */
export function* hasRefused(target: string, count: number): Script<void> {
  if (count === 0) return;
  yield* run(ADD, { target });
  yield* run(REFUSE, { target, count });
}

/** One that was delivered shows that it is not the target that refuses. */
export function* hasTaken(target: string, { refusals }: HealthRow): Script<void> {
  if (refusals > 0) yield* run(UNREFUSE, { target });
}

/** Who has this lane tries whether the target is there again. */
export function* probeBy(target: string, lane: number): Script<void> {
  yield* run(PROBE, { target, lane });
}

export function* probeOver(target: string, lane: number): Script<void> {
  yield* run(PROBED, { target, lane });
}

/** False: it was held already. */
export function* holdTarget(target: string, reason: HoldReason, now: number): Script<boolean> {
  yield* run(ADD, { target });
  return (yield* run(HOLD, { target, reason, now })) > 0;
}

/** What went wrong before does not count any more. False: it was not held. */
export function* letGo(target: string): Script<boolean> {
  return (yield* run(RESUME, { target })) > 0;
}

/** Its circuit is open no longer, as somebody says that it is back. */
export function* closeCircuit(target: string, now: number): Script<boolean> {
  return (yield* run(CLOSE, { target, now })) > 0;
}
