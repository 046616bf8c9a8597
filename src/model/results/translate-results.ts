import { assessmentId, resultId } from '../ids.js';
import type { IncomingAssessment, IncomingResult } from '../incoming/incoming-message.js';
import type { Loss, Result, ResultContext, ResultSource } from '../result.js';
import { KnownTest, type OriginTypes } from './known-test.js';
import { type Origin, sourceOf } from './translate-assessments.js';

/** Whose result it is, as far as the model may know. */
export interface ResultLearner {
  /** Pseudonym within the school. */
  readonly alias: string;
  readonly eckId?: string;
}

export interface ResultOrigin extends Origin {
  readonly schoolYear: string;
  readonly originTypes?: OriginTypes;
}

type Draft = { -readonly [K in keyof Result]: Result[K] };

const NONE: readonly never[] = Object.freeze([]);
const NO_CONTEXT: ResultContext = Object.freeze({ extra: NONE });
const AMBIGUOUS: Loss = { path: 'score', reason: 'norm-ambiguous' };

/**
 * Incoming results of one message in the canonical model, one by one. The figures stay as they were sent: nothing is summed up,
 * interpreted or linked here. What results of a test have in common is worked out once, and shared between them.
 */
export class ResultTranslator {
  readonly #tests = new Map<string, KnownTest>();
  readonly #source: ResultSource;
  readonly #ofProduct = new Map<string, ResultSource>();

  constructor(
    assessments: readonly IncomingAssessment[],
    private readonly origin: ResultOrigin,
  ) {
    this.#source = sourceOf(origin);
    for (const assessment of assessments) {
      const { value } = assessment.code;
      if (!this.#tests.has(value)) this.#know(value, assessment);
    }
  }

  /** Id of the assessment that a result is of. */
  assessmentOf({ code }: Pick<IncomingResult, 'code'>): string {
    return (this.#tests.get(code) ?? this.#know(code, undefined)).assessment;
  }

  /**
   * One result. `detailUrl` must be what may be kept of it already. `key` takes the place of the result's own key in its id, for a
   * key that would give the learner away. Of a result that is withdrawn nothing is said again: perhaps it was never right.
   */
  translate(incoming: IncomingResult, learner: ResultLearner, key = incoming.key): Result {
    const { school, party, schoolYear } = this.origin;
    const { code, values, detailUrl, status, losses } = incoming;
    const test = this.#tests.get(code) ?? this.#know(code, undefined);
    const { activity, norms } = test.subject(incoming);
    const [first] = values;
    const isFinal = status === 'final';
    const norm = isFinal && first?.kind === 'score' ? norms?.termFor(first.value) : undefined;
    const result = { id: resultId(school, party, key), school, schoolYear, learner: learner.alias } as Draft;
    if (learner.eckId !== undefined) result.eckId = learner.eckId;
    result.source = incoming.product === undefined ? this.#source : this.#sourceOf(incoming.product);
    result.activity = activity;
    result.date = incoming.date;
    result.values = isFinal ? values : NONE;
    if (norm !== undefined && norm !== 'ambiguous') result.norm = norm;
    result.context = isFinal ? incoming.context : NO_CONTEXT;
    result.goalLinks = NONE;
    result.signals = NONE;
    if (isFinal && detailUrl !== undefined) result.detailUrl = detailUrl;
    result.status = status;
    result.losses = !isFinal ? NONE : norm === 'ambiguous' ? [AMBIGUOUS, ...losses] : losses;
    return result;
  }

  #know(code: string, definition: IncomingAssessment | undefined): KnownTest {
    const { school, party, originTypes = new Map() } = this.origin;
    const test = new KnownTest(code, definition, originTypes, assessmentId(school, party, code, definition?.version?.value));
    this.#tests.set(code, test);
    return test;
  }

  #sourceOf(product: string): ResultSource {
    const known = this.#ofProduct.get(product);
    if (known !== undefined) return known;
    const { party, ...rest } = this.#source;
    const source = { party, product, ...rest };
    this.#ofProduct.set(product, source);
    return source;
  }
}
