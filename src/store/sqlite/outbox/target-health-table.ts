import type { Database, Statement } from 'better-sqlite3';
import type { HoldReason } from '../../outbox-store.js';
import { StoreError } from '../../store-error.js';
import { aheadSql } from './outbox-rows.js';

export interface HealthRow {
  readonly failures: number;
  readonly refusals: number;
  readonly open_until: number | null;
  readonly open_from: number | null;
  readonly probe_lane: number | null;
  readonly held_at: number | null;
  readonly held_reason: HoldReason | null;
}

const WELL: HealthRow = { failures: 0, refusals: 0, open_until: null, open_from: null, probe_lane: null, held_at: null, held_reason: null };

const IS_OPEN = aheadSql('open_until', 'open_from');

/** How targets do: failures in a row, the circuit, and who waits for somebody. Synchronous; runs inside the caller's transaction. */
export class TargetHealthTable {
  private readonly get: Statement<[string], HealthRow>;
  private readonly live: Statement<[string], number>;
  private readonly known: Statement<[string], number>;
  private readonly isOpen: Statement<unknown[], number>;
  private readonly add: Statement<[string]>;
  private readonly well: Statement<unknown[]>;
  private readonly fail: Statement<unknown[], number>;
  private readonly openCircuit: Statement<unknown[]>;
  private readonly refuse: Statement<unknown[]>;
  private readonly unrefuse: Statement<unknown[]>;
  private readonly probeBy: Statement<unknown[]>;
  private readonly probed: Statement<unknown[]>;
  private readonly holdTarget: Statement<unknown[]>;
  private readonly resumeTarget: Statement<unknown[]>;
  private readonly closeCircuit: Statement<unknown[]>;

  constructor(db: Database) {
    this.get = db.prepare('SELECT * FROM target_health WHERE target = ?');
    this.live = db.prepare<[string], number>('SELECT 1 FROM targets WHERE id = ? AND ended_at IS NULL').pluck();
    this.known = db.prepare<[string], number>('SELECT 1 FROM targets WHERE id = ?').pluck();
    this.isOpen = db.prepare<unknown[], number>(`SELECT 1 FROM target_health WHERE target = @target AND ${IS_OPEN}`).pluck();
    this.add = db.prepare('INSERT INTO target_health (target) VALUES (?) ON CONFLICT DO NOTHING');
    this.well = db.prepare(`
      UPDATE target_health SET failures = 0, open_until = NULL, open_from = NULL
      WHERE target = @target AND (failures > 0 OR open_until IS NOT NULL)`);
    this.fail = db
      .prepare<unknown[], number>('UPDATE target_health SET failures = failures + 1 WHERE target = @target RETURNING failures')
      .pluck();
    // What was on its way by then may fail as well, and asks for less: the target waits for as long as it asked.
    this.openCircuit = db.prepare(`
      UPDATE target_health SET open_until = iif(${IS_OPEN}, max(open_until, @until), @until), open_from = @now WHERE target = @target`);
    this.refuse = db.prepare('UPDATE target_health SET refusals = refusals + @count WHERE target = @target');
    this.unrefuse = db.prepare('UPDATE target_health SET refusals = 0 WHERE target = @target AND refusals > 0');
    this.probeBy = db.prepare('UPDATE target_health SET probe_lane = @lane WHERE target = @target');
    this.probed = db.prepare('UPDATE target_health SET probe_lane = NULL WHERE target = @target AND probe_lane = @lane');
    this.holdTarget = db.prepare(
      'UPDATE target_health SET held_at = @now, held_reason = @reason WHERE target = @target AND held_at IS NULL',
    );
    this.resumeTarget = db.prepare(`
      UPDATE target_health
      SET held_at = NULL, held_reason = NULL, failures = 0, refusals = 0, open_until = NULL, open_from = NULL
      WHERE target = @target AND held_at IS NOT NULL`);
    this.closeCircuit = db.prepare(`
      UPDATE target_health SET failures = 0, open_until = NULL, open_from = NULL WHERE target = @target AND ${IS_OPEN}`);
  }

  /** Undefined: there is none with this id, or it ended. */
  of(target: string): HealthRow | undefined {
    return this.live.get(target) === undefined ? undefined : (this.get.get(target) ?? WELL);
  }

  /** Throws `StoreError('unknown')` when there is no such target. One that ended is known. */
  mustBeKnown(target: string): void {
    if (this.known.get(target) === undefined) throw new StoreError('unknown', 'targets: there is none with this id');
  }

  /** False: the circuit is open. What answers was on its way before that, and says nothing of now. */
  answered(target: string, now: number): boolean {
    if (this.isOpen.get({ target, now }) !== undefined) return false;
    this.well.run({ target });
    return true;
  }

  /** Gives how often in a row by now. */
  failed(target: string): number {
    this.add.run(target);
    return this.fail.get({ target })!;
  }

  /** Nothing goes there before `until`. True: the circuit was closed until now. */
  open(target: string, until: number, now: number): boolean {
    this.add.run(target);
    const closed = this.get.get(target)!.open_until === null;
    this.openCircuit.run({ target, until, now });
    return closed;
  }

  /** Of what was answered. One that was delivered shows that it is not the target. */
  refused(target: string, count: number, delivered: boolean): void {
    if (delivered) this.unrefuse.run({ target });
    else if (count > 0) {
      this.add.run(target);
      this.refuse.run({ target, count });
    }
  }

  /** Who has this lane tries whether the target is there again. */
  probing(target: string, lane: number): void {
    this.probeBy.run({ target, lane });
  }

  probeOver(target: string, lane: number): void {
    this.probed.run({ target, lane });
  }

  /** False: it was held already. */
  hold(target: string, reason: HoldReason, now: number): boolean {
    this.add.run(target);
    return this.holdTarget.run({ target, reason, now }).changes > 0;
  }

  /** What went wrong before does not count any more. False: it was not held. */
  resume(target: string): boolean {
    return this.resumeTarget.run({ target }).changes > 0;
  }

  /** Its circuit is open no longer, as somebody says that it is back. */
  retry(target: string, now: number): boolean {
    return this.closeCircuit.run({ target, now }).changes > 0;
  }
}
