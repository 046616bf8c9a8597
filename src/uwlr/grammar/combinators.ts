import type { UwlrVersion } from '../finding.js';
import type { RuleId } from '../rules.js';
import type {
  AttributeDeclaration,
  ComplexType,
  Constraint,
  ElementParticle,
  Existence,
  GroupParticle,
  Particle,
  PrivacyClass,
  Root,
  Schema,
  SimpleContentType,
} from './grammar.js';
import type { SimpleType } from './simple-type.js';

type TypeValue<T> = T extends SimpleType
  ? string
  : T extends SimpleContentType
    ? { value: string } & AttributeValues<T['attributes']>
    : T extends ComplexType<infer V>
      ? V
      : never;

type AttributeValues<A> = { [K in keyof A as A[K] extends { required: true } ? K : never]: string } & {
  [K in keyof A as A[K] extends { required: true } ? never : K]?: string;
};

type ParticleValue<P> = P extends { readonly value?: infer V } ? NonNullable<V> : never;
type UnionToIntersection<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never;
type All<P extends readonly Particle[]> = UnionToIntersection<{ [I in keyof P]: ParticleValue<P[I]> }[number]>;

export interface ElementOptions extends Existence {
  readonly privacy?: PrivacyClass;
  readonly default?: string;
  readonly located?: boolean;
  readonly tolerateMissing?: boolean;
  readonly incompleteRule?: RuleId;
  readonly conflictRule?: RuleId;
  readonly abstractRule?: RuleId;
  readonly constraints?: readonly Constraint[];
  readonly failureRules?: ElementParticle['failureRules'];
}

/** The combinators of one schema: every element and type that they make lives in its namespace. */
export function schema(definition: Schema) {
  return {
    definition,

    /** A local element that must be there once. `meaning` is for the documentation. */
    element<const N extends string, T extends SimpleType | SimpleContentType | ComplexType>(
      name: N,
      type: T,
      meaning: string,
      options: ElementOptions = {},
    ): ElementParticle<{ [K in N]: TypeValue<T> }> {
      return {
        kind: 'element',
        name,
        type,
        schema: definition,
        min: 1,
        max: 1,
        privacy: 'N',
        meaning,
        global: false,
        located: false,
        tolerateMissing: false,
        constraints: [],
        failureRules: {},
        ...options,
      };
    },

    /** A named type. */
    complex<P extends Particle, A extends Readonly<Record<string, AttributeDeclaration>> = Record<never, never>>(
      name: string,
      content: P,
      options: { attributes?: A; abstract?: boolean; note?: string } = {},
    ): ComplexType<ParticleValue<P> & AttributeValues<A>> {
      return {
        kind: 'complex',
        name,
        schema: definition,
        content,
        attributes: options.attributes ?? {},
        abstract: options.abstract ?? false,
        ...(options.note === undefined ? {} : { note: options.note }),
      };
    },

    /** A type without a name, for one element. */
    inline<P extends Particle>(content: P): ComplexType<ParticleValue<P>> {
      return { kind: 'complex', schema: definition, content, attributes: {}, abstract: false };
    },

    simpleContent<A extends Readonly<Record<string, AttributeDeclaration>>>(
      name: string,
      text: SimpleType,
      attributes: A,
    ): Omit<SimpleContentType, 'attributes'> & { readonly attributes: A } {
      return { kind: 'simple-content', name, schema: definition, text, attributes };
    },

    /** The same text with more attributes. */
    extension<B extends SimpleContentType, A extends Readonly<Record<string, AttributeDeclaration>>>(
      base: B,
      attributes: A,
    ): Omit<SimpleContentType, 'attributes'> & { readonly attributes: B['attributes'] & A } {
      return {
        kind: 'simple-content',
        name: '',
        schema: definition,
        text: base.text,
        attributes: { ...base.attributes, ...attributes },
        extends: base,
      };
    },

    /** A message. */
    root<const N extends string, T extends ComplexType>(
      name: N,
      type: T,
      meaning: string,
      options: Pick<Root, 'versionPath' | 'readVersion' | 'asAgreed'> & { constraints?: readonly Constraint[] } = {},
    ): Root<TypeValue<T>, N> {
      const element = this.element(name, type, meaning, { constraints: options.constraints ?? [] });
      const { versionPath, readVersion, asAgreed } = options;
      return {
        element: { ...element, global: true } as unknown as Root<TypeValue<T>, N>['element'],
        ...(versionPath === undefined ? {} : { versionPath }),
        ...(readVersion === undefined ? {} : { readVersion }),
        ...(asAgreed === undefined ? {} : { asAgreed }),
      };
    },
  };
}

/** A global element as a part of another. */
export function reference<const N extends string, T>({ element }: Root<T, N>): ElementParticle<{ [K in N]: T }> {
  return { ...element, global: true } as never;
}

type Optional<P extends Particle> = P extends ElementParticle
  ? ElementParticle<Partial<ParticleValue<P>>>
  : GroupParticle<Partial<ParticleValue<P>>>;

export function optional<P extends Particle>(particle: P): Optional<P> {
  return { ...particle, min: 0 } as unknown as Optional<P>;
}

/** One or more. */
export function many<P extends ElementParticle>(particle: P): ElementParticle<{ [K in keyof ParticleValue<P>]: ParticleValue<P>[K][] }> {
  return { ...particle, max: 'unbounded' } as never;
}

export function sequence<const P extends readonly Particle[]>(...particles: P): GroupParticle<All<P>> {
  return { kind: 'sequence', particles, min: 1 };
}

/** One of these. In the decoded value each is optional: which one it is shows from what is there. */
export function choice<const P extends readonly Particle[]>(...particles: P): GroupParticle<Partial<All<P>>> {
  return { kind: 'choice', particles, min: 1 };
}

type Lists<P> = { [K in keyof ParticleValue<P>]?: Exclude<ParticleValue<P>[K], undefined>[] };

/** One or more of these, in any order and any mix. In the decoded value each is a list: the order between them says nothing. */
export function mixed<const P extends readonly ElementParticle[]>(...particles: P): GroupParticle<Lists<GroupParticle<All<P>>>> {
  return { kind: 'choice', particles: particles.map((particle) => ({ ...particle, max: 'unbounded' as const })), min: 1, max: 'unbounded' };
}

/** Not the same in every profile. A field that a profile can forbid may be absent from the decoded value anyway. */
export function inProfiles<P extends Particle>(profiles: NonNullable<Existence['profiles']>, particle: P): P {
  return { ...particle, profiles };
}

/** Only in these versions; so it may be absent from the decoded value. */
export function inVersions<P extends Particle>(existence: Existence, particle: P): Optional<P> {
  return { ...particle, ...existence } as unknown as Optional<P>;
}

export function attribute(
  type: SimpleType,
  meaning: string,
  options: Existence & { privacy?: PrivacyClass; requiredUntil?: UwlrVersion } = {},
): AttributeDeclaration & { readonly required: false } {
  return { privacy: 'N', ...options, type, required: false, meaning };
}

export function requiredAttribute(
  type: SimpleType,
  meaning: string,
  options: { privacy?: PrivacyClass } = {},
): AttributeDeclaration & { readonly required: true } {
  return { type, required: true, privacy: options.privacy ?? 'N', meaning };
}
