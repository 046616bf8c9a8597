import type { ComplexType, ElementParticle, Particle, Root, Type } from '../grammar/grammar.js';
import { learnName } from '../grammar/known-names.js';
import { autorisatie } from './autorisatie.js';
import { leerresultatenBevestiging, leerresultatenVerzoek } from './leerresultaten.js';
import { toetsdefinities } from './toetsdefinities.js';

/** Every message, header and document of the standard that this gateway knows, in the order of the documentation. */
export const ROOTS: readonly Root[] = [autorisatie, leerresultatenVerzoek, leerresultatenBevestiging, toetsdefinities];

const byKey = new Map(ROOTS.map((root) => [keyOf(root), root]));

/** The root whose element has this expanded name, `{uri}local`. */
export function rootOf(key: string): Root | undefined {
  return byKey.get(key);
}

export function keyOf({ element }: Root): string {
  return `{${element.schema.namespace}}${element.name}`;
}

/** Names that a registered extension brings with it, so that findings may show them. */
export function learnNamesOf(type: ComplexType): void {
  learnType(type);
}

const learned = new Set<Type>();

function learnElement({ name, type }: ElementParticle): void {
  learnName(name);
  learnType(type);
}

function learnType(type: Type): void {
  if (type.kind === 'simple' || learned.has(type)) return;
  learned.add(type);
  Object.keys(type.attributes).forEach(learnName);
  if (type.kind === 'complex') learnContent(type.content);
}

function learnContent(particle: Particle): void {
  if (particle.kind === 'element') learnElement(particle);
  else particle.particles.forEach(learnContent);
}

for (const { element } of ROOTS) learnElement(element);
