/**
 * Runs work for many who ask for it at once: each gets what came of a run that began after they asked, and there are two of them at most, one
 * under way and one that waits for it.
 */
export class Coalesced<T> {
  private running: Promise<unknown> | undefined;
  private waiting: Promise<T> | undefined;

  constructor(private readonly work: () => Promise<T>) {}

  run(): Promise<T> {
    this.waiting ??= this.next();
    return this.waiting;
  }

  private async next(): Promise<T> {
    // Who asks in the same turn is served by the same run. How the one before ended is for those who asked for it.
    await Promise.resolve(this.running).catch(() => undefined);
    const run = this.work();
    this.running = run;
    this.waiting = undefined;
    return run;
  }
}
