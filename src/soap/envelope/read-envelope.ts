import { setImmediate as nextTurn } from 'node:timers/promises';
import { XmlTextDecoder } from '../../xml/encoding.js';
import type { XmlLimits } from '../../xml/limits.js';
import { type ReadsAhead, type XmlHandler, XmlReader } from '../../xml/reader.js';

interface DocumentOptions {
  /** charset parameter of the Content-Type. */
  readonly charset?: string | undefined;
  readonly limits?: XmlLimits;
  /** Whoever reads what it can before `reader` does. */
  readonly ahead?: (reader: XmlReader) => ReadsAhead;
}

interface StopOptions extends DocumentOptions {
  /** Asked after every piece: true ends the reading, as after a refusal. */
  readonly enough?: () => boolean;
}

export interface ReadOptions extends StopOptions {
  /** Sees every piece of decoded bytes, for digests and counts. */
  readonly onBytes?: (chunk: Uint8Array) => void;
}

/** Bytes that are parsed in one go: about a millisecond. Then others get a turn. */
export const PIECE = 32_768;

/** Reads an XML document, of which the bytes come in pieces, into a handler. Throws `XmlError` with a position. */
export class XmlBytes {
  readonly #decoder: XmlTextDecoder;
  readonly #reader: XmlReader;
  readonly #ahead: ReadsAhead | undefined;

  constructor(handler: XmlHandler, { charset, limits, ahead }: DocumentOptions = {}) {
    this.#decoder = new XmlTextDecoder(charset);
    this.#reader = new XmlReader(handler, limits);
    this.#ahead = ahead?.(this.#reader);
  }

  write(bytes: Uint8Array): void {
    this.#reader.decode(() => this.#decoder.write(bytes), this.#ahead);
  }

  /** All that came was read, also what was held back. */
  flush(): void {
    this.#ahead?.flush();
  }

  /** Those were all. */
  end(): void {
    this.#reader.decode(() => this.#decoder.end(), this.#ahead);
    this.flush();
    this.#reader.end();
  }
}

/**
 * Reads an XML document from a stream of bytes into a handler. No more than a piece is in memory as text at a time.
 * Throws `XmlError` with a position, and whatever the stream throws.
 */
export async function readXml(chunks: AsyncIterable<Uint8Array>, handler: XmlHandler, options: ReadOptions = {}): Promise<void> {
  const document = new XmlBytes(handler, options);
  for await (const chunk of unlessBroken(chunks, document)) {
    options.onBytes?.(chunk);
    for (let at = 0; at < chunk.length; at += PIECE) {
      if (at > 0) await nextTurn();
      document.write(chunk.subarray(at, at + PIECE));
      if (options.enough?.() ?? false) return;
    }
  }
  document.end();
}

/** All that came is read before it is told that the rest does not come. */
async function* unlessBroken(chunks: AsyncIterable<Uint8Array>, document: XmlBytes): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    document.flush();
    throw error;
  }
}

/**
 * Reads an XML document of which the bytes are at hand, in one go: what is made of them is thrown away young. `whole` is false for the
 * beginning of a document whose rest is not looked at. Throws as `readXml`.
 */
export function readXmlAtOnce(bytes: Uint8Array, whole: boolean, handler: XmlHandler, options: StopOptions = {}): void {
  const document = new XmlBytes(handler, options);
  for (let at = 0; at < bytes.length; at += PIECE) {
    document.write(bytes.subarray(at, at + PIECE));
    if (options.enough?.() ?? false) return;
  }
  if (whole) document.end();
}
