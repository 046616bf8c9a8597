import { setImmediate } from 'node:timers/promises';
import type { PurgeReport, PurgeRun, PurgeScope } from '../../retention-store.js';
import type { AuditSealer } from '../../tables/audit/audit-sealer.js';
import type { PurgePlace, PurgeStepped, RetentionWork } from '../../tables/retention/carry-out-retention.js';
import { purgeReport } from '../../tables/retention/purge-reports.js';
import { neverLost } from '../files/duty-lock.js';
import type { FileLock } from '../files/file-lock.js';
import type { Space, SpaceWork } from '../files/file-space.js';
import type { StoreAccess } from '../store-access.js';
import { unwrap } from '../writer/write-queue.js';

/** A purge on SQLite: each step is one write among others, first come, first served. */
export class SqlitePurgeRun implements PurgeRun {
  readonly lost = neverLost();
  /** Whether there may be something in the write-ahead log that should be gone. */
  private changed = false;

  constructor(
    readonly id: number,
    private readonly access: StoreAccess,
    private readonly lock: FileLock,
    private readonly sealer: AuditSealer,
  ) {}

  async purge(scope: PurgeScope, stopping: () => boolean): Promise<boolean> {
    // Left to a process that has the secret, such as the gateway.
    if (scope.class === 'audit' && !(await this.sealer.canCut())) return false;
    let place: PurgePlace | undefined = { part: 0 };
    while (place !== undefined && !stopping()) {
      const stepped = await this.step(scope, place);
      if (stepped.held) return false;
      this.changed ||= stepped.removed;
      place = stepped.next;
      await setImmediate();
    }
    return true;
  }

  async shrink(quiet: () => boolean): Promise<void> {
    let space = await this.space('measure');
    const wasFree = space.spare > 0 || space.rewrite;
    if (space.rewrite && quiet()) space = await this.space('rewrite');
    // What others free meanwhile is for the next time.
    let left = space.spare;
    while (space.spare > 0 && left > 0) {
      const before = space.spare;
      space = await this.space('give-back');
      left -= before - space.spare;
      if (space.spare >= before) break;
      await setImmediate();
    }
    if (this.changed || wasFree) await this.access.emptyLog();
  }

  async finish(end: Parameters<PurgeRun['finish']>[0]): Promise<PurgeReport> {
    try {
      await this.write({ do: 'finish', purge: this.id, end });
      return (await this.access.askAtOnce('purges', purgeReport(this.id)))!;
    } finally {
      this.lock.release();
    }
  }

  private step(scope: PurgeScope, place: PurgePlace): Promise<PurgeStepped> {
    const work = { do: 'step', purge: this.id, scope, place } as const;
    if (scope.class !== 'audit') return this.write(work) as Promise<PurgeStepped>;
    return this.sealer.cut(scope.before, (seal) => this.write(seal === undefined ? work : { ...work, seal }) as Promise<PurgeStepped>);
  }

  private write(work: RetentionWork): Promise<unknown> {
    return this.access.write({ kind: 'retention', work });
  }

  private space(work: SpaceWork): Promise<Space> {
    return this.access.queue.alone(async (ask) => unwrap(await ask({ kind: 'space', work })) as Space);
  }
}
