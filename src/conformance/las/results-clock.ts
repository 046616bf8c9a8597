/**
 * Moments at which messages with results are made. Each has to be later than that of the message that the LAS took before it, in whatever
 * version, and by at least a second: some systems keep no fractions.
 */
export class ResultsClock {
  #last = 0;
  #lead = 0;

  constructor(private readonly now: () => number = Date.now) {}

  /** The moment of the next message. The same until one was taken. */
  next(): Date {
    const wholeSecond = Math.floor(this.now() / 1000) * 1000;
    return new Date(Math.max(wholeSecond + this.#lead, this.#last + 1000));
  }

  /** The LAS took a message of this moment. */
  taken(moment: Date): void {
    this.#last = Math.max(this.#last, moment.getTime());
  }

  /** Of the last message that was taken. */
  get last(): Date {
    return new Date(this.#last);
  }

  /** From now on moments are this far ahead: an earlier run, or another system, may have sent messages with a later one. */
  leap(minutes: number): void {
    this.#lead = minutes * 60_000;
  }
}
