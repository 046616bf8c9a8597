import type { UwlrVersion } from '../../uwlr/finding.js';
import { compileExtension, type Node } from '../../uwlr/grammar/compile.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import type { ComplexType, ElementParticle, Particle, PupilProfile } from '../../uwlr/grammar/grammar.js';
import { isMandatory, isPresent } from '../../uwlr/grammar/variant.js';
import type { Random } from './random.js';
import { textFor } from './text.js';

/** What the making of a value depends on. */
export interface Making {
  readonly random: Random;
  readonly version: UwlrVersion;
  readonly profile?: PupilProfile | undefined;
  /** How often a repeated element occurs, by its name. Others: one to three times. */
  readonly repeat?: Readonly<Record<string, number>>;
  /** Types that may stand in for an abstract one. Without any, abstract elements are left out. */
  readonly extensions?: Extensions;
}

export type Fields = Record<string, unknown>;

/** A random value of an element, valid but for the identity rules: those look further than one element. */
export function valueFor(node: Node, making: Making): unknown {
  if (node.abstract) return extended(node, making);
  const { random } = making;
  const fields: Fields = {};
  for (const [name, declaration] of node.attributes) {
    const { type } = declaration;
    if (isMandatory(declaration, making) || random.chance(0.3)) fields[name] = textFor(random, type);
  }
  if (node.text === undefined) {
    fill(fields, node, (node.particle.type as ComplexType).content, making);
    return fields;
  }
  const text = textFor(random, node.text);
  return node.structured ? { value: text, ...fields } : text;
}

function fill(fields: Fields, node: Node, particle: Particle, making: Making): void {
  const { random } = making;
  if (!isPossible(particle, making) || (!isMandatory(particle, making) && random.chance(0.5))) return;
  if (particle.kind === 'element') {
    fields[particle.name] = element(node, particle, making);
  } else if (particle.max === 'unbounded') {
    const possible = particle.particles.filter((part) => isPossible(part, making));
    const first = random.pick(possible);
    for (const part of possible) if (part === first || random.chance(0.5)) fill(fields, node, part, making);
  } else if (particle.kind === 'sequence') {
    for (const part of particle.particles) fill(fields, node, part, making);
  } else {
    const possible = particle.particles.filter((part) => isPossible(part, making));
    if (possible.length > 0) fill(fields, node, random.pick(possible), making);
  }
}

function element(parent: Node, particle: ElementParticle, making: Making): unknown {
  const node = parent.childByKey.get(`{${particle.schema.namespace}}${particle.name}`) as Node;
  if (!node.many) return valueFor(node, making);
  return Array.from({ length: making.repeat?.[node.name] ?? making.random.pick([1, 1, 1, 2, 2, 3]) }, () => valueFor(node, making));
}

function isPossible(particle: Particle, making: Making): boolean {
  if (!isPresent(particle, making)) return false;
  return particle.kind !== 'element' || particle.type.kind !== 'complex' || isFillable(particle, particle.type, making);
}

/** Whether something can be put into an element: a type that is registered for it, or content that does not need one. */
function isFillable(particle: ElementParticle, type: ComplexType, making: Making): boolean {
  if (type.abstract) return particle.abstractRule === undefined && (making.extensions?.size ?? 0) > 0;
  if (!mandatoryParts(type.content).some((part) => part.type.kind === 'complex' && part.type.abstract)) return true;
  return mandatoryParts(type.content).every((part) => part.type.kind !== 'complex' || isFillable(part, part.type, making));
}

/** Elements that a sequence cannot do without. */
function mandatoryParts(particle: Particle): readonly ElementParticle[] {
  if (particle.min === 0 || particle.kind === 'choice') return [];
  return particle.kind === 'element' ? [particle] : particle.particles.flatMap(mandatoryParts);
}

function extended(node: Node, making: Making): Fields {
  const [key, extension] = making.random.pick([...(making.extensions ?? [])]);
  return { type: key, ...(valueFor(compileExtension(node, extension, making.version), making) as Fields) };
}
