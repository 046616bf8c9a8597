import type { Scope } from '../../xml/fast/scope.js';
import { codesOf } from '../../xml/fast/text-cursor.js';
import type { State } from '../grammar/automaton.js';
import type { Node } from '../grammar/compile.js';
import type { FieldOf } from '../grammar/constraint-index.js';
import type { AttributeDeclaration } from '../grammar/grammar.js';
import type { SimpleType } from '../grammar/simple-type.js';

/** A node of the grammar as it is written in one scope. */
export interface FastNode {
  readonly node: Node;
  readonly scope: Scope;
  /** `lr:toets`; something that no element is called when nothing stands for its namespace here: then the element itself declares it. */
  readonly written: Uint8Array;
  /** `</lr:toets>` */
  readonly closing: Uint8Array;
  readonly name: string;
  readonly many: boolean;
  readonly text: SimpleType | undefined;
  /** It is in no list. What it holds may outlive the message, so its values are copied out of the text. */
  readonly isOnce: boolean;
  readonly structured: boolean;
  readonly attributes: readonly FastNodeAttribute[];
  /** Names of the children that may repeat. */
  readonly lists: readonly string[];
  /** The identity rules whose field its text is. */
  readonly fields: readonly FieldOf[];
  start: FastState;
}

export interface FastNodeAttribute {
  readonly name: string;
  /** ` key="` */
  readonly opening: Uint8Array;
  readonly declaration: AttributeDeclaration;
  readonly fields: readonly FieldOf[];
}

/** A place in a content model, as in the automaton of the grammar. */
export interface FastState {
  readonly next: readonly FastStep[];
  readonly accepting: boolean;
}

export interface FastStep {
  readonly node: FastNode;
  readonly state: FastState;
}

/** The nodes of a scope, made when they are first asked for, with all that may stand in them. */
const known = new WeakMap<Scope, Map<Node, FastNode>>();

export function fastNode(node: Node, scope: Scope): FastNode {
  const here = known.get(scope) ?? new Map<Node, FastNode>();
  known.set(scope, here);
  const made = here.get(node);
  if (made !== undefined) return made;
  const fast = new Spelling(scope).node(node, false);
  here.set(node, fast);
  return fast;
}

/** Makes the nodes below one node, in one scope. */
class Spelling {
  readonly #states = new Map<State<Node>, FastState>();
  readonly #nodes = new Map<Node, FastNode>();

  constructor(private readonly scope: Scope) {}

  node(node: Node, isRepeated: boolean): FastNode {
    const made = this.#nodes.get(node);
    if (made !== undefined) return made;
    const written = this.scope.written(node.uri, node.name) ?? NOWHERE;
    const repeats = isRepeated || node.many;
    const fast: FastNode = {
      node,
      scope: this.scope,
      written: codesOf(written),
      closing: codesOf(`</${written}>`),
      name: node.name,
      many: node.many,
      text: node.text,
      isOnce: !repeats,
      structured: node.structured,
      attributes: [...node.attributes].map(([name, declaration]) => ({
        name,
        opening: codesOf(` ${name}="`),
        declaration,
        fields: node.fieldOf.filter(({ attribute }) => attribute === name),
      })),
      lists: node.children.filter(({ many }) => many).map(({ name }) => name),
      fields: node.fieldOf.filter(({ attribute }) => attribute === undefined),
      start: NOTHING,
    };
    this.#nodes.set(node, fast);
    fast.start = this.#state(node.start, repeats);
    return fast;
  }

  #state(state: State<Node>, isRepeated: boolean): FastState {
    const made = this.#states.get(state);
    if (made !== undefined) return made;
    const next: FastStep[] = [];
    const fast: FastState = { next, accepting: state.accepting };
    this.#states.set(state, fast);
    for (const step of state.next.values())
      next.push({ node: this.node(step.node, isRepeated), state: this.#state(step.state, isRepeated) });
    return fast;
  }
}

/** No name holds a `<`. */
const NOWHERE = '<';
const NOTHING: FastState = { next: [], accepting: true };
