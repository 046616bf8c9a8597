import type { XmlName } from '../../xml/name.js';
import type { Findings } from '../findings.js';
import type { State } from './automaton.js';
import type { Node } from './compile.js';
import type { IdentityTables } from './identity.js';

/** A decoded object while it is being filled. */
export type Draft = Record<string, unknown>;

/** An open element. Frames are made once per depth and used again. */
export class Frame {
  node!: Node;
  state!: State<Node>;
  value: Draft = {};
  text = '';
  line = 0;
  column = 0;
  /** Its number among its like, from 1, where the element may repeat. */
  index = 1;
  /** Children no longer follow the content model: what is there is put in order, and judged, when the element closes. */
  misplaced: { readonly name: XmlName; readonly line: number; readonly column: number } | undefined;
  /** Children that were read but not kept, because they are wrong: how many of each name. */
  #dropped: Map<string, number> | undefined;
  tables: IdentityTables | undefined;
  textReported = false;
  /** Where the content model stood before the child that was opened last: a child that is passed over was never there. */
  before!: State<Node>;
  /** A child stands in it, kept or not, that is more than an empty one. */
  occupied = false;
  /** It has `xsi:nil="true"`, where that can be read as absent. */
  nil = false;
  /** It lacks an attribute or a type; whether that counts shows when something stands in it, or nothing. */
  unjudged = false;
  /** A child that has to be there is empty, where that is a reason to leave the element out. */
  lacksText = false;
  /** Names of optional children that were dropped because they are empty. */
  emptied: Set<string> | undefined;
  /** Names of the children of which there are several. */
  #lists: string[] | undefined;
  /** Children that were passed over: how many of each name. */
  #passedOver: Map<string, number> | undefined;

  begin(node: Node, line: number, column: number): void {
    this.node = node;
    this.state = node.start;
    this.value = node.structured ? {} : UNUSED;
    this.text = '';
    this.line = line;
    this.column = column;
    this.misplaced = undefined;
    this.#dropped = undefined;
    this.tables = undefined;
    this.textReported = false;
    this.occupied = false;
    this.nil = false;
    this.unjudged = false;
    this.lacksText = false;
    this.emptied = undefined;
    this.#lists = undefined;
    this.#passedOver = undefined;
  }

  /** Adds one of those that may repeat. */
  append(name: string, value: unknown): void {
    const list = this.value[name] as unknown[] | undefined;
    if (list === undefined) {
      this.value[name] = [value];
      return;
    }
    if (list.length === 1) {
      this.#lists ??= [];
      this.#lists.push(name);
    }
    list.push(value);
  }

  /** It closes. What was kept only to read it goes now: a large message is worked on for long after that. */
  end(findings: Findings): void {
    this.tables?.finish(findings);
    this.tables = undefined;
    if (this.#lists === undefined) return;
    // A list that grows has room for more, at first for seventeen: as much as all the rest of a pupil with four results.
    for (const name of this.#lists) this.value[name] = (this.value[name] as unknown[]).slice();
    this.#lists = undefined;
  }

  /** Nothing stands in it: no element, no text, no attribute that the standard has. */
  get isEmpty(): boolean {
    if (this.occupied || this.textReported || /[^ \t\r\n]/.test(this.text)) return false;
    for (const _ in this.value) return false;
    return true;
  }

  markEmptied(name: string): void {
    this.emptied ??= new Set();
    this.emptied.add(name);
  }

  /** Takes a child that has just closed for one that was never there. */
  passOver({ node: { name }, line, column }: Frame): void {
    this.state = this.before;
    if (this.misplaced?.line === line && this.misplaced.column === column) this.misplaced = undefined;
    this.#passedOver ??= new Map();
    this.#passedOver.set(name, this.passedOver(name) + 1);
  }

  /** How many children of this name were passed over. */
  passedOver(name: string): number {
    return this.#passedOver?.get(name) ?? 0;
  }

  /** A child of this name was read, kept or not. */
  saw(child: Node): boolean {
    return this.value[child.name] !== undefined || this.droppedOf(child.name) > 0;
  }

  drop(name: string): void {
    this.#dropped ??= new Map();
    this.#dropped.set(name, this.droppedOf(name) + 1);
  }

  /** How many children of this name were not kept; of an attribute with `@` before it. */
  droppedOf(name: string): number {
    return this.#dropped?.get(name) ?? 0;
  }

  get droppedAny(): boolean {
    return this.#dropped !== undefined;
  }
}

const UNUSED: Draft = Object.freeze({});
