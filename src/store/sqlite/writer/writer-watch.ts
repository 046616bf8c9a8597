import { setTimeout } from 'node:timers/promises';
import { isTrouble, StoreError, type StoreTrouble } from '../../store-error.js';
import type { Failure, Reply, Request } from './protocol.js';
import type { Writer } from './writer.js';

/** What was found out so long ago at most counts as now. */
const FRESH_MS = 2_000;
/** Something that the writer has been at for so long keeps everything else waiting. */
const STUCK_MS = 5_000;
/** How long somebody who asks waits for a probe; after that, what is known counts. */
const PROBE_WAIT_MS = 1_000;

/** Told when trouble begins, changes, or is over. */
export type TroubleListener = (trouble: StoreTrouble | undefined, error?: StoreError) => void;

/**
 * Stands before the writer and knows from its replies whether anything can be stored. A damaged database gets no further request: on
 * pages that are not right, what is stored next makes it worse.
 */
export class WriterWatch implements Pick<Writer, 'ask' | 'stop'> {
  private trouble: StoreTrouble | undefined;
  private listener: TroubleListener = () => {};
  private damage: Failure | undefined;
  private knownAt = Number.NEGATIVE_INFINITY;
  /** When each request that has no reply yet was made. */
  private readonly underWay = new Set<{ readonly since: number }>();
  private probing: Promise<void> | undefined;

  /** `stopped` is told when the writer has closed its files. */
  constructor(
    private readonly writer: Pick<Writer, 'ask' | 'stop' | 'hurry'>,
    private readonly stopped: () => void = () => undefined,
  ) {}

  /** Not async: what is asked is not in memory until the reply comes. */
  ask(request: Request): Promise<Reply> {
    if (this.damage !== undefined && request.kind !== 'close') return Promise.resolve(this.damage);
    const asked = { since: performance.now() };
    this.underWay.add(asked);
    const { kind } = request;
    return this.writer.ask(request).then((reply) => {
      this.underWay.delete(asked);
      this.note(kind, reply);
      return reply;
    });
  }

  /** A read found what only damage explains. */
  damaged(error: StoreError): void {
    this.fail({ ok: false, code: 'corrupt', message: error.message });
  }

  onTrouble(listener: TroubleListener): void {
    this.listener = listener;
  }

  /**
   * Why nothing can be stored; undefined when it can. From the last reply, or a probe where there was none of late: one for all who ask,
   * and in its turn, which is what `probe` is to see to.
   */
  async readiness(probe: (request: Request) => Promise<unknown>): Promise<StoreTrouble | undefined> {
    if (this.damage === undefined && !this.isStuck() && performance.now() - this.knownAt > FRESH_MS) {
      this.probing ??= probe({ kind: 'probe' }).then(() => {
        this.probing = undefined;
      });
      const wait = new AbortController();
      const waited = setTimeout(PROBE_WAIT_MS, undefined, { signal: wait.signal }).catch(() => undefined);
      await Promise.race([this.probing, waited]);
      wait.abort();
    }
    return this.trouble ?? (this.isStuck() ? 'busy' : undefined);
  }

  /** Whoever waits for the lock of another process waits no longer. */
  hurry(): void {
    this.writer.hurry();
  }

  async stop(): Promise<void> {
    await this.writer.stop();
    this.stopped();
  }

  private isStuck(): boolean {
    const [oldest] = this.underWay;
    return oldest !== undefined && performance.now() - oldest.since > STUCK_MS;
  }

  private note(kind: Request['kind'], reply: Reply): void {
    if (!reply.ok) this.fail(reply);
    else if (kind === 'batch' || kind === 'end' || kind === 'probe') this.settle(undefined);
  }

  private fail(failure: Failure): void {
    if (!isTrouble(failure.code)) return;
    if (failure.code === 'corrupt') this.damage ??= { ...failure, message: `${failure.message}: stop the gateway and restore a backup` };
    this.settle(failure.code, new StoreError(failure.code, this.damage?.message ?? failure.message));
  }

  private settle(trouble: StoreTrouble | undefined, error?: StoreError): void {
    this.knownAt = performance.now();
    if (trouble === this.trouble || (this.damage !== undefined && trouble !== 'corrupt')) return;
    this.trouble = trouble;
    this.listener(trouble, error);
  }
}
