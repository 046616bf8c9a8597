import { selectorsOf } from '../grammar/constraint-index.js';
import type { Constraint, ElementParticle } from '../grammar/grammar.js';
import type { Variant } from '../grammar/variant.js';
import { contentIn, elementsOf } from './content.js';
import { qualified } from './names.js';

/**
 * The XPaths of an identity rule, every step with its prefix. Without one a step would name an element in no namespace, and
 * the rule would select nothing: that is what happened to most rules of UWLR 2.0 to 2.2 (spec, section d).
 */
export function xpathsOf(
  element: ElementParticle,
  { selector, field }: Constraint,
  variant: Variant,
): { readonly selector: string; readonly field: string } {
  const selected = selectorsOf(selector).map((one) => walk(element, one, variant));
  const [first] = selected as [ReturnType<typeof walk>];
  return { selector: selected.map(({ xpath }) => xpath).join(' | '), field: walk(first.end, field, variant).xpath };
}

function walk(from: ElementParticle, path: string, variant: Variant): { readonly xpath: string; readonly end: ElementParticle } {
  let end = from;
  const steps = path.split('/').map((step) => {
    if (step.startsWith('@')) return step;
    end = childOf(end, step, variant);
    return qualified(end.schema, step);
  });
  return { xpath: steps.join('/'), end };
}

function childOf({ type, name: parent }: ElementParticle, name: string, variant: Variant): ElementParticle {
  const children = type.kind === 'complex' ? elementsOf(contentIn(type.content, variant)) : [];
  const child = children.find((candidate) => candidate.name === name);
  if (child === undefined) throw new Error(`grammar: an identity rule looks for ${name} in ${parent}, which has none`);
  return child;
}
