import type { OriginType, ValueKind } from '../model/result.js';

/** Codes of tests. A code fits when it is in `codes` or begins with one of `codePrefixes`. */
export interface CodeSelector {
  readonly codes?: readonly string[];
  readonly codePrefixes?: readonly string[];
}

/** Which results are of the product: those that fit any of these. */
export interface ProductSelector extends CodeSelector {
  /** Entries of the toetshierarchie, at any level. */
  readonly hierarchy?: readonly string[];
  /** True: everything of the vendor that fits no other product. */
  readonly everythingElse?: boolean;
}

/** What kind of work results come from. A rule with codes and categories holds where both fit, one with neither for all of the product. */
export interface OriginRule extends CodeSelector {
  readonly originType: OriginType;
  /** Texts of toetscategorie. */
  readonly categories?: readonly string[];
}

/** The range of a figure and the names of its steps, in the words of the vendor. Nothing is computed with it. */
export interface DeclaredScale {
  readonly name?: string;
  readonly from?: string;
  readonly to?: string;
  readonly labels?: readonly { readonly value: string; readonly label: string }[];
}

/** What one figure of a product means, in the words of its vendor. */
export interface DeclaredFigure extends CodeSelector {
  readonly kind: ValueKind;
  /** Only where the message says that the figure is on the scale of this name. Absent: on each. */
  readonly onScale?: string;
  readonly unit?: string;
  readonly scale?: DeclaredScale;
  readonly meaning?: string;
  /** What it does not mean. */
  readonly notMeaning?: string;
}

/** Extra context that results in JSON may bring. */
export interface DeclaredContext {
  readonly name: string;
  readonly unit?: string;
  /** What it is, in the words of the vendor. */
  readonly description?: string;
  /** URL of where that is written down. */
  readonly definition?: string;
}

export const ADAPTIVITY = ['yes', 'no', 'unknown'] as const;
export const TARGET_LEVELS = ['considered', 'notConsidered', 'unknown'] as const;
export const DURABILITY = ['tested', 'notTested', 'unknown'] as const;
export const SIGNAL_ORIGINS = ['rules', 'model', 'unknown'] as const;

/** What a vendor declares about a product as a whole. */
export interface ProductStatement {
  /** The product as people call it. */
  readonly title?: string;
  /** Whether the product adapts the work to the learner. */
  readonly adaptive: (typeof ADAPTIVITY)[number];
  /** Whether the level that the learner aims at is taken into account. */
  readonly targetLevel: (typeof TARGET_LEVELS)[number];
  /** Whether the product tests later on what was learned before. */
  readonly durability: (typeof DURABILITY)[number];
  /** What its signals come from. */
  readonly signalsFrom: (typeof SIGNAL_ORIGINS)[number];
  /** Where the vendor explains all this. */
  readonly explanationUrl?: string;
}

/** What a vendor declares about one of its products (leermiddel). What it leaves open is "not declared", never a guess. */
export interface SourceProfile extends ProductStatement {
  readonly party: string;
  readonly product: string;
  /** From 1, given by the store. */
  readonly version: number;
  /** True: from this version on nothing is declared about the product. */
  readonly withdrawn?: boolean;
  readonly selector: ProductSelector;
  /** The first that fits holds. */
  readonly origins: readonly OriginRule[];
  /** The first that fits holds. */
  readonly figures: readonly DeclaredFigure[];
  readonly context: readonly DeclaredContext[];
}
