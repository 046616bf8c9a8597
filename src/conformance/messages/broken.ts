import type { UwlrVersion } from '../../uwlr/finding.js';
import type { SuiteJudge } from '../judge/suite-judge.js';
import { replaced, withContent } from '../reader/edit-node.js';
import { documentOf } from '../reader/write-node.js';
import { allOf, readXml, type XmlNode } from '../reader/xml-node.js';

/** A message with one defect, which its schema does not allow. */
export interface Broken {
  /** Where, and what: `school/xsdversie: missing`. No value. */
  readonly what: string;
  readonly path: string;
  /** Name of the element that it is about. */
  readonly element: string;
  readonly body: string;
}

/** Ways to break a message; each may be tried at any element, and the schema says whether it breaks something there. */
const WAYS = {
  /** The element is left out. */
  missing: (root, node) => [{ what: 'missing', tree: replaced(root, node, []) }],
  /** The element is there twice. */
  doubled: (root, node) => [{ what: 'there twice', tree: replaced(root, node, [node, node]) }],
  /** The element holds one that no schema has. */
  unknown: (root, node) => {
    const stranger = withContent({ ...node, local: 'onbekend', attributes: [] }, []);
    return [{ what: 'with an unknown element', tree: replaced(root, node, [withContent(node, [...node.content, stranger])]) }];
  },
  /** The element has a text that it cannot have. */
  value: (root, node) => {
    if (node.children.length > 0) return [];
    return TEXTS.map(([what, text]) => ({ what, tree: replaced(root, node, [withContent(node, text === '' ? [] : [text])]) }));
  },
} as const satisfies Readonly<
  Record<string, (root: XmlNode, node: XmlNode) => readonly { readonly what: string; readonly tree: XmlNode }[]>
>;
export type Way = keyof typeof WAYS;
export const WAYS_TO_BREAK = Object.keys(WAYS) as readonly Way[];

const TEXTS = [
  ['empty', ''],
  ['with a sign that it cannot have', '!'],
  ['too long', 'x'.repeat(257)],
] as const;

/**
 * A valid message broken in one way, at each element where that makes it invalid: the judge decides. None when no schema declares it, or when
 * the message is not valid to begin with.
 */
export function brokenIn(way: Way, body: string, version: UwlrVersion, judge: SuiteJudge): readonly Broken[] {
  const root = readXml(body);
  if (judge.findings(root, version)?.length !== 0) return [];
  return [...allOf(root)].slice(1).flatMap((node) =>
    WAYS[way](root, node)
      .filter(({ tree }) => judge.findings(tree, version)?.length !== 0)
      .map(({ what, tree }): Broken => {
        const path = node.path.slice(root.local.length + 1);
        return { what: `${path}: ${what}`, path: node.path, element: node.local, body: documentOf(tree).trimStart() };
      }),
  );
}
