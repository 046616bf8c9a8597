import type { Node } from '../../../uwlr/grammar/compile.js';
import type { Particle } from '../../../uwlr/grammar/grammar.js';
import { isPresent, type Variant } from '../../../uwlr/grammar/variant.js';

/** Whether two children of an element stand in different branches of a choice, so that only one of them can be there. */
export function excludes(parent: Node, one: string, other: string, variant: Variant): boolean {
  const { type } = parent.particle;
  return one !== other && type.kind === 'complex' && isChoiceBetween(type.content, one, other, variant);
}

function isChoiceBetween(particle: Particle, one: string, other: string, variant: Variant): boolean {
  if (particle.kind === 'element' || !isPresent(particle, variant)) return false;
  const branches = particle.particles.map((branch) => namesIn(branch, variant));
  const mixes = particle.max === 'unbounded';
  if (particle.kind === 'choice' && !mixes && branches.some((names) => names.has(one)) && branches.some((names) => names.has(other)))
    return (
      !branches.some((names) => names.has(one) && names.has(other)) ||
      particle.particles.some((branch) => isChoiceBetween(branch, one, other, variant))
    );
  return particle.particles.some((branch) => isChoiceBetween(branch, one, other, variant));
}

function namesIn(particle: Particle, variant: Variant): ReadonlySet<string> {
  if (!isPresent(particle, variant)) return new Set();
  if (particle.kind === 'element') return new Set([particle.name]);
  return new Set(particle.particles.flatMap((one) => [...namesIn(one, variant)]));
}
