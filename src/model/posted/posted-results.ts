import type { Assessment, OriginType, Result, ResultContext, Term, Value } from '../result.js';
import type { CarriedSignal } from './posted-signals.js';

/** Results as a source delivers them in JSON. Shape: `schemas/model/posted-results.json`. */
export interface PostedResults {
  readonly schoolYear: string;
  /** `xs:dateTime`. */
  readonly createdAt?: string;
  readonly assessments: readonly PostedAssessment[];
  readonly results: readonly PostedResult[];
}

export type PostedAssessment = Pick<Assessment, 'code'> &
  Partial<Pick<Assessment, 'version' | 'name' | 'subject' | 'year' | 'hierarchy' | 'norm' | 'parts'>>;

export type PostedValue = Pick<Value, 'kind' | 'value' | 'unit' | 'scale' | 'comparedWith' | 'meaning'>;

export interface PostedResult {
  readonly key: string;
  readonly learner: { readonly leerlingid?: string; readonly eckId?: string };
  /** The product (leermiddel) that it was made in, by the name in its source profile. */
  readonly product?: string;
  readonly activity: {
    readonly code: string;
    readonly version?: string;
    readonly part?: { readonly code: string };
    readonly originType?: OriginType;
    /** Learning goals that it is about, as written; a bare code with the URI of its set. */
    readonly goals?: readonly Term[];
  };
  readonly date: string;
  readonly values: readonly PostedValue[];
  readonly context?: Partial<ResultContext>;
  readonly detailUrl?: string;
  readonly status?: Result['status'];
  /** What the source signals with it. */
  readonly signals?: readonly CarriedSignal[];
}
