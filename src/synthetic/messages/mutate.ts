import { ATTRIBUTE_MUTATIONS } from './mutations/attributes.js';
import { CHOICE_MUTATIONS } from './mutations/choices.js';
import { ELEMENT_MUTATIONS } from './mutations/elements.js';
import { KEY_MUTATIONS } from './mutations/keys.js';
import type { Mutate, Mutating, Mutations } from './mutations/mutation.js';
import { TEXT_MUTATIONS } from './mutations/texts.js';
import { XSI_MUTATIONS } from './mutations/xsi.js';
import type { XmlElement } from './xml-tree.js';

/** Ways to change a message, by name. Some leave it valid: what it is, judges say. */
export const MUTATIONS: Mutations = {
  ...ELEMENT_MUTATIONS,
  ...CHOICE_MUTATIONS,
  ...TEXT_MUTATIONS,
  ...ATTRIBUTE_MUTATIONS,
  ...KEY_MUTATIONS,
  ...XSI_MUTATIONS,
};

const NAMES = Object.keys(MUTATIONS);

/** Changes a tree in a random way that it lends itself to, and gives the name of that way. */
export function mutate(root: XmlElement, mutating: Mutating): string {
  for (;;) {
    const name = mutating.random.pick(NAMES);
    if ((MUTATIONS[name] as Mutate)(root, mutating)) return name;
  }
}
