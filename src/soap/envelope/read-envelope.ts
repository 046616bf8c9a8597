import { setImmediate as nextTurn } from 'node:timers/promises';
import { XmlTextDecoder } from '../../xml/encoding.js';
import type { XmlLimits } from '../../xml/limits.js';
import { type XmlHandler, XmlReader } from '../../xml/reader.js';

export interface ReadOptions {
  /** charset parameter of the Content-Type. */
  readonly charset?: string | undefined;
  readonly limits?: XmlLimits;
  /** Sees every piece of decoded bytes, for digests and counts. */
  readonly onBytes?: (chunk: Uint8Array) => void;
  /** Asked after every piece: true ends the reading, as after a refusal. */
  readonly enough?: () => boolean;
}

/** Bytes that are parsed in one go: about a millisecond. Then others get a turn. */
export const PIECE = 32_768;

/**
 * Reads an XML document from a stream of bytes into a handler. No more than a piece is in memory as text at a time.
 * Throws `XmlError` with a position, and whatever the stream throws.
 */
export async function readXml(chunks: AsyncIterable<Uint8Array>, handler: XmlHandler, options: ReadOptions = {}): Promise<void> {
  const decoder = new XmlTextDecoder(options.charset);
  const reader = new XmlReader(handler, options.limits);
  for await (const chunk of chunks) {
    options.onBytes?.(chunk);
    for (let at = 0; at < chunk.length; at += PIECE) {
      if (at > 0) await nextTurn();
      reader.decode(() => decoder.write(chunk.subarray(at, at + PIECE)));
      if (options.enough?.() ?? false) return;
    }
  }
  reader.decode(() => decoder.end());
  reader.end();
}
