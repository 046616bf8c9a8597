import { assessmentId, resultId } from '../ids.js';
import type { IncomingAssessment, IncomingResult } from '../incoming/incoming-message.js';
import type { Loss, Result, ResultContext, ResultSource } from '../result.js';
import { KnownTest, type OriginTypes, type Subject } from './known-test.js';
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
    const { school, party } = this.origin;
    const { code, product } = incoming;
    const test = this.#tests.get(code) ?? this.#know(code, undefined);
    const source = product === undefined ? this.#source : this.#sourceOf(product);
    return new TranslatedResult(resultId(school, party, key), this.origin, learner, source, test.subject(incoming), incoming);
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

/**
 * In the order of a document, and without the fields that it does not have. A class, since V8 then knows how much room one takes: fields that are
 * added to an object one by one are moved each time there are three more.
 */
class TranslatedResult implements Result {
  declare readonly id: string;
  declare readonly school: string;
  declare readonly schoolYear: string;
  declare readonly learner: string;
  declare readonly eckId?: string;
  declare readonly source: ResultSource;
  declare readonly activity: Result['activity'];
  declare readonly date: string;
  declare readonly values: Result['values'];
  declare readonly norm?: NonNullable<Result['norm']>;
  declare readonly context: ResultContext;
  declare readonly goalLinks: Result['goalLinks'];
  declare readonly signals: Result['signals'];
  declare readonly detailUrl?: string;
  declare readonly status: Result['status'];
  declare readonly losses: readonly Loss[];

  constructor(
    id: string,
    { school, schoolYear }: ResultOrigin,
    { alias, eckId }: ResultLearner,
    source: ResultSource,
    { activity, norms }: Subject,
    { date, values, context, detailUrl, status, losses }: IncomingResult,
  ) {
    const [first] = values;
    const isFinal = status === 'final';
    const norm = isFinal && first?.kind === 'score' ? norms?.termFor(first.value) : undefined;
    this.id = id;
    this.school = school;
    this.schoolYear = schoolYear;
    this.learner = alias;
    if (eckId !== undefined) this.eckId = eckId;
    this.source = source;
    this.activity = activity;
    this.date = date;
    this.values = isFinal ? values : NONE;
    if (norm !== undefined && norm !== 'ambiguous') this.norm = norm;
    this.context = isFinal ? context : NO_CONTEXT;
    this.goalLinks = NONE;
    this.signals = NONE;
    if (isFinal && detailUrl !== undefined) this.detailUrl = detailUrl;
    this.status = status;
    this.losses = !isFinal ? NONE : norm === 'ambiguous' ? [AMBIGUOUS, ...losses] : losses;
  }
}
