import { unlessDeclined } from '../../xml/fast/decline.js';
import type { Scope, Scopes } from '../../xml/fast/scope.js';
import { codesOf, TextCursor } from '../../xml/fast/text-cursor.js';
import type { ReadsAhead, XmlReader } from '../../xml/reader.js';
import type { MessageDecoder } from '../decode.js';
import type { State, Transition } from '../grammar/automaton.js';
import type { Node } from '../grammar/compile.js';
import type { Decoder, Extensions } from '../grammar/decoder.js';
import { type FastNode, fastNode } from './fast-nodes.js';
import { FastReader } from './fast-reader.js';
import { PieceNotes } from './piece-notes.js';

/** Characters that the reader is given at a time until the message begins. */
const STEP = 1024;
/** The longest element that is waited for. What stands in a longer one is read in smaller pieces. */
const MOST_HELD = 65_536;
/** Tags that the reader reads one by one before it is left to itself: the message is written in another way. */
const MOST_STEPS = 256;
/** The same for elements that the fast reader declines, on top of a quarter of those that it takes. */
const MOST_DECLINED = 16;
/** Scopes that a message may add: each takes as long to work out as a hundred results to read. */
const MOST_SCOPES = 64;
const SURROGATE = /[\ud800-\udfff]/;
const LESS = 0x3c;
const GREATER = 0x3e;
const SPACE = 0x20;

/** An element that may come next in a list. */
interface Way extends Transition<Node> {
  readonly fast: FastNode;
  readonly closing: string;
}

/**
 * Reads a message while its text streams by, the elements of its lists with the fast reader as soon as they are there whole, all else with
 * `XmlReader` and `Decoder`. Those read also whatever the fast reader declines, from the beginning of that element: findings, places and their
 * order are the same as without it. Holds back no more than one element, of up to 64 KB, and what came with it.
 */
export class FastPieces implements ReadsAhead {
  #held = '';
  /** Characters that are there before it is tried again: a sender may send them one by one. */
  #wanted = 0;
  #isOver = false;
  #steps = 0;
  #taken = 0;
  #declined = 0;
  #fast: FastReader | undefined;
  #cursor = new TextCursor('');
  #ways = new Map<State<Node>, readonly Way[]>();
  /** Closing tags that do not come any more in the text at hand: they are looked for once. */
  readonly #absent = new Set<string>();
  /** Where nothing is declared, for the text at hand. */
  #nowhere: Scope | undefined;
  #scopesAdded = 0;
  readonly #notes = new PieceNotes();

  /** `message`: whoever decodes what `reader` reads, once the message has begun. */
  constructor(
    private readonly reader: XmlReader,
    private readonly message: () => MessageDecoder | undefined,
    private readonly scopes: Scopes,
    private readonly extensions: Extensions,
  ) {}

