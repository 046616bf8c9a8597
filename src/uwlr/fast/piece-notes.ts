import type { Node } from '../grammar/compile.js';
import type { FieldOf } from '../grammar/constraint-index.js';
import type { Decoder, ReadElement, ReadField } from '../grammar/decoder.js';
import { packIndices, packPosition } from '../grammar/positions.js';

const NEW_LINE = 0x0a;
const RETURN = 0x0d;

/** What a decoder would have noted of an element that the fast reader reads for it: how much it is, where things stand, and the fields of identity rules. */
export class PieceNotes {
  #elements = 0;
  #located: number[] = [];
  #places: number[] = [];
  #fields: ReadField[] = [];
  /** Of the open elements, by depth: where they begin, and their numbers among their like. */
  readonly #begins: number[] = [];
  readonly #indices: number[] = [];
  #decoder!: Decoder;
  #codes: Uint8Array = new Uint8Array();
  #hasLines = false;
  /** A place in the text, its line, and the characters before it in that line. */
  #at = 0;
  #line = 1;
  #before = 0;
  /** The same where the element at hand begins. */
  #mark = { at: 0, line: 1, before: 0 };

  /** A text begins to be read from a place on. No character in it takes two code units. */
  begin(codes: Uint8Array, at: number, { line, before }: { readonly line: number; readonly before: number }): void {
    if (codes !== this.#codes) this.#hasLines = codes.includes(NEW_LINE) || codes.includes(RETURN);
    this.#codes = codes;
    this.#at = at;
    this.#line = line;
    this.#before = before;
  }

  /** What begins here is the next child, with this name, of the element that the decoder has open. */
  next(at: number, decoder: Decoder, name: string): void {
    this.#mark = { at, ...this.placeOf(at) };
    this.#decoder = decoder;
    this.#elements = 0;
    this.#located = [];
    this.#places = [];
    this.#fields = [];
    this.#indices[1] = decoder.indexOfNext(name);
  }

  /** An element opens; the next element of a list has a depth of 1. */
  open(depth: number, { locatedAs, fieldOf }: Node, from: number): void {
    this.#elements += 1;
    if (locatedAs < 0 && fieldOf.length === 0) return;
    const { line, before } = this.placeOf(from);
    const place = packPosition(line, before + 1);
    this.#begins[depth] = place;
    if (locatedAs < 0) return;
    this.#located.push(locatedAs);
    this.#places.push(place);
  }

  /** The number, from 1, that an element at this depth has among its like. */
  index(depth: number, index: number): void {
    this.#indices[depth] = index;
  }

  /** A field, in the open element, of an identity rule that belongs to an element around the piece: the decoder judges it. */
  identify(field: FieldOf, depth: number, value: string): void {
    let indices = 0;
    for (const at of field.repeated) indices = packIndices(indices, this.#indexAt(at), field.repeated.length);
    this.#fields.push({ field, above: 1 + field.up - depth, value, position: this.#begins[depth] as number, indices });
  }

  /** The element at hand was declined. */
  back(): void {
    const { at, line, before } = this.#mark;
    this.#at = at;
    this.#line = line;
    this.#before = before;
  }

  /** What was noted of the element that was read last. */
  read(value: unknown): ReadElement {
    return { value, elements: this.#elements, located: this.#located, places: this.#places, fields: this.#fields };
  }

  /** Where a place in the text is. Places are asked for in their order. */
  placeOf(at: number): { readonly line: number; readonly before: number } {
    const codes = this.#codes;
    let from = this.#at;
    for (let to = this.#at; this.#hasLines && to < at; to++) {
      const code = codes[to];
      if (code !== NEW_LINE && (code !== RETURN || codes[to + 1] === NEW_LINE)) continue;
      this.#line += 1;
      this.#before = 0;
      from = to + 1;
    }
    this.#before += at - from;
    this.#at = at;
    return { line: this.#line, before: this.#before };
  }

  /** `depth`: from 0, of the whole message. */
  #indexAt(depth: number): number {
    const within = depth - this.#decoder.depth + 1;
    return within > 0 ? (this.#indices[within] as number) : this.#decoder.indexAt(depth);
  }
}
