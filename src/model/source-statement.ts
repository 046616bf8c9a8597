/** The range of a figure and the names of its steps, in the words of the vendor. Nothing is computed with it. */
export interface DeclaredScale {
  readonly name?: string;
  readonly from?: string;
  readonly to?: string;
  readonly labels?: readonly { readonly value: string; readonly label: string }[];
}

/** What a vendor declares about one figure: what it means, and what it does not mean. */
export interface FigureWords {
  readonly unit?: string;
  readonly scale?: DeclaredScale;
  readonly meaning?: string;
  readonly notMeaning?: string;
}

/** The same beside a figure. `declared` is false where the profile of the product says nothing of this figure. */
export interface FigureDeclaration extends FigureWords {
  readonly declared: boolean;
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

/** The same beside a result. `declared` is false where there is no profile: then there is nothing else in it. */
export interface SourceStatement extends Partial<ProductStatement> {
  readonly declared: boolean;
  /** Version of the profile. */
  readonly version?: string;
  /** Whether the school confirmed that version. */
  readonly confirmed?: boolean;
}
