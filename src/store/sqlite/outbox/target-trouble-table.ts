import type { Database, Statement } from 'better-sqlite3';
import type { Alert, HoldReason, TroubleKind } from '../../outbox-store.js';

/** What ended before anybody was told of it is no news. Longer than it takes to tell somebody. */
const UNTOLD_KEPT_MS = 60 * 60 * 1_000;
const TOLD_KEPT_MS = 30 * 24 * 60 * 60 * 1_000;

/** Times in which something was wrong with a target; one of a kind at a time. Synchronous; runs inside the caller's transaction. */
export class TargetTroubleTable {
  private readonly insert: Statement<unknown[]>;
  private readonly forget: Statement<unknown[]>;
  private readonly finish: Statement<unknown[]>;
  private readonly toldStart: Statement<unknown[]>;
  private readonly toldEnd: Statement<unknown[]>;
  private readonly stuck: Statement<unknown[], number>;

  constructor(db: Database) {
    this.insert = db.prepare(`
      INSERT INTO target_troubles (target, kind, reason, since)
      SELECT id, @kind, @reason, @now FROM targets WHERE id = @target AND ended_at IS NULL ON CONFLICT DO NOTHING`);
    this.forget = db.prepare(`
      DELETE FROM target_troubles WHERE target = @target AND ended_at IS NOT NULL
        AND ended_at < iif(told_start IS NULL, @now - ${UNTOLD_KEPT_MS}, @now - ${TOLD_KEPT_MS})`);
    this.finish = db.prepare('UPDATE target_troubles SET ended_at = @now WHERE target = @target AND kind = @kind AND ended_at IS NULL');
    this.toldStart = db.prepare('UPDATE target_troubles SET told_start = @now WHERE seq = @seq AND told_start IS NULL');
    this.toldEnd = db.prepare('UPDATE target_troubles SET told_end = @now WHERE seq = @seq AND told_end IS NULL');
    this.stuck = db
      .prepare<unknown[], number>(`
        SELECT 1 FROM delivery_lanes l CROSS JOIN outbox o INDEXED BY outbox_stuck ON o.lane = l.seq AND o.state = 'dead'
        WHERE l.target = @target AND o.state IN ('held', 'dead') AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.redrives = o.seq) LIMIT 1`)
      .pluck();
  }

  /** Of a target that ended there is none, whatever comes of what was on its way. */
  start(target: string, kind: TroubleKind, now: number, reason?: HoldReason): void {
    this.forget.run({ target, now });
    this.insert.run({ target, kind, now, reason: reason ?? null });
  }

  end(target: string, kind: TroubleKind, now: number): void {
    this.finish.run({ target, kind, now });
  }

  /** Somebody was told of its start, or its end. */
  told(id: string, phase: Alert['phase'], now: number): void {
    (phase === 'started' ? this.toldStart : this.toldEnd).run({ seq: Number(id), now });
  }

  /** Somebody saw to what was refused, as soon as nothing of it is left. */
  endIfNoneIsStuck(target: string, now: number): void {
    if (this.stuck.get({ target }) === undefined) this.end(target, 'refused', now);
  }
}