  write(text: string): void {
    const held = this.#held === '' ? text : this.#held + text;
    this.#held = held;
    if (held.length >= this.#wanted) this.#read(held);
  }

  flush(): void {
    this.#isOver = true;
    if (this.#held !== '') this.#read(this.#held);
  }

  #read(text: string): void {
    this.#held = '';
    this.#absent.clear();
    this.#nowhere = undefined;
    let at = 0;
    while (at < text.length) {
      const next = this.#isOver ? { at, to: text.length } : this.#ahead(text, at);
      at = next.at;
      if (next.to === undefined) break;
      this.reader.write(text.slice(at, next.to));
      this.#ways.clear();
      at = next.to;
    }
    this.#held = text.slice(at);
    this.#wanted = 2 * this.#held.length;
    if (this.#nowhere !== undefined) this.#scopesAdded += this.scopes.added;
    if (this.#scopesAdded > MOST_SCOPES) this.#isOver = true;
  }

  /** Reads on from a place. Gives where it stopped, and up to where the reader is to read from there; undefined when more has to come first. */
  #ahead(text: string, from: number): { readonly at: number; readonly to: number | undefined } {
    const decoder = this.message()?.reading;
    if (decoder === undefined) return { at: from, to: from + STEP };
    const state = this.reader.isBehindTag ? decoder.openList?.state : undefined;
    if (state === undefined || this.#waysFrom(state).length === 0) return { at: from, to: this.#step(text, from) };
    const cursor = this.#cursorOf(text);
    if (cursor === undefined) return { at: from, to: text.length };
    cursor.at = from;
    cursor.references = this.reader.references;
    this.#notes.begin(cursor.codes, from, this.reader.next);
    const { at, to } = this.#takeAll(decoder, cursor, state);
    if (at > from) {
      const { line, before } = this.#notes.placeOf(at);
      this.reader.passOver(line, before, cursor.references);
    }
    return { at, to };
  }

  /** Takes one element of a list after the other. */
  #takeAll(decoder: Decoder, cursor: TextCursor, first: State<Node>): { readonly at: number; readonly to: number | undefined } {
    const { text } = cursor;
    let state = first;
    for (;;) {
      const { at, references } = cursor;
      const way = unlessDeclined(() => passName(cursor, this.#waysFrom(state)));
      if (way === undefined) return { at, to: this.#step(text, at) };
      const end = this.#absent.has(way.closing) ? -1 : text.indexOf(way.closing, cursor.at);
      if (end === -1) this.#absent.add(way.closing);
      if (end === -1) return { at, to: text.length - at < MOST_HELD ? undefined : this.#step(text, at) };
      this.#notes.next(at, decoder, way.node.name);
      const value = unlessDeclined(() => this.#readerOf(decoder, cursor).readPiece(cursor, way.fast));
      if (value === undefined) {
        cursor.references = references;
        this.#notes.back();
        this.#declined += 1;
        this.#isOver = this.#declined > MOST_DECLINED + this.#taken / 4;
        return { at, to: end + way.closing.length };
      }
      decoder.take(way, this.#notes.read(value));
      this.#taken += 1;
      this.#steps = 0;
      state = way.state;
    }
  }

  /** Up to behind the next tag. */
  #step(text: string, at: number): number | undefined {
    const end = text.indexOf('>', at) + 1;
    if (end === 0) return text.length - at < MOST_HELD ? undefined : text.length;
    this.#steps += 1;
    this.#isOver = this.#steps > MOST_STEPS;
    return end;
  }

  /** The elements of lists that may come next. */
  #waysFrom(state: State<Node>): readonly Way[] {
    const known = this.#ways.get(state);
    if (known !== undefined) return known;
    const repeated = [...state.next.values()].filter(({ node }) => node.many);
    const scope = repeated.length === 0 ? undefined : unlessDeclined(() => this.#scope());
    const ways = scope === undefined ? [] : repeated.map((transition) => wayOf(transition, scope));
    this.#ways.set(state, ways);
    return ways;
  }

  /** The namespaces at the open element. */
  #scope(): Scope {
    // Other messages are read between the texts of this one, and begin too.
    this.#nowhere ??= this.scopes.begin();
    let scope = this.#nowhere;
    for (const [prefix, uri] of this.reader.declarations) scope = scope.declaring(prefix, uri);
    const { openName } = this.reader;
    return scope.preferring(openName.slice(0, Math.max(0, openName.indexOf(':'))));
  }

  /** Undefined for a text in which code units are not characters: places could not be counted by them. */
  #cursorOf(text: string): TextCursor | undefined {
    if (this.#cursor.text === text) return this.#cursor;
    const bytes = Buffer.from(text);
    if (bytes.length !== text.length && SURROGATE.test(text)) return undefined;
    this.#cursor = new TextCursor(text, bytes.length === text.length ? bytes : codesOf(text));
    return this.#cursor;
  }

  #readerOf({ compiled }: Decoder, cursor: TextCursor): FastReader {
    this.#fast ??= new FastReader(cursor, compiled, this.extensions, this.#notes);
    return this.#fast;
  }
}

function wayOf({ node, state }: Transition<Node>, scope: Scope): Way {
  const fast = fastNode(node, scope);
  return { node, state, fast, closing: Buffer.from(fast.closing).toString('latin1') };
}

/** Passes `<` and the name of an element that may come next. */
function passName(cursor: TextCursor, ways: readonly Way[]): Way | undefined {
  cursor.passSpace();
  const { codes, at } = cursor;
  if (codes[at] !== LESS) return undefined;
  for (const way of ways) {
    const { written } = way.fast;
    const end = at + 1 + written.length;
    const code = codes[end];
    if ((code !== GREATER && code !== SPACE) || !cursor.has(written, at + 1)) continue;
    cursor.at = end;
    return way;
  }
  return undefined;
}
