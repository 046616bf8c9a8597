import type { Writable } from 'node:stream';

/** Characters of lines that wait for whoever reads the log. What comes on top of that is lost. */
export const MOST_WAITING = 1_048_576;

/** Streams whose errors are seen to, for as long as they exist: an error may come long after the last line. */
const guarded = new WeakSet<Writable>();

/**
 * Where the lines of the log go on their way to `target`. The gateway does not depend on its log: when lines cannot be written (nobody
 * reads any more, the disk is full) or wait too long (the reader is slow), they are dropped and counted. Once it can be written again,
 * one line says how many were.
 */
export class LogLines {
  readonly #target: Writable;
  readonly #lostLine: (count: number) => string;
  #lost = 0;
  /** Lost, and not yet told of in the log. */
  #untold = 0;
  /** A full disk may have cut the last line, without an error for it. */
  #cut = false;
  #awaitsDrain = false;

  /** @param lostLine makes the line, with its end, that says how many lines were lost */
  constructor(target: Writable, lostLine: (count: number) => string) {
    this.#target = target;
    this.#lostLine = lostLine;
    if (guarded.has(target)) return;
    guarded.add(target);
    // Each write learns of its own error; without a listener the process would end.
    target.on('error', () => undefined);
  }

  /** Lines that were lost since the start. */
  get lost(): number {
    return this.#lost;
  }

  /** Takes a line, with its end. */
  write(line: string): void {
    if (this.#target.writableLength + line.length > MOST_WAITING) this.#lose();
    else this.#pass(line);
  }

  #pass(line: string): void {
    const told = this.#untold;
    this.#untold = 0;
    const text = `${this.#cut ? '\n' : ''}${told === 0 ? '' : this.#lostLine(told)}${line}`;
    this.#cut = false;
    this.#target.write(text, (error) => {
      if (!error) return;
      this.#untold += told;
      if (line !== '') this.#lose();
      this.#cut = true;
    });
  }

  #lose(): void {
    this.#lost += 1;
    this.#untold += 1;
    // Told as soon as the reader has caught up: the next line may be hours away.
    if (this.#awaitsDrain || !this.#target.writableNeedDrain) return;
    this.#awaitsDrain = true;
    this.#target.once('drain', () => {
      this.#awaitsDrain = false;
      if (this.#untold > 0) this.#pass('');
    });
  }
}
