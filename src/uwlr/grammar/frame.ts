import type { XmlName } from '../../xml/name.js';
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
