import { copyOf, elementsOf, type XmlElement } from '../xml-tree.js';
import { placeFor } from './content-model.js';
import {
  insert,
  isAny,
  isChild,
  isContainer,
  type Mutating,
  type Mutations,
  newElement,
  onElement,
  remove,
  type Target,
} from './mutation.js';

const OTHER_NAMESPACES = [
  'urn:voorbeeld:anders',
  'http://www.edustandaard.nl/leerresultaten/1/leerresultaten',
  'http://www.edustandaard.nl/leerresultaten/2/leerresultaten',
  'http://www.edustandaard.nl/leerresultaten/2/leerresultaten/',
  'http://www.edustandaard.nl/leerresultaten/2/autorisatie',
  'http://www.edustandaard.nl/oso_gegevensset/1.2/dossier',
];

const hasTwo = ({ element }: Target) => childElements(element).length > 1;

/** Elements that go, come, move, or are named otherwise. */
export const ELEMENT_MUTATIONS: Mutations = {
  'child dropped': onElement(isChild, ({ element, parent }) => remove(parent as XmlElement, element)),

  'child doubled': onElement(isChild, ({ element, parent }) =>
    insert(parent as XmlElement, copyOf(element), (parent as XmlElement).children.indexOf(element)),
  ),

  'siblings swapped': onElement(hasTwo, ({ element }, { random }) => {
    const [one, other] = random.shuffled([...element.children.keys()]);
    const children = [...element.children];
    element.children[one as number] = children[other as number] as XmlElement;
    element.children[other as number] = children[one as number] as XmlElement;
  }),

  'children reversed': onElement(hasTwo, ({ element }) => element.children.reverse()),

  'element moved elsewhere': onElement(isChild, ({ element, parent }, { random }, root) => {
    remove(parent as XmlElement, element);
    return insertAnywhere(element, root, random);
  }),

  'element copied elsewhere': onElement(isChild, ({ element }, { random }, root) => insertAnywhere(copyOf(element), root, random)),

  'allowed element added': onElement(
    ({ node }) => node.children.length > 0,
    ({ element, node }, mutating) => {
      const child = newElement(mutating.random.pick(node.children), mutating);
      insert(element, child, mutating.random.chance(0.7) ? placeFor(child, element) : mutating.random.below(element.children.length + 1));
    },
  ),

  'unknown element': onElement(isAny, ({ element }, { random }) => {
    const stranger = {
      uri: random.pick([element.uri, '', 'urn:voorbeeld:anders']),
      name: random.pick(['onbekend', 'Naam', 'x-1']),
      attributes: [],
      children: [random.pick(['', 'x'])],
    };
    insert(element, stranger, random.below(element.children.length + 1));
  }),

  'element renamed': onElement(isChild, ({ element }, { random }) => {
    const { name } = element;
    element.name = random.pick([name.toUpperCase(), `${name}s`, name.replaceAll('_', ''), `${name}_`, 'toetsen', 'key']);
  }),

  'element in another namespace': onElement(isChild, ({ element }, { random }) => {
    element.uri = random.pick(OTHER_NAMESPACES);
  }),

  'element in no namespace': onElement(isChild, ({ element }) => {
    element.uri = '';
  }),

  'all below in no namespace': onElement(isContainer, ({ element: top }) => {
    for (const { element } of elementsOf(top)) if (element !== top) element.uri = '';
  }),

  'content dropped': onElement(isAny, ({ element }) => {
    element.children = [];
  }),

  'content replaced': onElement(isContainer, ({ element, node }, mutating) => {
    element.children = newElement(node, mutating).children;
  }),
};

function childElements({ children }: XmlElement): XmlElement[] {
  return children.filter((child) => typeof child !== 'string');
}

function insertAnywhere(element: XmlElement, root: XmlElement, random: Mutating['random']): void {
  const within = new Set([...elementsOf(element)].map((entry) => entry.element));
  const holders = [...elementsOf(root)].map((entry) => entry.element).filter((holder) => !within.has(holder));
  const holder = random.pick(holders);
  insert(holder, element, random.below(holder.children.length + 1));
}
