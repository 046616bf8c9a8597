import type { Readable } from 'node:stream';

/** Pieces that are kept apart. More are put together: each takes the memory of hundreds of bytes, and a sender makes as many as it likes. */
const MOST_PIECES = 64;

/** A body of known length that is held in memory as it comes in, from the moment that this is made. One that is there already is taken at once. */
export class CollectedBody {
  #size = 0;
  #pieces: Buffer[] = [];
  #over = false;
  #failure: Error | undefined;
  #settle: (() => void) | undefined;
  #goesOn = (_piece: Buffer) => true;

  /** @param length its bytes: those that HTTP ends it by */
  constructor(
    private readonly body: Readable,
    private readonly length: number,
  ) {
    if (body.readableLength === length) {
      // Null: it is empty.
      const bytes = body.read() as Buffer | null;
      this.#over = true;
      this.#size = length;
      if (bytes !== null) this.#pieces.push(bytes);
      return;
    }
    body.on('data', this.#take);
    body.once('error', (error) => this.#end(error));
    body.once('close', () => {
      if (!this.#over) this.#end(Object.assign(new Error('the body broke off'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }));
    });
  }

  /** All of it is there. Its stream says so too, but a turn of promises later. */
  get whole(): boolean {
    return this.#size === this.length;
  }

  /** What came so far. */
  get bytes(): Buffer {
    if (this.#pieces.length > 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0] ?? Buffer.alloc(0);
  }

  /**
   * Resolves at the end of the body, at once when it came already; or when `goesOn`, which is shown all that came so far and then each piece, says
   * that it need not go on: the rest is left in the stream. Gives the error that it broke off with, if it did; what came before stays at hand.
   */
  async end(goesOn: (piece: Buffer) => boolean): Promise<Error | undefined> {
    if (!goesOn(this.bytes)) this.#stop();
    this.#goesOn = goesOn;
    if (!this.#over) await new Promise<void>((resolve) => (this.#settle = resolve));
    return this.#failure;
  }

  readonly #take = (piece: Buffer) => {
    this.#pieces.push(piece);
    this.#size += piece.length;
    if (this.#pieces.length > MOST_PIECES) this.#pieces = [Buffer.concat(this.#pieces)];
    const goesOn = this.#goesOn(piece);
    if (this.whole) this.#end();
    else if (!goesOn) this.#stop();
  };

  #stop(): void {
    if (this.#over) return;
    this.body.off('data', this.#take);
    this.body.pause();
    this.#end();
  }

  #end(failure?: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#failure = failure;
    this.#settle?.();
  }
}
