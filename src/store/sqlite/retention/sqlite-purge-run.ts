import { setImmediate } from 'node:timers/promises';
import type { AuditSealer } from '../../tables/audit/audit-sealer.js';
import { TablesPurgeRun } from '../../tables/retention/tables-purge-run.js';
import { neverLost } from '../files/duty-lock.js';
import type { FileLock } from '../files/file-lock.js';
import type { Space, SpaceWork } from '../files/file-space.js';
import type { StoreAccess } from '../store-access.js';
import { unwrap } from '../writer/write-queue.js';

/** A purge on SQLite, which leaves free pages in its file, and what was removed in the write-ahead log. */
export class SqlitePurgeRun extends TablesPurgeRun {
  constructor(
    id: number,
    private readonly access: StoreAccess,
    lock: FileLock,
    sealer: AuditSealer,
  ) {
    super(id, access, sealer, { lost: neverLost(), release: () => lock.release() });
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

  private space(work: SpaceWork): Promise<Space> {
    return this.access.queue.alone(async (ask) => unwrap(await ask({ kind: 'space', work })) as Space);
  }
}
