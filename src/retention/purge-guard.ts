import { supplied } from '../core/supplied.js';
import { DATA_CLASSES, type DataClass } from '../privacy/data-class.js';
import type { PurgeScope } from '../store/retention-store.js';
import type { Store } from '../store/store.js';

/**
 * Days. A clock that is further beyond the last moment that the store is known to have been at is more often wrong than right; and what
 * was due that long ago would have gone by now, so something else than time makes it go.
 */
export const UNUSUAL_DAYS = 45;
/** Of the rows of a class of a school, the share that may go without asking though it was due that long ago. */
export const USUAL_SHARE = 0.2;
/** So many rows may always go, whatever their share. */
export const FEW_ROWS = 50;

const DAY_MS = 86_400_000;

/** `clock`: it leapt. `share`: much goes that was due long ago, so a term got shorter, or a hold was lifted. */
export const DOUBTS = ['clock', 'share'] as const;
export type Doubt = (typeof DOUBTS)[number];

/** A class of a school of which a purge removes nothing until an operator accepts that. */
export interface Asked {
  readonly class: DataClass;
  readonly school?: string;
  readonly before: string;
  readonly doubt: Doubt;
  /** Rows that would go, roughly, and rows that there are. */
  readonly due: number;
  readonly rows: number;
}

/** Classes that an operator lets go, whatever is doubted. */
export type Accepted = ReadonlySet<DataClass>;
export const ACCEPT_ALL: Accepted = new Set(DATA_CLASSES);

export interface GuardOptions {
  readonly now: Date;
  readonly accept?: Accepted;
}

type GuardStore = Pick<Store, 'weighPurge' | 'knownMoment'>;

/**
 * Looks at what a purge is about to remove, as `shrinkOf` does at a sync. What came due lately, at a clock that went on as clocks do, is
 * ordinary, however much it is: a whole school year goes at once.
 */
export class PurgeGuard {
  private constructor(
    private readonly store: GuardStore,
    private readonly options: GuardOptions,
    /** The last moment that the store is known to have been at, ISO; undefined: none is. */
    readonly known: string | undefined,
  ) {}

  static async open(store: GuardStore, options: GuardOptions): Promise<PurgeGuard> {
    return new PurgeGuard(store, options, await store.knownMoment(options.now.toISOString()));
  }

  /** Whether the clock is further ahead than it may have gone. */
  get doubtsClock(): boolean {
    return this.known !== undefined && this.options.now.getTime() - Date.parse(this.known) > UNUSUAL_DAYS * DAY_MS;
  }

  /** The moment before which whatever was due is long overdue. */
  get earlier(): Date {
    return new Date(this.options.now.getTime() - UNUSUAL_DAYS * DAY_MS);
  }

  /** What of these scopes may not go. `earlier`: the same scopes as of the moment of that name. */
  async asks(scopes: readonly PurgeScope[], earlier: readonly PurgeScope[]): Promise<readonly Asked[]> {
    const weights = await this.store.weighPurge(scopes, earlier, this.earlier.toISOString());
    return scopes.flatMap(({ class: of, school, before }, index) => {
      const { due, overdue, rows } = weights[index]!;
      const doubt = this.options.accept?.has(of) ? undefined : this.doubtOf(due, overdue, rows);
      return doubt === undefined ? [] : [{ class: of, ...supplied({ school }), before, doubt, due, rows }];
    });
  }

  private doubtOf(due: number, overdue: number, rows: number): Doubt | undefined {
    if (this.doubtsClock) return due > 0 ? 'clock' : undefined;
    return overdue > FEW_ROWS && overdue > USUAL_SHARE * rows ? 'share' : undefined;
  }
}
