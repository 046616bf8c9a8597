import { setTimeout } from 'node:timers/promises';
import { isTrouble, StoreError, type StoreTrouble } from '../../store-error.js';

/** What was found out so long ago at most counts as now. */
const FRESH_MS = 2_000;
/** How long somebody who asks waits for a probe; after that, what is known counts. */
const PROBE_WAIT_MS = 1_000;
/** A probe that has no answer after so long gets none. */
const SILENT_MS = 5_000;

export type TroubleListener = (trouble: StoreTrouble | undefined, error?: StoreError) => void;

/** Knows from what comes of the work with a database whether anything can be stored. */
export class TroubleWatch {
  private trouble: StoreTrouble | undefined;
  private listener: TroubleListener = () => {};
  private knownAt = Number.NEGATIVE_INFINITY;
  private probing: { readonly since: number; readonly over: Promise<void> } | undefined;

  onTrouble(listener: TroubleListener): void {
    this.listener = listener;
  }

  /** Why nothing can be stored, as far as it is known. */
  get known(): StoreTrouble | undefined {
    return this.trouble;
  }

  /**
   * Something was stored. True: whether trouble is over is yet to be asked, as only a probe tells. What is small finds a place on a full disk
   * now and then, and rows go into tables of another version that this one does not know.
   */
  stored(): boolean {
    if (this.trouble === 'full' || this.trouble === 'schema') return true;
    this.settle(undefined);
    return false;
  }

  /** The probe went well. */
  well(): void {
    this.settle(undefined);
  }

  /** What the database, or the way to it, failed with. Who cannot get in at all is refused, but the database is as good as gone. */
  failed(error: StoreError): void {
    if (error.code === 'closed') return;
    const trouble = isTrouble(error.code) ? error.code : 'gone';
    this.settle(trouble, new StoreError(trouble, error.message));
  }

  /** Why nothing can be stored; undefined when it can. `probe`: stores something, and says through this watch what came of it. Once for all who ask. */
  async readiness(probe: () => Promise<void>): Promise<StoreTrouble | undefined> {
    if (performance.now() - this.knownAt > FRESH_MS) {
      this.probing ??= this.begin(probe);
      const wait = new AbortController();
      const waited = setTimeout(PROBE_WAIT_MS, undefined, { signal: wait.signal }).catch(() => undefined);
      await Promise.race([this.probing.over, waited]);
      wait.abort();
    }
    const isSilent = this.probing !== undefined && performance.now() - this.probing.since > SILENT_MS;
    return this.trouble ?? (isSilent ? 'gone' : undefined);
  }

  private begin(probe: () => Promise<void>): NonNullable<TroubleWatch['probing']> {
    const over = probe().finally(() => {
      this.probing = undefined;
    });
    return { since: performance.now(), over };
  }

  private settle(trouble: StoreTrouble | undefined, error?: StoreError): void {
    this.knownAt = performance.now();
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    this.listener(trouble, error);
  }
}
