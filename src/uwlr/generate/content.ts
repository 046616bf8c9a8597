import { supplied } from '../../core/supplied.js';
import type { ElementParticle, GroupParticle, Particle } from '../grammar/grammar.js';
import { isMandatory, isPresent, type Variant } from '../grammar/variant.js';

/**
 * A content model as it is in one variant: without what does not exist there, and without groups that group nothing.
 * Undefined: it is empty.
 */
export function contentIn(particle: Particle, variant: Variant): Particle | undefined {
  if (!isPresent(particle, variant)) return undefined;
  const own = isMandatory(particle, variant) ? 1 : 0;
  if (particle.kind === 'element') return own === particle.min ? particle : { ...particle, min: own };
  const there = particle.particles.filter((part) => isPresent(part, variant));
  const parts = there.map((part) => contentIn(part, variant));
  const left = parts.filter((part) => part !== undefined).flatMap((part) => merged(part, particle.kind));
  const [only] = left;
  if (only === undefined) return undefined;
  // A branch that groups nothing may be taken too: then nothing at all is allowed.
  const min = particle.kind === 'choice' && parts.includes(undefined) ? 0 : own;
  if (left.length === 1) return min === 0 ? { ...only, min } : only;
  return { kind: particle.kind, particles: left, min, ...supplied({ max: particle.max }) };
}

/** A mandatory group within a group of its own kind says nothing. */
function merged(part: Particle, within: GroupParticle['kind']): readonly Particle[] {
  return part.kind === within && part.min === 1 && part.max === undefined ? part.particles : [part];
}

/**
 * The same content as tools can take it: a choice, or an optional group, that other elements come after becomes a run of
 * optional elements (spec of clients, section 8). Looser than the standard, on purpose; the bytes on the wire are the same.
 */
export function friendly(particle: Particle): Particle {
  if (particle.kind !== 'sequence') return particle;
  const last = particle.particles.length - 1;
  const parts = particle.particles.flatMap((part, at): readonly Particle[] => {
    if (part.kind === 'element') return [part];
    return at === last ? [friendly(part)] : run(part);
  });
  return { ...particle, particles: withoutRepeats(parts) };
}

function run(particle: Particle): readonly ElementParticle[] {
  return particle.kind === 'element' ? [{ ...particle, min: 0 }] : particle.particles.flatMap(run);
}

/** An element that stands in two branches of a choice stands once in the run. */
function withoutRepeats(parts: readonly Particle[]): Particle[] {
  return parts.filter((part, at) => part.kind !== 'element' || parts.findIndex((other) => isSame(part, other)) === at);
}

function isSame(a: ElementParticle, b: Particle): boolean {
  if (b.kind !== 'element' || a.name !== b.name || a.schema !== b.schema) return false;
  if (a.type !== b.type || a.max !== b.max) throw new Error(`grammar: ${a.name} differs between two branches`);
  return true;
}

/** The elements of a content model, at any depth of grouping. */
export function elementsOf(particle: Particle | undefined): readonly ElementParticle[] {
  if (particle === undefined) return [];
  return particle.kind === 'element' ? [particle] : particle.particles.flatMap(elementsOf);
}
