/** Before this long there is nothing to be seen. */
const PATIENCE_MS = 700;
const REDRAW_MS = 100;
const WIDTH = 30;

/** Says on a terminal what is being done, where it has no parts to count. Gives what wipes it away. */
export function showStep(label: string, terminal: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr): () => void {
  if (!terminal.isTTY) return () => undefined;
  terminal.write(`\r${label}\u001b[K`);
  return () => terminal.write('\r\u001b[K');
}

/**
 * A progress bar on standard error, when that is a terminal and the work takes long. `total` in bytes, or in whatever `inWords` tells; 0 when
 * it is not known.
 */
export class Progress {
  #done = 0;
  #drawn = 0;
  readonly #began = performance.now();

  constructor(
    private readonly label: string,
    private readonly total: number,
    private readonly terminal: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr,
    private readonly inWords = (done: number): string => `${(done / 1_000_000).toFixed(1)} MB`,
  ) {}

  add(bytes: number): void {
    this.#done += bytes;
    const now = performance.now();
    if (!this.terminal.isTTY || now - this.#began < PATIENCE_MS || now - this.#drawn < REDRAW_MS) return;
    this.#drawn = now;
    this.terminal.write(`\r${this.#text()}\u001b[K`);
  }

  /** Wipes the bar away. */
  end(): void {
    if (this.#drawn > 0) this.terminal.write('\r\u001b[K');
  }

  #text(): string {
    const done = this.inWords(this.#done);
    if (this.total === 0) return `${this.label} ${done}`;
    const part = Math.min(1, this.#done / this.total);
    const bar = '#'.repeat(Math.round(part * WIDTH)).padEnd(WIDTH, '.');
    return `${this.label} [${bar}] ${Math.floor(part * 100)}% ${done}`;
  }
}
