import type { UwlrVersion } from '../finding.js';
import {
  type ElementParticle,
  type Existence,
  type Particle,
  type PrivacyClass,
  type Root,
  type Type,
  versionsOf,
} from '../grammar/grammar.js';
import { isMandatory, isPresent } from '../grammar/variant.js';
import { contentIn } from './content.js';

/** One line of the field table. What can differ between versions is kept per version. */
export interface Field {
  /** From the root: `school/xsdversie`, `toetsen/toets/toetscode/@vocabulaire`. */
  readonly path: string;
  readonly types: Map<UwlrVersion, string>;
  /** `1`, `0..1`, `1..n`, `0..n`, or `choice`: this one or another has to be there. */
  readonly cardinalities: Map<UwlrVersion, string>;
  /** How profiles differ from the standard here, per profile. */
  readonly profiles: Existence['profiles'];
  readonly privacy: PrivacyClass;
  readonly meaning: string;
}

interface Place {
  readonly path: string;
  /** Within a group that may be absent. */
  readonly optional: boolean;
  /** Within a branch of a choice. */
  readonly alternative: boolean;
}

/** The fields of a message over all versions, in schema order. */
export function fieldsOf(root: Root): readonly Field[] {
  const fields: Field[] = [];
  for (const version of versionsOf(root)) new Walk(fields, version).below(root.element, '');
  return fields;
}

class Walk {
  /** Where in the list the walk is: a field that earlier versions do not have goes behind it. */
  #at = -1;

  constructor(
    private readonly fields: Field[],
    readonly version: UwlrVersion,
  ) {}

  below({ type }: ElementParticle, path: string): void {
    if (type.kind === 'simple') return;
    for (const [name, declaration] of Object.entries(type.attributes)) {
      if (!isPresent(declaration, this)) continue;
      this.#note(join(path, `@${name}`), declaration, isMandatory(declaration, this) ? '1' : '0..1');
    }
    const content = type.kind === 'complex' ? contentIn(type.content, this) : undefined;
    if (content !== undefined) this.#particle(content, { path, optional: false, alternative: false });
  }

  #particle(particle: Particle, place: Place): void {
    const optional = place.optional || particle.min === 0;
    if (particle.kind !== 'element') {
      const alternative = place.alternative || particle.kind === 'choice';
      for (const part of particle.particles) this.#particle(part, { ...place, optional, alternative });
      return;
    }
    const path = join(place.path, particle.name);
    const many = particle.max === 'unbounded';
    const required = optional ? '0' : '1';
    this.#note(path, particle, place.alternative && !optional ? 'choice' : many ? `${required}..n` : optional ? '0..1' : '1');
    this.below(particle, path);
  }

  #note(
    path: string,
    { type, privacy, meaning, profiles }: Pick<ElementParticle, 'type' | 'privacy' | 'meaning' | 'profiles'>,
    cardinality: string,
  ): void {
    const known = this.fields.findIndex((field) => field.path === path);
    this.#at = known === -1 ? this.#at + 1 : known;
    if (known === -1) this.fields.splice(this.#at, 0, { path, types: new Map(), cardinalities: new Map(), profiles, privacy, meaning });
    const field = this.fields[this.#at] as Field;
    field.types.set(this.version, typeText(type));
    field.cardinalities.set(this.version, cardinality);
  }
}

function typeText(type: Type): string {
  if (type.kind === 'simple') return `\`${type.name ?? type.xsd.base}\`, ${type.describe}`;
  if (type.kind === 'simple-content') return `\`${type.name || type.extends?.name}\`, ${type.text.describe}`;
  return type.name === undefined ? '' : `\`${type.name}\``;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}
