import { UWLR_2_VERSIONS, type UwlrVersion } from '../finding.js';
import type { RuleId } from '../rules.js';
import type { FacetFailure, SimpleType } from './simple-type.js';

/**
 * Class of personal data of a field (spec, section c): N none or organisational, I identifying, P pseudonym, D direct
 * personal, S special or restricted by law, C result or educational data of a child, F free text that may hold anything.
 */
export type PrivacyClass = 'N' | 'I' | 'P' | 'D' | 'S' | 'C' | 'F';

/** The profiles on pupil data (spec, sections c and f): subsets that the parties to an agreement choose from. */
export const PUPIL_PROFILES = ['smalle-set', 'lvs-set'] as const;
export type PupilProfile = (typeof PUPIL_PROFILES)[number];

/** What a profile makes of something: not allowed, mandatory, or either of these up to or from a version only. */
export type ProfileUse =
  | 'forbidden'
  | 'required'
  | { readonly use: 'forbidden' | 'required'; readonly since?: UwlrVersion; readonly until?: UwlrVersion };

/** In which versions something exists. Absent: in all. */
export interface Existence {
  readonly since?: UwlrVersion;
  readonly until?: UwlrVersion;
  /** How profiles differ from the standard here. Absent: not at all. The first use that is in force in a version holds. */
  readonly profiles?: Readonly<Partial<Record<PupilProfile, ProfileUse | readonly ProfileUse[]>>>;
}

/** A namespace with its schema file. A dialect with a namespace of its own has grammars of its own. */
export interface Schema {
  readonly id: string;
  /** Empty for none, as in EDEXML files. */
  readonly namespace: string;
  /** The versions of UWLR that it belongs to. Absent: those of the `/2/` namespaces. */
  readonly versions?: readonly UwlrVersion[];
  /** Prefix in the files that we generate. Messages may use any. */
  readonly prefix: string;
  /** What the file is about, for its head. */
  readonly title: string;
}

export interface AttributeDeclaration extends Existence {
  readonly type: SimpleType;
  readonly required: boolean;
  /** Mandatory up to this version, optional from the next. */
  readonly requiredUntil?: UwlrVersion;
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

/**
 * Identity rule of an element over what is below it. Paths are local names from that element; `@` begins an attribute, `|`
 * separates alternative selectors.
 */
export interface Constraint {
  readonly kind: 'key' | 'unique' | 'keyref';
  readonly name: string;
  /** The rule that it breaks, in place of the general one of its kind. */
  readonly rule?: RuleId;
  /**
   * `code`: the official XSD states it in a way that selects nothing (spec, section d), so it is no part of our XSD either, and
   * white space around a key counts for nothing.
   */
  readonly heldBy?: 'code';
  /** Only there for references to point to: another rule reports its duplicates. */
  readonly silent?: true;
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
  /** The rule that it breaks under the tolerant policy when it lacks something: it is left out then, with all that stands in it. */
  readonly incompleteRule?: RuleId;
  /** The rule that it breaks when it is there beside what excludes it, in place of the general one. */
  readonly conflictRule?: RuleId;
  /** The rule that an abstract element without a registered type breaks, in place of the general one. */
  readonly abstractRule?: RuleId;
  readonly constraints: readonly Constraint[];
  /** Rules of its own for some failures of its text, in place of the general ones. */
  readonly failureRules: Readonly<Partial<Record<FacetFailure, RuleId>>>;
  readonly value?: T;
}

export interface GroupParticle<T = unknown> extends Existence {
  readonly kind: 'sequence' | 'choice';
  readonly particles: readonly Particle[];
  readonly min: 0 | 1;
  /** `unbounded`: the group as a whole repeats, and the elements in it mix; they are `unbounded` themselves. */
  readonly max?: 'unbounded';
  readonly value?: T;
}

export type Particle<T = unknown> = ElementParticle<T> | GroupParticle<T>;

/** A message or document: a global element that can stand at the top. */
export interface Root<T = unknown, N extends string = string> {
  readonly element: ElementParticle<T> & { readonly name: N };
  /** Where the version of a message is written: a path from the root element. Absent: it carries none. */
  readonly versionPath?: string;
  /** The version that a text there stands for; undefined for one that is not supported. Absent: as UWLR 2 writes it. */
  readonly readVersion?: (text: string) => UwlrVersion | undefined;
  /** Texts that are no version of it, but that the tolerant policy takes for the one that was agreed on. */
  readonly asAgreed?: RegExp;
}

/** The versions that a root exists in. */
export function versionsOf({ element }: Root): readonly UwlrVersion[] {
  return element.schema.versions ?? UWLR_2_VERSIONS;
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
