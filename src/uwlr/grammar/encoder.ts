import { XSI } from '../../xml/name.js';
import type { XmlWriter } from '../../xml/writer.js';
import { XmlError } from '../../xml/xml-error.js';
import { Findings } from '../findings.js';
import { type RuleId, ruleOf } from '../rules.js';
import { type Compiled, compileExtension, type Node } from './compile.js';
import type { FieldOf } from './constraint-index.js';
import { judgeContent } from './content-repair.js';
import { type Extensions, FACET_RULES } from './decoder.js';
import { EncodeError } from './encode-error.js';
import { canonicalKey, IdentityTables } from './identity.js';
import { shownName } from './known-names.js';
import { packIndices } from './positions.js';
import type { SimpleType } from './simple-type.js';

type Attributes = Record<string, string>;
type Fields = Readonly<Record<string, unknown>>;

/** An open element; `index` counts from 1 among its namesakes. */
interface Open {
  node: Node;
  index: number;
  tables: IdentityTables | undefined;
}

/** Names of fields in the order in which they stand, each with whether it is a list, and what was found of such fields. */
class Shape {
  /** In schema order. Undefined: not looked at yet. */
  children: readonly Node[] | undefined;
  readonly #single = new Map<string, Shape>();
  readonly #list = new Map<string, Shape>();
  readonly #emptyList = new Map<string, Shape>();

  /** With one more field. */
  with(name: string, value: unknown): Shape {
    const among = !isList(value) ? this.#single : isEmpty(value) ? this.#emptyList : this.#list;
    let next = among.get(name);
    if (next === undefined) {
      next = new Shape();
      among.set(name, next);
    }
    return next;
  }
}

const NOTHING: Fields = {};

/**
 * Writes one message of one version. The same automata and text checks that read a message decide what may be written, so
 * that nothing leaves that the decoder would refuse.
 */
export class Encoder {
  /** The open elements, and behind them places of some that were. */
  readonly #open: Open[] = [];
  #depth = 0;
  /** Per element, the fields that it had so far: those of one kind nearly all have the same. */
  readonly #shapes = new Map<Node, Shape>();
  readonly #findings = new Findings('strict');
  /** Per element, the last text that was checked: codes and dates repeat. */
  readonly #texts = new Map<Node, string>();

  constructor(
    private readonly writer: XmlWriter,
    private readonly compiled: Compiled,
    private readonly extensions: Extensions | undefined,
  ) {}

  /** Writes the root element. Throws `EncodeError`; what was written by then is to be thrown away. */
  write(value: unknown): void {
    try {
      this.#element(this.compiled.root, value, 1, '');
    } catch (error) {
      throw this.#explained(error);
    }
  }

  /**
   * The same, with a pause where `isTime`, after an item of a list that is not within another list. Such a list may be any iterable: its
   * items are asked for one by one.
   */
  *writeInSteps(value: unknown, isTime: () => boolean): Generator<void> {
    try {
      yield* this.#elementInSteps(this.compiled.root, value, '', isTime);
    } catch (error) {
      throw this.#explained(error);
    }
  }

