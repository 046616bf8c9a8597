import { tagOf } from './entity-tag.js';

/** Stands for where we are reached while a description is made. No host ever has this name (RFC 2606). */
export const SOMEWHERE = 'http://location.invalid';

/** Bytes to send one after the other, and their ETag. */
export interface Located {
  readonly pieces: readonly Buffer[];
  readonly etag: string;
}

/**
 * A description (WSDL, XSD) that is the same for everybody but for where they reached us. It is made once, with `SOMEWHERE` in those places;
 * all who ask are sent the same buffers, however many they are and whatever names they know us by.
 */
export class LocatedDocument {
  readonly #pieces: readonly Buffer[];
  readonly #tag: string;

  constructor(text: string) {
    this.#pieces = text.split(SOMEWHERE).map((piece) => Buffer.from(piece, 'utf8'));
    this.#tag = tagOf(text);
  }

  /** `location` is a URL, put into attributes of XML. */
  at(location: string): Located {
    const here = Buffer.from(location.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'), 'utf8');
    const pieces = this.#pieces.flatMap((piece, at) => (at === 0 ? [piece] : [here, piece]));
    return { pieces, etag: tagOf(`${this.#tag}\n${location}`) };
  }
}
