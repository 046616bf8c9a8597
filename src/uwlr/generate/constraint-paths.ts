import type { UwlrVersion } from '../finding.js';
import type { Constraint, ElementParticle } from '../grammar/grammar.js';
import { contentIn, elementsOf } from './content.js';

/**
 * The XPaths of an identity rule, every step with its prefix. Without one a step would name an element in no namespace, and
 * the rule would select nothing: that is what happened to most rules of UWLR 2.0 to 2.2 (spec, section d).
 */
export function xpathsOf(
  element: ElementParticle,
  { selector, field }: Constraint,
  version: UwlrVersion,
): { readonly selector: string; readonly field: string } {
  const selected = walk(element, selector, version);
  return { selector: selected.xpath, field: walk(selected.end, field, version).xpath };
}

function walk(from: ElementParticle, path: string, version: UwlrVersion): { readonly xpath: string; readonly end: ElementParticle } {
  let end = from;
  const steps = path.split('/').map((step) => {
    if (step.startsWith('@')) return step;
    end = childOf(end, step, version);
    return `${end.schema.prefix}:${step}`;
  });
  return { xpath: steps.join('/'), end };
}

function childOf({ type, name: parent }: ElementParticle, name: string, version: UwlrVersion): ElementParticle {
  const children = type.kind === 'complex' ? elementsOf(contentIn(type.content, version)) : [];
  const child = children.find((candidate) => candidate.name === name);
  if (child === undefined) throw new Error(`grammar: an identity rule looks for ${name} in ${parent}, which has none`);
  return child;
}
