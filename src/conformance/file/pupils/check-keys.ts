import { attributeOf, type XmlNode } from '../../reader/xml-node.js';
import type { Checks } from '../checks.js';

/** The key of an object itself. */
export function checkKey(element: XmlNode, checks: Checks): void {
  const key = attributeOf(element, 'key');
  if (key === undefined) return;
  checkSpace(key, element, checks);
  checks.hold('UWLR-LG-011', !key.trim().startsWith('#'), element, 'key');
}

/** The keys of references: whether there is such an object is a matter of identity. */
export function checkReferenceKeys(references: readonly XmlNode[], checks: Checks): void {
  for (const reference of references) {
    const key = attributeOf(reference, 'key');
    if (key !== undefined) checkSpace(key, reference, checks);
  }
}

function checkSpace(key: string, element: XmlNode, checks: Checks): void {
  if (checks.hold('UWLR-LG-013', key.trim() !== '', element, 'key')) checks.hold('UWLR-LG-012', key.trim() === key, element, 'key');
}
