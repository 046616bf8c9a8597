import type { Compiled, Node } from '../../../uwlr/grammar/compile.js';
import type { SimpleType } from '../../../uwlr/grammar/simple-type.js';
import type { Random } from '../random.js';
import { type Making, valueFor } from '../value.js';
import { elementsOf, treeOf, type XmlElement } from '../xml-tree.js';

/** What a mutation has to work with. */
export interface Mutating extends Making {
  readonly compiled: Compiled;
}

/** Changes a tree in one way. False: there was nothing to change in this way. */
export type Mutate = (root: XmlElement, mutating: Mutating) => boolean;

export type Mutations = Readonly<Record<string, Mutate>>;

/** An element that the grammar knows, and what holds it. */
export interface Target {
  readonly element: XmlElement;
  readonly node: Node;
  readonly parent: XmlElement | undefined;
}

/** A random element for which `fits` holds. */
export function target(root: XmlElement, random: Random, fits: (target: Target) => boolean): Target | undefined {
  const fitting: Target[] = [];
  for (const { element, parent } of elementsOf(root)) {
    const { node } = element;
    if (node !== undefined && fits({ element, node, parent })) fitting.push({ element, node, parent });
  }
  return fitting.length === 0 ? undefined : random.pick(fitting);
}

/** Like `target`, for texts: each type is as likely as any other, however many elements there are of it. */
export function textTarget(root: XmlElement, random: Random, fits: (target: Target) => boolean = isText): Target | undefined {
  const types = new Set<SimpleType>();
  for (const { element } of elementsOf(root)) if (element.node?.text !== undefined) types.add(element.node.text);
  for (const type of random.shuffled([...types])) {
    const found = target(root, random, (candidate) => candidate.node.text === type && fits(candidate));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Makes a mutation of one that needs an element of some kind. */
export function onElement(
  fits: (target: Target) => boolean,
  change: (target: Target, mutating: Mutating, root: XmlElement) => unknown,
): Mutate {
  return (root, mutating) => {
    const found = target(root, mutating.random, fits);
    return found !== undefined && change(found, mutating, root) !== false;
  };
}

export const isAny = () => true;
export const isChild = ({ parent }: Target) => parent !== undefined;
export const isText = ({ node }: Target) => node.text !== undefined;
export const isContainer = ({ node }: Target) => node.text === undefined;

/** A new valid element. An abstract one that has no registered type comes out empty, without a type. */
export function newElement(node: Node, mutating: Mutating): XmlElement {
  const possible = !node.abstract || (mutating.extensions?.size ?? 0) > 0;
  return treeOf(node, possible ? valueFor(node, mutating) : {}, mutating);
}

export function remove(parent: XmlElement, child: XmlElement): void {
  parent.children.splice(parent.children.indexOf(child), 1);
}

export function insert(parent: XmlElement, child: XmlElement | string, at: number): void {
  parent.children.splice(at, 0, child);
}
