import { detached } from '../../xml/detach.js';
import { decline } from '../../xml/fast/decline.js';
import { type FastTag, type TextCursor, typeNameOf } from '../../xml/fast/text-cursor.js';
import { XSI } from '../../xml/name.js';
import { Findings } from '../findings.js';
import { type Compiled, compileExtension, type Node } from '../grammar/compile.js';
import type { FieldOf } from '../grammar/constraint-index.js';
import type { Extensions } from '../grammar/decoder.js';
import type { Draft } from '../grammar/frame.js';
import { canonicalKey, IdentityTables } from '../grammar/identity.js';
import { KnownTexts } from '../grammar/known-texts.js';
import type { SimpleType } from '../grammar/simple-type.js';
import { type FastNode, type FastState, type FastStep, fastNode } from './fast-nodes.js';
import type { PieceNotes } from './piece-notes.js';

const NEW_LINE = 0x0a;
const RETURN = 0x0d;
const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const SPACE = 0x20;
const QUOTE = 0x22;
/** Attributes that say nothing of an element but where its schema is. */
const HINTS: ReadonlySet<string> = new Set(['schemaLocation', 'noNamespaceSchemaLocation']);
/** The value of an element that has text only. */
const NO_DRAFT: Draft = Object.freeze({});

/**
 * Reads one message from a text by the grammar that `Decoder` reads by. It gives the very same value, and declines whatever `Decoder` would say
 * anything about. Where things stand in the text is not kept, unless there are `notes`: then it reads pieces of a message for a decoder
 * (`FastPieces`), and nothing that it gives holds on to the text.
 */
export class FastReader {
  /** Open elements. */
  #depth = 0;
  /** Identity rules of the open elements, by depth. */
  readonly #tables: (IdentityTables | undefined)[] = [];
  #findings = new Findings('strict');
  readonly #texts = new KnownTexts();

  constructor(
    private cursor: TextCursor,
    private readonly compiled: Compiled,
    private readonly extensions: Extensions,
    private readonly notes?: PieceNotes,
  ) {}

  /** Reads the message, of which the start tag has been read, to behind its end. */
  read(tag: FastTag): unknown {
    const value = this.#readTagged(tag, this.compiled.root, 0);
    if (this.#findings.count > 0) decline();
    return value;
  }

  /** Reads a whole element of a list, of which `<` and the name have been passed as they are expected. After one that was declined the next may be read. */
  readPiece(cursor: TextCursor, fast: FastNode): unknown {
    this.cursor = cursor;
    this.#depth = 0;
    if (this.#findings.count > 0) this.#findings = new Findings('strict');
    const value = this.#readNamed(fast);
    if (this.#findings.count > 0) decline();
    return value;
  }

  /** An element of which the start tag has been read. `from`: where that begins. */
  #readTagged(tag: FastTag, declared: Node, from: number): unknown {
    if (this.notes !== undefined && this.#endsLineInTag(tag, from)) decline();
    const value: Draft = {};
    const node = this.#nodeOf(tag, declared, value);
    const fast = fastNode(node, tag.scope);
    this.#depth += 1;
    this.notes?.open(this.#depth, declared, from);
    for (const { uri, local, value: text } of tag.attributes) {
      if (uri === XSI) continue;
      if (uri !== '' || !node.attributes.has(local)) decline();
      value[local] = text;
    }
    return this.#readContent(fast, value, tag.isEmpty);
  }

  /** A line ends right behind the name: the places of such elements are not worked out here. */
  #endsLineInTag({ prefix, local }: FastTag, from: number): boolean {
    const behind = this.cursor.codes[from + 1 + (prefix === '' ? 0 : prefix.length + 1) + local.length];
    return behind === NEW_LINE || behind === RETURN;
  }

  /** The node of an element as its `xsi:type` has it. */
  #nodeOf(tag: FastTag, declared: Node, value: Draft): Node {
    let typeKey: string | undefined;
    for (const { uri, local, value: text } of tag.attributes) {
      if (uri !== XSI || HINTS.has(local)) continue;
      if (local !== 'type') decline();
      typeKey = typeNameOf(text, tag.scope);
    }
    if (declared.abstract) {
      const extension = declared.particle.abstractRule === undefined ? this.extensions.get(typeKey ?? '') : undefined;
      if (extension === undefined) decline();
      value['type'] = typeKey;
      return compileExtension(declared, extension, this.compiled.version);
    }
    if (typeKey !== undefined && typeKey !== declared.typeKey && typeKey !== declared.wsdlTypeKey) decline();
    return declared;
  }

  /** An element that is written as expected: `<` and its name have been passed. */
  #readNamed(fast: FastNode): unknown {
    const { cursor } = this;
    const behind = cursor.at;
    const value = fast.structured ? {} : NO_DRAFT;
    if (cursor.codes[behind] === GREATER && !fast.node.abstract) cursor.at = behind + 1;
    else if (!this.#passAttributes(fast, value)) {
      const from = behind - fast.written.length - 1;
      cursor.at = from;
      const tag = cursor.readTag(fast.scope);
      // What it declares may be what its own name is in.
      return tag.uri === fast.node.uri ? this.#readTagged(tag, fast.node, from) : decline();
    }
    this.#depth += 1;
    this.notes?.open(this.#depth, fast.node, behind - fast.written.length - 1);
    return this.#readContent(fast, value, false);
  }

  /** Attributes that are written as expected, and the end of the tag. False: there is something else in it. */
  #passAttributes({ attributes, node }: FastNode, value: Draft): boolean {
    const { cursor } = this;
    const { codes } = cursor;
    if (node.abstract) return false;
    while (codes[cursor.at] !== GREATER) {
      const attribute = attributes.find(({ opening }) => cursor.has(opening, cursor.at));
      if (attribute === undefined || value[attribute.name] !== undefined) return false;
      cursor.at += attribute.opening.length;
      value[attribute.name] = cursor.readValue(QUOTE);
    }
    cursor.at += 1;
    return true;
  }

  /** All behind the start tag. */
  #readContent(fast: FastNode, value: Draft, isEmpty: boolean): unknown {
    const { node } = fast;
    const tables = node.constraints.length === 0 ? undefined : new IdentityTables(node.constraints);
    this.#tables[this.#depth] = tables;
    if (fast.attributes.length > 0) this.#takeAttributes(fast, value);
    const content = fast.text === undefined ? this.#readChildren(fast, value, isEmpty) : this.#readText(fast, fast.text, value, isEmpty);
    tables?.finish(this.#findings);
    this.#depth -= 1;
    return content;
  }

  #takeAttributes({ attributes, node, isOnce }: FastNode, value: Draft): void {
    for (const { name, declaration, fields } of attributes) {
      const text = value[name] as string | undefined;
      if (text === undefined) continue;
      const checked = declaration.type.check(text);
      if (typeof checked !== 'string') decline();
      const kept = isOnce || this.notes !== undefined ? detached(checked) : checked;
      value[name] = kept;
      for (const field of fields) this.#identify(field, declaration.type, kept);
    }
    for (const required of node.requiredAttributes) if (value[required] === undefined) decline();
  }

