import type { Resultaat, Toets } from '../uwlr/messages/leerresultaten.js';
import { assessmentId, resultId } from './ids.js';
import { KnownTest, type OriginTypes } from './known-test.js';
import type { Loss, Result } from './result.js';
import { noteLocation } from './terms.js';
import type { Origin } from './translate-assessments.js';
import { contextOf, valuesOf } from './translate-values.js';

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

/**
 * Results of one message in the canonical model, one by one. The figures stay as they were sent: nothing is summed up,
 * interpreted or linked here. What results of a test have in common is worked out once, and shared between them.
 */
export class ResultTranslator {
  readonly #tests = new Map<string, KnownTest>();
  readonly #source: Result['source'];

  constructor(
    toetsen: readonly Toets[],
    private readonly origin: ResultOrigin,
  ) {
    this.#source = { party: origin.party, version: origin.version };
    for (const toets of toetsen) if (!this.#tests.has(toets.toetscode.value)) this.#know(toets.toetscode.value, toets);
  }

  /** Id of the assessment that a result is of. */
  assessmentOf({ toetscode }: Resultaat): string {
    return (this.#tests.get(toetscode) ?? this.#know(toetscode, undefined)).assessment;
  }

  /**
   * One result. `infourl` must be what may be kept of it already. `key` takes the place of the result's own key in its id, for a
   * key that would give the learner away.
   */
  translate(resultaat: Resultaat, learner: ResultLearner, key = resultaat.key): Result {
    const { school, party, schoolYear } = this.origin;
    const { toetscode, toetsonderdeelcode, score, versie, infourl } = resultaat;
    const losses: Loss[] = [];
    const test = this.#tests.get(toetscode) ?? this.#know(toetscode, undefined);
    const { activity, norms } = test.subject(toetsonderdeelcode, versie?.value);
    const norm = score === undefined ? undefined : norms?.termFor(score);
    const result = { id: resultId(school, party, key), school, schoolYear, learner: learner.alias } as Draft;
    if (learner.eckId !== undefined) result.eckId = learner.eckId;
    result.source = this.#source;
    result.activity = activity;
    result.date = resultaat.afnamedatum;
    result.values = valuesOf(resultaat, losses);
    if (norm === 'ambiguous') losses.push({ path: 'score', reason: 'norm-ambiguous' });
    else if (norm !== undefined) result.norm = norm;
    result.context = contextOf(resultaat);
    result.goalLinks = NONE;
    result.signals = NONE;
    if (infourl !== undefined) result.detailUrl = infourl;
    result.status = 'final';
    if (versie !== undefined) {
      noteLocation(versie, 'versie', losses);
      if (versie.vocabulaire !== undefined) losses.push({ path: 'versie/@vocabulaire', reason: 'vocabulary-of-version' });
    }
    result.losses = losses.length === 0 ? NONE : losses;
    return result;
  }

  #know(code: string, toets: Toets | undefined): KnownTest {
    const { school, party, originTypes = new Map() } = this.origin;
    const test = new KnownTest(code, toets, originTypes, assessmentId(school, party, code, toets?.versie?.value));
    this.#tests.set(code, test);
    return test;
  }
}
