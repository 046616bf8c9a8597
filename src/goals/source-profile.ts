import type { OriginType, ValueKind } from '../model/result.js';

/** What one figure of a product means, in the words of its vendor. */
export interface DeclaredFigure {
  readonly kind: ValueKind;
  /** Only of this scale. Absent: of each. */
  readonly scale?: string;
  readonly unit?: string;
  readonly meaning?: string;
  /** What it does not mean. */
  readonly notMeaning?: string;
}

/** Which results are of the product. All that is given has to fit. */
export interface ProductSelector {
  readonly codes?: readonly string[];
  /** Codes that begin so. */
  readonly codePrefixes?: readonly string[];
  /** Entries of the toetshierarchie, at any level. */
  readonly hierarchy?: readonly string[];
}

export interface OriginRule {
  readonly originType: Exclude<OriginType, 'unknown'>;
  readonly codes?: readonly string[];
  /** Values of toetscategorie. */
  readonly categories?: readonly string[];
}

/** What a vendor declares about one of its products (leermiddel). What it leaves open is "not declared", never a guess. */
export interface SourceProfile {
  readonly party: string;
  readonly product: string;
  /** From 1, given by the store. */
  readonly version: number;
  readonly title?: string;
  readonly selector: ProductSelector;
  readonly origins: readonly OriginRule[];
  readonly figures: readonly DeclaredFigure[];
  /** Names of extra context that JSON results may bring, with unit and where they are defined. */
  readonly context: readonly { readonly name: string; readonly unit?: string; readonly definition?: string }[];
  readonly adaptive: 'yes' | 'no' | 'unknown';
  readonly targetLevel: 'considered' | 'notConsidered' | 'unknown';
  readonly durability: 'tested' | 'notTested' | 'unknown';
  readonly signalsFrom: 'rules' | 'model' | 'unknown';
  readonly explanationUrl?: string;
}
