import type { OriginType, ValueKind } from '../model/result.js';
import type { FigureWords, ProductStatement } from '../model/source-statement.js';

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

/** What one figure of a product means, in the words of its vendor. */
export interface DeclaredFigure extends CodeSelector, FigureWords {
  readonly kind: ValueKind;
  /** Only where the message says that the figure is on the scale of this name. Absent: on each. */
  readonly onScale?: string;
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
