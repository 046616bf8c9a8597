import type { UwlrVersion } from '../../uwlr/finding.js';
import { compile, type Node } from '../../uwlr/grammar/compile.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { LossList } from './loss-list.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A message as it is in another version: it says that version, and fields which that version does not have are gone, as
 * losses. Whether the rest is allowed there is for the encoder to say.
 */
export function restate(root: Root, version: UwlrVersion, value: unknown): { readonly value: unknown; readonly losses: LossList } {
  const losses = new LossList();
  const kept = keep(compile(root, version).root, value, losses);
  const steps = root.versionPath?.split('/') ?? [];
  return { value: steps.length === 0 ? kept : withText(kept, steps, version), losses };
}

function keep(node: Node, value: unknown, losses: LossList): unknown {
  // What is in an abstract element is for its registered type to say.
  if (node.abstract || node.text !== undefined) return value;
  const result: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(value as Fields)) {
    const child = node.children.find((candidate) => candidate.name === name);
    if (child !== undefined)
      result[name] = child.many ? (given as readonly unknown[]).map((item) => keep(child, item, losses)) : keep(child, given, losses);
    else if (node.attributes.has(name)) result[name] = given;
    else losses.add(`${node.path}/${name}`, 'not-in-version');
  }
  return result;
}

function withText(value: unknown, [step, ...rest]: readonly string[], text: string): unknown {
  if (step === undefined) return text;
  const fields = value as Fields;
  return { ...fields, [step]: withText(fields[step] ?? {}, rest, text) };
}
