import type { XmlNode } from './xml-node.js';

/** An element as a document of its own, in which the nth element begins on line n: so a line leads back to its element. */
export interface NumberedDocument {
  readonly text: string;
  /** In the order of the document: line 1 is the first. */
  readonly elements: readonly XmlNode[];
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
/** Of a date or moment XML Schema drops the white space around it; libxml2 takes it for part of the value. */
const SPACED_DATE = /^\s*(-?\d{4,}-\d\d-\d\d(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?)\s*$/;

export function numberedDocument(node: XmlNode): NumberedDocument {
  const elements: XmlNode[] = [];
  return { text: written(node, {}, elements), elements };
}

function written(node: XmlNode, outer: Readonly<Record<string, string>>, elements: XmlNode[]): string {
  elements.push(node);
  const name = node.prefix === '' ? node.local : `${node.prefix}:${node.local}`;
  const declared = Object.entries(node.scope).filter(([prefix, uri]) => prefix !== 'xml' && uri !== (outer[prefix] ?? ''));
  const declarations = declared.map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${onOneLine(uri)}"`);
  const attributes = node.attributes.map(({ namespace, local, value }) => {
    const prefix = namespace === '' ? '' : `${prefixOf(namespace, node.scope)}:`;
    return ` ${prefix}${local}="${onOneLine(namespace === XSI ? value.trim() : value)}"`;
  });
  // The parser has read a line end within the tag by the time it notes where the element is.
  const lineEnd = elements.length === 1 ? '' : '\n';
  return `<${name}${declarations.join('')}${attributes.join('')}${lineEnd}>${contentOf(node, elements)}</${name}>`;
}

function contentOf(node: XmlNode, elements: XmlNode[]): string {
  if (node.children.length === 0) return onOneLine(SPACED_DATE.exec(node.text)?.[1] ?? node.text);
  return node.content.map((item) => (typeof item === 'string' ? onOneLine(item) : written(item, node.scope, elements))).join('');
}

function prefixOf(namespace: string, scope: Readonly<Record<string, string>>): string {
  return Object.entries(scope).find(([prefix, uri]) => prefix !== '' && uri === namespace)?.[0] ?? 'xml';
}

function onOneLine(text: string): string {
  return escaped(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"\r]/g, (one) => ESCAPES[one] as string);
}
