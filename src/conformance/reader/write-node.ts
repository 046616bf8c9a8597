import type { XmlNode } from './xml-node.js';

/**
 * An element as a document of its own, for libxml2: prefixes, values and line breaks as they were, so that lines of findings are those of
 * the whole message (line breaks within a tag do not count).
 */
export function documentOf(node: XmlNode): string {
  return '\n'.repeat(node.line - 1) + elementText(node, {});
}

function elementText(node: XmlNode, outer: Readonly<Record<string, string>>): string {
  const name = node.prefix === '' ? node.local : `${node.prefix}:${node.local}`;
  const declared = Object.entries(node.scope).filter(([prefix, uri]) => prefix !== 'xml' && uri !== (outer[prefix] ?? ''));
  const declarations = declared.map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escaped(uri)}"`);
  const attributes = node.attributes.map(({ namespace, local, value }) => {
    const prefix = namespace === '' ? '' : `${prefixOf(namespace, node.scope)}:`;
    return ` ${prefix}${local}="${escaped(value)}"`;
  });
  const content = node.content.map((item) => (typeof item === 'string' ? escaped(item) : elementText(item, node.scope)));
  return `<${name}${declarations.join('')}${attributes.join('')}>${content.join('')}</${name}>`;
}

function prefixOf(namespace: string, scope: Readonly<Record<string, string>>): string {
  return Object.entries(scope).find(([prefix, uri]) => prefix !== '' && uri === namespace)?.[0] ?? 'xml';
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"\r]/g, (one) => ESCAPES[one] as string);
}
