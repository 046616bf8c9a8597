import type { ComplexType, ElementParticle, Particle, Root, Type } from '../grammar/grammar.js';
import { learnName } from '../grammar/known-names.js';
import { autorisatie, autorisatie1 } from './autorisatie.js';
import { edex } from './edexml-file.js';
import {
  leerkrachtenAntwoord,
  leerkrachtenVerzoek,
  leerlingenAntwoord,
  leerlingenVerzoek,
  leerlinggegevens,
  leerlinggegevensAntwoord,
  leerlinggegevensLeerkrachten,
  leerlinggegevensLeerlingen,
  leerlinggegevensStructuur,
  leerlinggegevensVerzoek,
  lg,
  structuurAntwoord,
  structuurVerzoek,
} from './leerlinggegevens.js';
import { leerresultatenBevestiging, leerresultatenVerzoek } from './leerresultaten.js';
import { toetsdefinities } from './toetsdefinities.js';
import { leerlinggegevens1, leerlinggegevensAntwoord1, leerlinggegevensVerzoek1 } from './v1/leerlinggegevens.js';
import { leerresultatenBevestiging1, leerresultatenVerzoek1 } from './v1/leerresultaten.js';

/** Every message, header and document of the standard that this gateway knows, in the order of the documentation. */
export const ROOTS: readonly Root[] = [
  autorisatie,
  leerlinggegevensVerzoek,
  structuurVerzoek,
  leerlingenVerzoek,
  leerkrachtenVerzoek,
  leerlinggegevensAntwoord,
  structuurAntwoord,
  leerlingenAntwoord,
  leerkrachtenAntwoord,
  leerlinggegevens,
  leerlinggegevensStructuur,
  leerlinggegevensLeerlingen,
  leerlinggegevensLeerkrachten,
  leerresultatenVerzoek,
  leerresultatenBevestiging,
  toetsdefinities,
  edex,
  autorisatie1,
  leerlinggegevensVerzoek1,
  leerlinggegevensAntwoord1,
  leerlinggegevens1,
  leerresultatenVerzoek1,
  leerresultatenBevestiging1,
];

const byKey = new Map(ROOTS.map((root) => [keyOf(root), root]));

/** The root whose element has this expanded name, `{uri}local`. */
export function rootOf(key: string): Root | undefined {
  return byKey.get(key);
}

/** Profiles make a difference to pupil data of UWLR 2, and to nothing else. */
export function hasProfiles({ element }: Root): boolean {
  return element.schema === lg.definition;
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
