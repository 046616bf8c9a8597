import type { UwlrVersion } from '../finding.js';
import type { RuleId } from '../rules.js';
import type { FacetFailure, SimpleType } from './simple-type.js';

/**
 * Class of personal data of a field (spec, section c): N none or organisational, I identifying, P pseudonym, D direct
 * personal, S special or restricted by law, C result or educational data of a child, F free text that may hold anything.
 */
export type PrivacyClass = 'N' | 'I' | 'P' | 'D' | 'S' | 'C' | 'F';

/** In which versions something exists. Absent: in all. */
export interface Existence {
  readonly since?: UwlrVersion;
  readonly until?: UwlrVersion;
}

/** A namespace with its schema file. `namespace` is in the `/2/` family; a `/1/` dialect has grammars of its own. */
export interface Schema {
  readonly id: string;
  readonly namespace: string;
  /** Prefix in the files that we generate. Messages may use any. */
  readonly prefix: string;
  /** What the file is about, for its head. */
  readonly title: string;
}

export interface AttributeDeclaration extends Existence {
  readonly type: SimpleType;
  readonly required: boolean;
  readonly privacy: PrivacyClass;
  readonly meaning: string;
}

/** Text with attributes. The decoded value is `{ value, ...attributes }`. */
export interface SimpleContentType {
  readonly kind: 'simple-content';
  readonly name: string;
  readonly schema: Schema;
  readonly text: SimpleType;
  readonly attributes: Readonly<Record<string, AttributeDeclaration>>;
  /** Named type that this one adds attributes to. */
  readonly extends?: SimpleContentType;
}

export interface ComplexType<T = unknown> {
  readonly kind: 'complex';
  /** Absent: anonymous, written where it is used. */
  readonly name?: string;
  readonly schema: Schema;
  readonly content: Particle;
  readonly attributes: Readonly<Record<string, AttributeDeclaration>>;
  /** An instance must name a registered extension in `xsi:type`. */
  readonly abstract: boolean;
  readonly note?: string;
  /** Type-level only: what a decoded value looks like. */
  readonly value?: T;
}

export type Type = SimpleType | SimpleContentType | ComplexType;

/** Identity rule of an element over what is below it. Paths are local names from that element; `@` begins an attribute. */
export interface Constraint {
  readonly kind: 'key' | 'unique' | 'keyref';
  readonly name: string;
  readonly selector: string;
  readonly field: string;
  /** For a keyref: the key that it points to. */
  readonly refers?: string;
}

export interface ElementParticle<T = unknown> extends Existence {
  readonly kind: 'element';
  readonly name: string;
  readonly type: Type;
  readonly schema: Schema;
  readonly min: 0 | 1;
  readonly max: 1 | 'unbounded';
  readonly privacy: PrivacyClass;
  readonly meaning: string;
  /** A global element of another schema, pointed to by reference. */
  readonly global: boolean;
  /** What an empty element stands for. */
  readonly default?: string;
  /** Positions of all its instances are kept, for rules that look at the whole message. */
  readonly located: boolean;
  /** The tolerant policy does without it. */
  readonly tolerateMissing: boolean;
  readonly constraints: readonly Constraint[];
  /** Rules of its own for some failures of its text, in place of the general ones. */
  readonly failureRules: Readonly<Partial<Record<FacetFailure, RuleId>>>;
  readonly value?: T;
}

export interface GroupParticle<T = unknown> extends Existence {
  readonly kind: 'sequence' | 'choice';
  readonly particles: readonly Particle[];
  readonly min: 0 | 1;
  readonly value?: T;
}

export type Particle<T = unknown> = ElementParticle<T> | GroupParticle<T>;

/** A message or document: a global element that can stand at the top. */
export interface Root<T = unknown> {
  readonly element: ElementParticle<T>;
  /** Where the version of a message is written: a path from the root element. Absent: it carries none. */
  readonly versionPath?: string;
}

/** The typed value that a root, type or particle describes. */
export type ValueOf<D> = D extends { readonly element: { readonly value?: infer T } }
  ? Simplify<NonNullable<T>>
  : D extends { readonly value?: infer T }
    ? Simplify<NonNullable<T>>
    : never;

export type Simplify<T> = T extends readonly (infer E)[]
  ? readonly Simplify<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Simplify<T[K]> }
    : T;