  /** The only thing that a writer can hold against a text that its type accepts: a character that XML does not have. */
  #explained(error: unknown): unknown {
    return error instanceof XmlError ? this.#error('UWLR-XML-001') : error;
  }

  #element(declared: Node, value: unknown, index: number, inherited: string): void {
    this.#begin(declared, index);
    const attributes = this.#namespace(declared, inherited);
    if (declared.text === undefined) this.#content(declared, this.#fields(value), attributes);
    else this.#leaf(declared, declared.text, value, attributes);
    this.#end();
  }

  *#elementInSteps(node: Node, value: unknown, inherited: string, isTime: () => boolean): Generator<void> {
    if (node.text !== undefined || node.abstract) {
      this.#element(node, value, 1, inherited);
      return;
    }
    this.#begin(node, 1);
    const fields = this.#fields(value);
    const children = this.#opened(node, fields, this.#namespace(node, inherited));
    for (const child of children) {
      const given = fields[child.name];
      if (!child.many) yield* this.#elementInSteps(child, given, node.uri, isTime);
      else yield* this.#listInSteps(child, given as Iterable<unknown>, node.uri, isTime);
    }
    if (children.length > 0) this.writer.close();
    this.#end();
  }

  *#listInSteps(node: Node, items: Iterable<unknown>, inherited: string, isTime: () => boolean): Generator<void> {
    let index = 0;
    for (const item of items) {
      index += 1;
      this.#element(node, item, index, inherited);
      if (isTime()) yield;
    }
    if (index === 0 && !node.optional) throw this.#error('UWLR-SCH-003', `/${node.name}`);
  }

  #begin(node: Node, index: number): void {
    const tables = node.constraints.length > 0 ? new IdentityTables(node.constraints) : undefined;
    const place = this.#open[this.#depth++];
    if (place === undefined) {
      this.#open.push({ node, index, tables });
      return;
    }
    place.node = node;
    place.index = index;
    place.tables = tables;
  }

  #end(): void {
    const { tables } = this.#open[this.#depth - 1] as Open;
    if (tables !== undefined) {
      tables.finish(this.#findings);
      this.#throwFound();
    }
    this.#depth -= 1;
  }

  /** The attributes to fill in; undefined for an element that will have none, as most have. */
  #namespace(node: Node, inherited: string): Attributes | undefined {
    if (node.uri !== inherited) return { xmlns: node.uri };
    return node.attributes.size > 0 || node.abstract ? {} : undefined;
  }

  #content(declared: Node, fields: Fields, attributes: Attributes | undefined): void {
    const node = declared.abstract && attributes !== undefined ? this.#extend(declared, fields, attributes) : declared;
    const children = this.#opened(node, fields, attributes, declared.abstract ? 'type' : undefined);
    for (const child of children) {
      const given = fields[child.name];
      if (!child.many) this.#element(child, given, 1, node.uri);
      else this.#list(child, given as readonly unknown[], node.uri);
    }
    if (children.length > 0) this.writer.close();
  }

  /** Writes the start tag, and gives the children that are there; without any, the element is written whole. */
  #opened(node: Node, fields: Fields, attributes: Attributes | undefined, besides?: string): readonly Node[] {
    const children = this.#childrenOf(node, fields, besides);
    if (attributes !== undefined) this.#attributes(node, fields, attributes);
    if (children.length === 0) this.writer.leaf(node.name, '', attributes);
    else this.writer.open(node.name, attributes);
    return children;
  }

  #list(node: Node, items: readonly unknown[], inherited: string): void {
    if (!Array.isArray(items)) throw this.#error('UWLR-SCH-022', `/${node.name}`);
    for (let at = 0; at < items.length; at++) this.#element(node, items[at], at + 1, inherited);
  }

  #leaf(node: Node, type: SimpleType, value: unknown, attributes: Attributes | undefined): void {
    let text = value;
    if (node.structured) {
      const fields = this.#fields(value);
      this.#checkNames(node, fields);
      if (attributes !== undefined) this.#attributes(node, fields, attributes);
      text = fields['value'];
    }
    this.writer.leaf(node.name, this.#text(node, type, text), attributes);
  }

  /** The node of the registered extension that the value names. */
  #extend(node: Node, fields: Fields, attributes: Attributes): Node {
    const key = typeof fields['type'] === 'string' ? fields['type'] : '';
    const extension = this.extensions?.get(key);
    const [, uri, local] = /^\{([^{}]+)\}([^{}]+)$/.exec(key) ?? [];
    if (extension === undefined || uri === undefined) throw this.#error('UWLR-SCH-012');
    Object.assign(attributes, { 'xmlns:xsi': XSI, 'xmlns:ext': uri, 'xsi:type': `ext:${local}` });
    return compileExtension(node, extension, this.compiled.version);
  }

  /** As `#inOrder`, and no field has a name that the element does not know. */
  #childrenOf(node: Node, fields: Fields, besides: string | undefined): readonly Node[] {
    const shape = this.#shapeOf(node, fields);
    if (shape.children === undefined) {
      this.#checkNames(node, fields, besides);
      shape.children = this.#inOrder(node, fields);
    }
    return shape.children;
  }

  /** Of equal shapes there is one. What is decided by a shape alone need be decided once. */
  #shapeOf(node: Node, fields: Fields): Shape {
    let shape = this.#shapes.get(node);
    if (shape === undefined) {
      shape = new Shape();
      this.#shapes.set(node, shape);
    }
    for (const name in fields) {
      const value = fields[name];
      if (value !== undefined) shape = shape.with(name, value);
    }
    return shape;
  }

  /** The children that are there, in schema order, once the content model has accepted them. */
  #inOrder(node: Node, fields: Fields): Node[] {
    const chosen: Node[] = [];
    let state = node.start;
    for (const child of node.children) {
      if (!isThere(fields, child)) continue;
      if (isList(fields[child.name]) !== child.many) throw this.#error(child.many ? 'UWLR-SCH-022' : 'UWLR-SCH-004', `/${child.name}`);
      const transition = state.next.get(child.key);
      if (transition === undefined) throw this.#contentError(node, fields);
      chosen.push(transition.node);
      state = transition.state;
    }
    if (!state.accepting) throw this.#contentError(node, fields);
    return chosen;
  }

  #contentError(node: Node, fields: Fields): EncodeError {
    const { missing, conflicting } = judgeContent(node, (child) => isThere(fields, child));
    const [absent] = missing;
    if (absent !== undefined) return this.#error(absent.particle.tolerateMissing ? 'UWLR-SCH-013' : 'UWLR-SCH-003', `/${absent.name}`);
    return this.#error('UWLR-SCH-006', `/${(conflicting[0] ?? node).name}`);
  }

  #attributes(node: Node, fields: Fields, attributes: Attributes): void {
    for (const [name, { type }] of node.attributes) {
      const value = fields[name];
      if (value === undefined) {
        if (node.requiredAttributes.includes(name)) throw this.#error('UWLR-SCH-009', `/@${name}`);
        continue;
      }
      const checked = typeof value === 'string' ? type.check(value) : undefined;
      if (checked === undefined) throw this.#error('UWLR-SCH-022', `/@${name}`);
      if (typeof checked !== 'string') throw this.#error(FACET_RULES[checked.failure], `/@${name}`);
      attributes[name] = checked;
      for (const field of node.fieldOf) if (field.attribute === name) this.#identify(field, checked, type);
    }
  }

  #text(node: Node, type: SimpleType, value: unknown): string {
    if (value === undefined) throw this.#error('UWLR-SCH-020');
    if (typeof value !== 'string') throw this.#error('UWLR-SCH-022');
    let text = value;
    if (this.#texts.get(node) !== value) {
      text = this.#checkText(node, type, value);
      this.#texts.set(node, text);
    }
    for (const field of node.fieldOf) if (field.attribute === undefined) this.#identify(field, text, type);
    return text;
  }

  /** A failure that is only a warning to the reader does not stop the writer: a key that is too long was issued that way. */
  #checkText(node: Node, type: SimpleType, text: string): string {
    const checked = type.check(text);
    if (typeof checked === 'string') return checked;
    const rule = node.particle.failureRules[checked.failure] ?? FACET_RULES[checked.failure];
    if (ruleOf(rule).severity === 'error') throw this.#error(rule);
    return text;
  }

  #identify(field: FieldOf, text: string, type: SimpleType): void {
    const scope = this.#open[this.#depth - 1 - field.up];
    const canonical = canonicalKey(field.constraint, type, text);
    let indices = 0;
    const { length } = field.repeated;
    for (let at = 0; at < this.#depth; at += 1) {
      const { node, index } = this.#open[at] as Open;
      if (node.many) indices = packIndices(indices, index, length);
    }
    scope?.tables?.add(field, canonical, 0, indices, this.#findings);
    this.#throwFound();
  }

  #throwFound(): void {
    const [found] = this.#findings.list;
    if (found !== undefined) throw new EncodeError(found.path, found.rule as RuleId);
  }

  #checkNames(node: Node, fields: Fields, besides?: string): void {
    const names = namesOf(node);
    for (const name in fields) {
      if (fields[name] !== undefined && !names.has(name) && name !== besides) throw this.#error('UWLR-SCH-001', `/${shownName(name)}`);
    }
  }

  #fields(value: unknown): Fields {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
    if (value === undefined) return NOTHING;
    throw this.#error('UWLR-SCH-007');
  }

  #error(rule: RuleId, below = ''): EncodeError {
    const path = this.#open
      .slice(0, this.#depth)
      .map(({ node, index }) => (node.many ? `/${node.name}[${index}]` : `/${node.name}`))
      .join('');
    return new EncodeError(path + below, rule);
  }
}

function isList(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

/** An empty list is as good as none. */
function isThere(fields: Fields, { name }: Node): boolean {
  const value = fields[name];
  return value !== undefined && !isEmpty(value);
}

const names = new WeakMap<Node, ReadonlySet<string>>();

/** Every name that a value of this node may have. */
function namesOf(node: Node): ReadonlySet<string> {
  const known = names.get(node);
  if (known !== undefined) return known;
  const made = new Set([
    ...node.children.map((child) => child.name),
    ...node.attributes.keys(),
    ...(node.text === undefined ? [] : ['value']),
  ]);
  names.set(node, made);
  return made;
}
