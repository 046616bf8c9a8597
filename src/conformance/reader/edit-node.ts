import type { XmlNode } from './xml-node.js';

/** The tree with something else in the place of one of its nodes: texts, nodes, or nothing. The rest is the same. */
export function replaced(root: XmlNode, target: XmlNode, by: readonly (XmlNode | string)[]): XmlNode {
  if (!contains(root, target)) return root;
  const content = root.content.flatMap((item) => {
    if (item === target) return by;
    return typeof item === 'string' ? [item] : [replaced(item, target, by)];
  });
  return withContent(root, content);
}

/** A node with other content. */
export function withContent(node: XmlNode, content: readonly (XmlNode | string)[]): XmlNode {
  return {
    ...node,
    content,
    children: content.filter((item) => typeof item !== 'string'),
    text: content.filter((item) => typeof item === 'string').join(''),
  };
}

function contains(node: XmlNode, target: XmlNode): boolean {
  return node === target || node.children.some((child) => contains(child, target));
}
