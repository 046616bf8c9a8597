import type { Node } from '../../../uwlr/grammar/compile.js';
import type { XmlElement } from '../xml-tree.js';
import { choicesOf, dropNamed, placeFor } from './content-model.js';
import { insert, type Mutate, type Mutating, type Mutations, newElement, target } from './mutation.js';

/** Choices of the grammar: more than one branch taken, none, another. */
export const CHOICE_MUTATIONS: Mutations = {
  'both branches of a choice': onChoice(({ element, absent, mutating }) => {
    const added = newElement(mutating.random.pick(absent), mutating);
    insert(element, added, mutating.random.chance(0.7) ? placeFor(added, element) : mutating.random.below(element.children.length + 1));
  }),

  'no branch of a choice': onChoice(({ element, choice }) => {
    element.children = dropNamed(element, choice);
  }),

  'another branch of a choice': onChoice(({ element, choice, absent, mutating }) => {
    element.children = dropNamed(element, choice);
    const added = newElement(mutating.random.pick(absent), mutating);
    insert(element, added, placeFor(added, element));
  }),
};

interface Chosen {
  readonly element: XmlElement;
  /** Every name of the choice. */
  readonly choice: readonly string[];
  /** Those of them that the element does not have. */
  readonly absent: readonly Node[];
  readonly mutating: Mutating;
}

function onChoice(change: (chosen: Chosen) => void): Mutate {
  return (root, mutating) => {
    const found = target(root, mutating.random, ({ node }) => choicesOf(node, mutating).length > 0);
    if (found === undefined) return false;
    const { element, node } = found;
    const choice = mutating.random.pick(choicesOf(node, mutating));
    const present = new Set(element.children.map((child) => (typeof child === 'string' ? '' : child.name)));
    const absent = node.children.filter(({ name }) => choice.includes(name) && !present.has(name));
    if (absent.length === 0) return false;
    change({ element, choice, absent, mutating });
    return true;
  };
}
