import { setImmediate } from 'node:timers/promises';
import type { PurgeReport, PurgeRun, PurgeScope } from '../../retention-store.js';
import type { StorePort } from '../../sql/port.js';
import type { AuditSealer } from '../audit/audit-sealer.js';
import type { PurgePlace, PurgeStepped, RetentionWork } from './carry-out-retention.js';
import { purgeReport } from './purge-reports.js';

/** The duty that a purge is done under. */
export interface PurgeDuty {
  readonly lost: AbortSignal;
  release(): void | Promise<void>;
}

/** A purge: each step is one write among others, first come, first served. */
export abstract class TablesPurgeRun implements PurgeRun {
  /** Whether it removed something. */
  protected changed = false;

  constructor(
    readonly id: number,
    private readonly port: StorePort,
    private readonly sealer: AuditSealer,
    private readonly duty: PurgeDuty,
  ) {}

  get lost(): AbortSignal {
    return this.duty.lost;
  }

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

  abstract shrink(quiet: () => boolean): Promise<void>;

  async finish(end: Parameters<PurgeRun['finish']>[0]): Promise<PurgeReport> {
    try {
      await this.write({ do: 'finish', purge: this.id, end });
      return (await this.port.askAtOnce('purges', purgeReport(this.id)))!;
    } finally {
      await this.duty.release();
    }
  }

  private step(scope: PurgeScope, place: PurgePlace): Promise<PurgeStepped> {
    const work = { do: 'step', purge: this.id, scope, place } as const;
    if (scope.class !== 'audit') return this.write(work) as Promise<PurgeStepped>;
    return this.sealer.cut(scope.before, (seal) => this.write(seal === undefined ? work : { ...work, seal }) as Promise<PurgeStepped>);
  }

  private write(work: RetentionWork): Promise<unknown> {
    return this.port.write({ kind: 'retention', work });
  }
}
