import type { Alert, HoldReason, TroubleKind } from '../../outbox-store.js';
import { query } from '../../sql/query.js';
import { first, run, type Script } from '../../sql/script.js';

/** What ended before anybody was told of it is no news. Longer than it takes to tell somebody. */
const UNTOLD_KEPT_MS = 60 * 60 * 1_000;
const TOLD_KEPT_MS = 30 * 24 * 60 * 60 * 1_000;

interface At {
  readonly target: string;
  readonly now: number;
}

const INSERT = query<never, At & { readonly kind: TroubleKind; readonly reason: HoldReason | null }>(
  () => `
    INSERT INTO target_troubles (target, kind, reason, since)
    SELECT id, @kind, @reason, @now FROM targets WHERE id = @target AND ended_at IS NULL ON CONFLICT DO NOTHING`,
);
const FORGET = query<never, At>(
  () => `
    DELETE FROM target_troubles WHERE target = @target AND ended_at IS NOT NULL
      AND ended_at + CASE WHEN told_start IS NULL THEN ${UNTOLD_KEPT_MS} ELSE ${TOLD_KEPT_MS} END < @now`,
);
const FINISH = query<never, At & { readonly kind: TroubleKind }>(
  () => 'UPDATE target_troubles SET ended_at = @now WHERE target = @target AND kind = @kind AND ended_at IS NULL',
);
const TOLD_START = query<never, { readonly seq: number; readonly now: number }>(
  () => 'UPDATE target_troubles SET told_start = @now WHERE seq = @seq AND told_start IS NULL',
);
const TOLD_END = query<never, { readonly seq: number; readonly now: number }>(
  () => 'UPDATE target_troubles SET told_end = @now WHERE seq = @seq AND told_end IS NULL',
);
const STUCK = query<{ readonly seq: number }, { readonly target: string }>(
  ({ by, thenJoin }) => `
    SELECT o.seq FROM delivery_lanes l ${thenJoin} outbox o ${by('outbox_stuck')} ON o.lane = l.seq AND o.state = 'dead'
    WHERE l.target = @target AND o.state IN ('held', 'dead') AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.redrives = o.seq) LIMIT 1`,
);

/**
 * A time in which something is wrong with a target begins; there is one of a kind at a time. Of a target that ended there is none, whatever
 * comes of what was on its way.
 */
export function* startTrouble(target: string, kind: TroubleKind, now: number, reason?: HoldReason): Script<void> {
  yield* run(FORGET, { target, now });
  yield* run(INSERT, { target, kind, now, reason: reason ?? null });
}

export function* endTrouble(target: string, kind: TroubleKind, now: number): Script<void> {
  yield* run(FINISH, { target, kind, now });
}

/** Somebody was told of its start, or its end. */
export function* troubleTold(id: string, phase: Alert['phase'], now: number): Script<void> {
  yield* run(phase === 'started' ? TOLD_START : TOLD_END, { seq: Number(id), now });
}

/** Somebody saw to what was refused, as soon as nothing of it is left. */
export function* endIfNoneIsStuck(target: string, now: number): Script<void> {
  if ((yield* first(STUCK, { target })) === undefined) yield* endTrouble(target, 'refused', now);
}
