import { compile, type Node } from '../../../uwlr/grammar/compile.js';
import type { Root } from '../../../uwlr/grammar/grammar.js';
import type { Variant } from '../../../uwlr/grammar/variant.js';
import type { XmlNode } from '../../reader/xml-node.js';

/** What the grammar declares at each element of a message. */
export class Declared {
  readonly #nodes = new Map<XmlNode, Node>();
  readonly #parents = new Map<XmlNode, XmlNode>();

  constructor(
    message: XmlNode,
    root: Root,
    readonly variant: Variant,
  ) {
    this.#visit(message, compile(root, variant.version, variant.profile).root);
  }

  /** Undefined: the standard has no such element there. */
  nodeOf(element: XmlNode): Node | undefined {
    return this.#nodes.get(element);
  }

  parentOf(element: XmlNode): XmlNode | undefined {
    return this.#parents.get(element);
  }

  /** Elements that the grammar knows, in the order of the message. */
  get elements(): Iterable<readonly [XmlNode, Node]> {
    return this.#nodes;
  }

  #visit(element: XmlNode, node: Node): void {
    this.#nodes.set(element, node);
    for (const child of element.children) {
      this.#parents.set(child, element);
      const below = node.childByKey.get(`{${child.namespace}}${child.local}`);
      if (below !== undefined) this.#visit(child, below);
    }
  }
}
