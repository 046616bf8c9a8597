import { assessmentId, resultId } from '../ids.js';
import type { IncomingAssessment, IncomingResult } from '../incoming/incoming-message.js';
import type { Loss, Result, ResultContext, ResultSource } from '../result.js';
import { KnownTest, KnownTests, type OriginTypes, type SaidSubjects, type Subject, type TestOfSchool } from './known-tests.js';
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

/** A test of a message, with the id of its assessment. */
interface MetTest {
  readonly id: string;
  readonly test: KnownTest;
}

const NONE: readonly never[] = Object.freeze([]);
const NO_CONTEXT: ResultContext = Object.freeze({ extra: NONE });
const AMBIGUOUS: Loss = { path: 'score', reason: 'norm-ambiguous' };

/**
 * Incoming results of one message in the canonical model, one by one. The figures stay as they were sent: nothing is summed up,
 * interpreted or linked here. What results of a test have in common is worked out once, and shared between them.
 */
export class ResultTranslator {
  /** The tests of the message, in its order. */
  readonly tests: readonly TestOfSchool[];
  readonly #tests = new Map<string, MetTest>();
  readonly #said: SaidSubjects = new Map();
  readonly #source: ResultSource;
  readonly #ofProduct = new Map<string, ResultSource>();

  /** `known`: what is remembered of tests. */
  constructor(
    assessments: readonly IncomingAssessment[],
    private readonly origin: ResultOrigin,
    known = new KnownTests(origin.originTypes),
  ) {
    this.#source = sourceOf(origin);
    this.tests = assessments.map((assessment) => known.of(assessment, origin));
    for (const { row, test } of this.tests) if (!this.#tests.has(row.code)) this.#tests.set(row.code, { id: row.id, test });
  }

  /** Id of the assessment that a result is of. */
  assessmentOf({ code }: Pick<IncomingResult, 'code'>): string {
    return this.#testOf(code).id;
  }

  /**
   * One result. `detailUrl` must be what may be kept of it already. `key` takes the place of the result's own key in its id, for a
   * key that would give the learner away. Of a result that is withdrawn nothing is said again: perhaps it was never right.
   */
  translate(incoming: IncomingResult, learner: ResultLearner, key = incoming.key): Result {
    const { school, party } = this.origin;
    const { code, product } = incoming;
    const { test } = this.#testOf(code);
    const source = product === undefined ? this.#source : this.#sourceOf(product);
    const id = resultId(school, party, key);
    return new TranslatedResult(id, this.origin, learner, source, test.subject(incoming, this.#said), incoming);
  }

  #testOf(code: string): MetTest {
    const known = this.#tests.get(code);
    if (known !== undefined) return known;
    const { school, party, originTypes } = this.origin;
    // The message does not define it.
    const met = { id: assessmentId(school, party, code), test: new KnownTest(code, undefined, originTypes) };
    this.#tests.set(code, met);
    return met;
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

/** Whether a result is as it was made here: then it has the fields of the model, and no others. */
export function isTranslated(result: Result): boolean {
  return result instanceof TranslatedResult;
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