  #readChildren(fast: FastNode, value: Draft, isEmpty: boolean): Draft {
    const { cursor } = this;
    let state = fast.start;
    if (isEmpty) return state.accepting ? value : decline();
    // Where no element can come, white space is text.
    const mayHold = state.next.length > 0;
    for (;;) {
      if (mayHold) cursor.passSpace();
      if (cursor.codes[cursor.at + 1] === SLASH) {
        if (!state.accepting) decline();
        cursor.pass(fast.closing);
        if (this.notes !== undefined) trimLists(value, fast);
        return value;
      }
      const from = cursor.at;
      let step = this.#passName(state);
      let child: unknown;
      if (step !== undefined) {
        if (this.notes !== undefined) this.#noteIndex(step, value);
        child = this.#readNamed(step.node);
      } else {
        const tag = cursor.readTag(fast.scope);
        step = stepTo(state, tag);
        if (this.notes !== undefined) this.#noteIndex(step, value);
        child = this.#readTagged(tag, step.node.node, from);
      }
      state = step.state;
      const { name, many } = step.node;
      if (!many) value[name] = child;
      else {
        const list = value[name] as unknown[] | undefined;
        if (list === undefined) value[name] = [child];
        else list.push(child);
      }
    }
  }

  #noteIndex({ node: { many, name } }: FastStep, value: Draft): void {
    if (many) this.notes?.index(this.#depth + 1, ((value[name] as readonly unknown[] | undefined)?.length ?? 0) + 1);
  }

  /** Passes `<` and the name of an element that may come next, if it is written as expected. */
  #passName({ next }: FastState): FastStep | undefined {
    const { cursor } = this;
    const { codes, at } = cursor;
    if (codes[at] !== LESS) decline();
    for (const step of next) {
      const { written } = step.node;
      const end = at + 1 + written.length;
      const code = codes[end];
      if ((code !== GREATER && code !== SPACE) || !cursor.has(written, at + 1)) continue;
      cursor.at = end;
      return step;
    }
    return undefined;
  }

  #readText(fast: FastNode, type: SimpleType, value: Draft, isEmpty: boolean): unknown {
    const { cursor } = this;
    let text = isEmpty ? '' : cursor.readText();
    if (!isEmpty) cursor.pass(fast.closing);
    if (text === '') text = fast.node.particle.default ?? '';
    const checked = this.#accepted(fast, type, text);
    for (const field of fast.fields) this.#identify(field, type, checked);
    if (!fast.structured) return checked;
    value['value'] = checked;
    return value;
  }

  #accepted({ node: { id }, isOnce }: FastNode, type: SimpleType, text: string): string {
    const known = id < 0 ? undefined : this.#texts.find(id, text);
    if (known !== undefined) return known;
    const accepted = type.check(text);
    if (typeof accepted !== 'string') decline();
    const checked = isOnce || this.notes !== undefined ? detached(accepted) : accepted;
    if (id >= 0) this.#texts.add(id, checked);
    return checked;
  }

  #identify(field: FieldOf, type: SimpleType, value: string): void {
    const depth = this.#depth - field.up;
    const canonical = canonicalKey(field.constraint, type, value);
    // Of a piece, the rule may belong to an element around it.
    if (depth <= 0) this.notes?.identify(field, this.#depth, canonical);
    else this.#tables[depth]?.add(field, canonical, 0, 0, this.#findings);
  }
}

/** A list that grows has room for more: see `Frame.end`. */
function trimLists(value: Draft, { lists }: FastNode): void {
  for (const name of lists) {
    const list = value[name] as unknown[] | undefined;
    if (list !== undefined && list.length > 1) value[name] = list.slice();
  }
}

/** The step that the content model has for an element with this tag. */
function stepTo({ next }: FastState, { uri, local }: FastTag): FastStep {
  return next.find(({ node: { node } }) => node.name === local && node.uri === uri) ?? decline();
}
