import type { UwlrVersion } from '../uwlr/finding.js';
import { compile, type Node } from '../uwlr/grammar/compile.js';
import type { Root, ValueOf } from '../uwlr/grammar/grammar.js';

/**
 * A message as node-soap takes it: attributes and text under names of their own, and children in the order of the schema,
 * for node-soap writes them as they come.
 */
export function soapArguments<R extends Root>(root: R, version: UwlrVersion, value: ValueOf<R>): Record<string, unknown> {
  return contentOf(compile(root, version).root, value) as Record<string, unknown>;
}

function contentOf(node: Node, value: unknown): unknown {
  if (!node.structured) return value;
  const fields = value as Readonly<Record<string, unknown>>;
  const attributes = [...node.attributes.keys()].filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]);
  const content: Record<string, unknown> = attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) };
  if (node.text !== undefined) return { ...content, $value: fields['value'] };
  for (const child of node.children) {
    const given = fields[child.name];
    if (given === undefined) continue;
    content[child.name] = child.many ? (given as readonly unknown[]).map((item) => contentOf(child, item)) : contentOf(child, given);
  }
  return content;
}
