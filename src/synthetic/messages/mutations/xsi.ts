import type { Node } from '../../../uwlr/grammar/compile.js';
import { XSI } from '../../../xml/name.js';
import type { Random } from '../random.js';
import { elementsOf, typeAttribute, type XmlElement, type XmlTreeAttribute } from '../xml-tree.js';
import { choicesOf, dropNamed, placeFor } from './content-model.js';
import { insert, isAny, type Mutating, type Mutations, newElement, onElement, type Target } from './mutation.js';

const XS = '{http://www.w3.org/2001/XMLSchema}';

/** Types that XML Schema derives from those that the standard uses. */
const DERIVED: Readonly<Record<string, readonly string[]>> = {
  [`${XS}int`]: ['short', 'byte'],
  [`${XS}decimal`]: ['integer', 'int', 'nonNegativeInteger'],
  [`${XS}string`]: ['normalizedString', 'token', 'NCName'],
  [`${XS}integer`]: ['long', 'int', 'nonPositiveInteger'],
};

const hasType = ({ node }: Target) => node.typeKey !== undefined;

/** The attributes of XML Schema for instances, and elements of an abstract type. */
export const XSI_MUTATIONS: Mutations = {
  'xsi:nil': onElement(isAny, ({ element }, { random }) => {
    setXsi(element, { uri: XSI, name: 'nil', value: random.pick(['true', 'false', '1', '0', '', 'x']) });
    if (random.chance(0.5)) element.children = [];
  }),

  'xsi:type says its own type': onElement(hasType, ({ element, node }) => setXsi(element, typeAttribute(node.typeKey ?? ''))),

  'xsi:type with white space': onElement(hasType, ({ element, node }, { random }) =>
    setXsi(element, typeAttribute(node.typeKey ?? '', random.pick([' ', '\n']))),
  ),

  'xsi:type says a derived type': onElement(
    ({ node }) => DERIVED[node.typeKey ?? ''] !== undefined,
    ({ element, node }, { random }) => setXsi(element, typeAttribute(XS + random.pick(DERIVED[node.typeKey ?? ''] ?? []))),
  ),

  'xsi:type says another type': onElement(isAny, ({ element }, { random }, root) => setXsi(element, otherType(random, root))),

  'xsi:type says nothing that exists': onElement(isAny, ({ element }, { random }) =>
    setXsi(element, { uri: XSI, name: 'type', value: random.pick(['', ' ', 'nergens:type', 'a:b:c', ':x', 'x:', 'onbekend']) }),
  ),

  'unknown xsi attribute': onElement(isAny, ({ element }, { random }) =>
    setXsi(element, { uri: XSI, name: random.pick(['onbekend', 'Type', 'nillable']), value: 'true' }),
  ),

  'xsi:schemaLocation': onElement(isAny, ({ element }, { random }) =>
    setXsi(element, {
      uri: XSI,
      name: random.pick(['schemaLocation', 'noNamespaceSchemaLocation']),
      value: random.pick(['urn:a nergens.xsd', '', 'x', '% %']),
    }),
  ),

  'abstract element without a type': onAbstract(({ attributes }) => attributes.splice(0)),

  'abstract element with a type that is not registered': onAbstract((element) =>
    setXsi(element, typeAttribute('{urn:voorbeeld:eigen}ctpOnbekend')),
  ),

  'abstract element with its own type': onAbstract((element, _, declared) => setXsi(element, typeAttribute(declared.typeKey ?? ''))),

  'abstract element of another type': onAbstract((element, { random }, _, root) => setXsi(element, otherType(random, root))),

  'abstract element of a registered type': (root, mutating) =>
    (mutating.extensions?.size ?? 0) > 0 && onAbstract(() => undefined)(root, mutating),
};

function otherType(random: Random, root: XmlElement): XmlTreeAttribute {
  const types = [...elementsOf(root)].flatMap(({ element }) => element.node?.typeKey ?? []);
  return typeAttribute(random.pick([`${XS}string`, `${XS}anyType`, `${XS}date`, `${XS}nonNegativeInteger`, ...types]));
}

/**
 * Puts an abstract element where the grammar knows one, in place of whatever excludes it, or in a container of its own, as
 * additions are.
 */
function onAbstract(change: (element: XmlElement, mutating: Mutating, declared: Node, root: XmlElement) => unknown) {
  return onElement(
    ({ node }) => node.children.some((child) => child.abstract || holdsAbstract(child)),
    ({ element, node }, mutating, root) => {
      const entry = mutating.random.pick(node.children.filter((child) => child.abstract || holdsAbstract(child)));
      const declared = entry.abstract ? entry : (entry.children.find((child) => child.abstract) as Node);
      const made = newElement(declared, mutating);
      change(made, mutating, declared, root);
      const added = entry.abstract ? made : { ...newElement(entry, mutating), children: [made] };
      const rivals = choicesOf(node, mutating).find((choice) => choice.includes(added.name)) ?? [added.name];
      element.children = dropNamed(element, rivals);
      insert(element, added, placeFor(added, element));
    },
  );
}

function holdsAbstract({ children }: Node): boolean {
  return children.length === 1 && (children[0]?.abstract ?? false);
}

function setXsi(element: XmlElement, attribute: XmlTreeAttribute): void {
  element.attributes = [...element.attributes.filter(({ uri, name }) => uri !== attribute.uri || name !== attribute.name), attribute];
}
