import type { Node } from '../../../uwlr/grammar/compile.js';
import type { GroupParticle, Particle } from '../../../uwlr/grammar/grammar.js';
import { isPresent, type Variant } from '../../../uwlr/grammar/variant.js';
import type { XmlElement } from '../xml-tree.js';

/** The choices in the content of an element: of each, the names that stand in it. */
export function choicesOf({ particle }: Node, variant: Variant): string[][] {
  if (particle.type.kind !== 'complex') return [];
  return choicesIn(particle.type.content, variant).map((choice) => namesIn(choice, variant));
}

function choicesIn(particle: Particle, variant: Variant): GroupParticle[] {
  if (particle.kind === 'element' || !isPresent(particle, variant)) return [];
  return [...(particle.kind === 'choice' ? [particle] : []), ...particle.particles.flatMap((part) => choicesIn(part, variant))];
}

function namesIn(particle: Particle, variant: Variant): string[] {
  if (!isPresent(particle, variant)) return [];
  return particle.kind === 'element' ? [particle.name] : particle.particles.flatMap((part) => namesIn(part, variant));
}

/** Where an element belongs among the children that are there, in the order of the grammar. */
export function placeFor(child: XmlElement, parent: XmlElement): number {
  const order = parent.node?.children.map(({ name }) => name) ?? [];
  const rank = order.indexOf(child.name);
  const after = parent.children.findIndex((other) => typeof other !== 'string' && order.indexOf(other.name) > rank);
  return after === -1 ? parent.children.length : after;
}

export function dropNamed({ children }: XmlElement, names: readonly string[]): (XmlElement | string)[] {
  return children.filter((child) => typeof child === 'string' || !names.includes(child.name));
}
