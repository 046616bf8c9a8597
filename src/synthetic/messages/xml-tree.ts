import type { UwlrVersion } from '../../uwlr/finding.js';
import { compileExtension, type Node } from '../../uwlr/grammar/compile.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { XSI } from '../../xml/name.js';
import type { Fields } from './value.js';

/** An element on its way to be written; unlike the grammar it can hold anything that XML can. */
export interface XmlElement {
  uri: string;
  name: string;
  attributes: XmlTreeAttribute[];
  children: (XmlElement | string)[];
  /** What the grammar says about it, where it was made from the grammar. */
  readonly node?: Node;
}

export interface XmlTreeAttribute {
  readonly uri: string;
  readonly name: string;
  value: string;
  /** The value is a qualified name, as in `xsi:type`, written with whatever prefix its namespace has there; `value` is white space after it. */
  readonly qualified?: { readonly uri: string; readonly name: string };
}

export interface TreeContext {
  readonly version: UwlrVersion;
  readonly extensions?: Extensions;
}

/** The tree of a valid value. */
export function treeOf(declared: Node, value: unknown, context: TreeContext): XmlElement {
  const { name, uri } = declared;
  const fields = (declared.structured ? value : { value }) as Fields;
  const extension = declared.abstract ? context.extensions?.get(String(fields['type'])) : undefined;
  const node = extension === undefined ? declared : compileExtension(declared, extension, context.version);
  const attributes = extension === undefined ? [] : [typeAttribute(String(fields['type']))];
  for (const attribute of node.attributes.keys()) {
    const text = fields[attribute];
    if (text !== undefined) attributes.push({ uri: '', name: attribute, value: String(text) });
  }
  const children = node.text === undefined ? childrenOf(node, fields, context) : [String(fields['value'])];
  return { uri, name, attributes, children, node };
}

function childrenOf(node: Node, fields: Fields, context: TreeContext): XmlElement[] {
  return node.children.flatMap((child) => {
    const value = fields[child.name];
    if (value === undefined) return [];
    return (child.many ? (value as unknown[]) : [value]).map((item) => treeOf(child, item, context));
  });
}

/** `xsi:type` with the name of a type, given as `{uri}local`. */
export function typeAttribute(typeKey: string, after = ''): XmlTreeAttribute {
  const [, uri = '', name = ''] = /^\{([^{}]*)\}([^{}]*)$/.exec(typeKey) ?? [];
  return { uri: XSI, name: 'type', value: after, qualified: { uri, name } };
}

/** Every element of a tree, from the top down, with the one that holds it. */
export function* elementsOf(
  element: XmlElement,
  parent?: XmlElement,
): Generator<{ readonly element: XmlElement; readonly parent: XmlElement | undefined }> {
  yield { element, parent };
  for (const child of element.children) if (typeof child !== 'string') yield* elementsOf(child, element);
}

export function copyOf(element: XmlElement): XmlElement {
  return {
    ...element,
    attributes: element.attributes.map((attribute) => ({ ...attribute })),
    children: element.children.map((child) => (typeof child === 'string' ? child : copyOf(child))),
  };
}

/** The text of an element, without that of its children. */
export function textOf(element: XmlElement): string {
  return element.children.filter((child) => typeof child === 'string').join('');
}
