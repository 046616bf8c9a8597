import type { XmlNode } from './xml-node.js';

type Scope = Readonly<Record<string, string>>;

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
/** Of a date or moment XML Schema drops the white space around it; libxml2 takes it for part of the value. */
const SPACED_DATE = /^[ \t\r\n]*(-?\d{4,}-\d\d-\d\d(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?)[ \t\r\n]*$/;

/** An element as a document of its own: prefixes, values and line breaks between and within texts as they were, and on the same lines. */
export function documentOf(node: XmlNode): string {
  return '\n'.repeat(node.line - 1) + elementText(node, {});
}

function elementText(node: XmlNode, outer: Scope): string {
  const content = node.content.map((item) => (typeof item === 'string' ? escaped(item) : elementText(item, node.scope)));
  return `<${tagOf(node, outer, escaped)}>${content.join('')}</${nameOf(node)}>`;
}

/** An element as a document of its own, in which the nth element begins on line n: so a line leads back to its element. */
export interface NumberedDocument {
  readonly text: string;
  /** In the order of the document: line 1 is the first. */
  readonly elements: readonly XmlNode[];
}

/** For libxml2: the same element, one line for each element in it. */
export function numberedDocument(node: XmlNode): NumberedDocument {
  const elements: XmlNode[] = [];
  return { text: numberedText(node, {}, elements), elements };
}

function numberedText(node: XmlNode, outer: Scope, elements: XmlNode[]): string {
  // The parser has read a line end within the tag by the time it notes where the element is.
  const lineEnd = elements.length === 0 ? '' : '\n';
  elements.push(node);
  return `<${tagOf(node, outer, onOneLine)}${lineEnd}>${numberedContent(node, elements)}</${nameOf(node)}>`;
}

function numberedContent(node: XmlNode, elements: XmlNode[]): string {
  if (node.children.length === 0) return onOneLine(SPACED_DATE.exec(node.text)?.[1] ?? node.text);
  return node.content.map((item) => (typeof item === 'string' ? onOneLine(item) : numberedText(item, node.scope, elements))).join('');
}

function onOneLine(text: string): string {
  return escaped(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

function nameOf({ prefix, local }: XmlNode): string {
  return prefix === '' ? local : `${prefix}:${local}`;
}

/** What stands between the angle brackets: the namespaces that were declared around it come along. */
function tagOf(node: XmlNode, outer: Scope, write: (text: string) => string): string {
  const declared = Object.entries(node.scope).filter(([prefix, uri]) => prefix !== 'xml' && uri !== (outer[prefix] ?? ''));
  const declarations = declared.map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${write(uri)}"`);
  const attributes = node.attributes.map(({ namespace, local, value }) => {
    const prefix = namespace === '' ? '' : `${prefixOf(namespace, node.scope)}:`;
    return ` ${prefix}${local}="${write(namespace === XSI ? value.trim() : value)}"`;
  });
  return `${nameOf(node)}${declarations.join('')}${attributes.join('')}`;
}

function prefixOf(namespace: string, scope: Scope): string {
  return Object.entries(scope).find(([prefix, uri]) => prefix !== '' && uri === namespace)?.[0] ?? 'xml';
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"\r]/g, (one) => ESCAPES[one] as string);
}
