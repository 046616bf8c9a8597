import type { AttributeDeclaration } from '../../../uwlr/grammar/grammar.js';
import { edgeText } from '../edge-text.js';
import { editText, textFor } from '../text.js';
import type { XmlElement, XmlTreeAttribute } from '../xml-tree.js';
import { isAny, type Mutating, type Mutations, onElement } from './mutation.js';

const XML = 'http://www.w3.org/XML/1998/namespace';

/** Attributes, without those of XML Schema itself. */
export const ATTRIBUTE_MUTATIONS: Mutations = {
  'attribute dropped': onAttribute(({ element, attribute }) => {
    element.attributes.splice(element.attributes.indexOf(attribute), 1);
  }),

  'attribute wrong': onAttribute(({ attribute, declaration }, { random }) => {
    attribute.value = random.pick(['', ...declaration.type.wrong]);
  }),

  'attribute edited': onAttribute(({ attribute }, { random }) => {
    attribute.value = editText(random, attribute.value);
  }),

  'attribute at the edge': onAttribute(({ attribute, declaration }, { random }) => {
    attribute.value = edgeText(random, declaration.type);
  }),

  'attribute with white space': onAttribute(({ attribute }, { random }) => {
    attribute.value = random.pick([
      ` ${attribute.value}`,
      `${attribute.value}\n`,
      `\t${attribute.value} `,
      '',
      ' ',
      `${attribute.value}\u00a0`,
    ]);
  }),

  'attribute added': onElement(
    ({ element, node }) => node.attributes.size > element.attributes.length,
    ({ element, node }, { random }) => {
      const absent = [...node.attributes].filter(
        ([name]) => !element.attributes.some((attribute) => attribute.name === name && attribute.uri === ''),
      );
      if (absent.length === 0) return false;
      const [name, { type }] = random.pick(absent);
      return element.attributes.push({ uri: '', name, value: textFor(random, type) });
    },
  ),

  'unknown attribute': onElement(isAny, ({ element }, { random }) =>
    add(element, { uri: '', name: random.pick(['onbekend', 'Key', 'id', 'naam']), value: 'x' }),
  ),

  'attribute of another namespace': onElement(isAny, ({ element }, { random }) =>
    add(element, {
      uri: random.pick(['urn:voorbeeld:anders', element.uri || 'urn:voorbeeld:anders']),
      name: random.pick(['onbekend', 'key', 'niveau', 'vocabulaire']),
      value: '1',
    }),
  ),

  'attribute of XML itself': onElement(isAny, ({ element }, { random }) =>
    add(
      element,
      random.pick([
        { uri: XML, name: 'lang', value: 'nl' },
        { uri: XML, name: 'space', value: 'preserve' },
        { uri: XML, name: 'base', value: 'http://voorbeeld.nl/' },
      ]),
    ),
  ),

  'attribute twice, once in a namespace': onAttribute(({ element, attribute }) =>
    add(element, { ...attribute, uri: element.uri || 'urn:voorbeeld:anders' }),
  ),

  'attribute in the namespace of its element': onAttribute(({ element, attribute }) => {
    element.attributes.splice(element.attributes.indexOf(attribute), 1, { ...attribute, uri: element.uri || 'urn:voorbeeld:anders' });
  }),
};

interface Found {
  readonly element: XmlElement;
  readonly attribute: XmlTreeAttribute;
  readonly declaration: AttributeDeclaration;
}

function onAttribute(change: (found: Found, mutating: Mutating) => unknown) {
  return onElement(
    ({ element, node }) => element.attributes.some(({ uri, name }) => uri === '' && node.attributes.has(name)),
    ({ element, node }, mutating) => {
      const attribute = mutating.random.pick(element.attributes.filter(({ uri, name }) => uri === '' && node.attributes.has(name)));
      return change({ element, attribute, declaration: node.attributes.get(attribute.name) as AttributeDeclaration }, mutating);
    },
  );
}

function add(element: XmlElement, added: XmlTreeAttribute): boolean {
  if (element.attributes.some(({ uri, name }) => uri === added.uri && name === added.name)) return false;
  element.attributes.push(added);
  return true;
}
