import type { Resultaat, Toets } from '../uwlr/messages/leerresultaten.js';
import { assessmentId, resultId } from './ids.js';
import { NormTable } from './norm-table.js';
import type { Activity, Loss, OriginType, Result } from './result.js';
import { noteLocation, termOf } from './terms.js';
import { hierarchyOf, type Origin } from './translate-assessments.js';
import { contextOf, valuesOf } from './translate-values.js';

/** Whose result it is, as far as the model may know. */
export interface ResultLearner {
  /** Pseudonym within the school. */
  readonly alias: string;
  readonly eckId?: string;
}

export interface ResultOrigin extends Origin {
  readonly schoolYear: string;
  /** What kind of work a `toetscategorie` stands for, by its text; what is not listed is `unknown`. */
  readonly originTypes?: ReadonlyMap<string, OriginType>;
}

/** What results of one test or part have in common. */
interface Subject {
  readonly activity: Activity;
  readonly norms: NormTable | undefined;
}

interface KnownTest {
  readonly toets: Toets | undefined;
  readonly assessment: string;
  readonly whole: Subject;
  readonly parts: Map<string, Subject>;
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
    for (const toets of toetsen) {
      if (!this.#tests.has(toets.toetscode.value)) this.#tests.set(toets.toetscode.value, this.#know(toets.toetscode.value, toets));
    }
  }

  /** Id of the assessment that a result is of. */
  assessmentOf({ toetscode }: Resultaat): string {
    return this.#test(toetscode).assessment;
  }

  /**
   * One result. `infourl` must be what may be kept of it already. `key` takes the place of the result's own key in its id, for a
   * key that would give the learner away.
   */
  translate(resultaat: Resultaat, learner: ResultLearner, key = resultaat.key): Result {
    const { school, party, schoolYear } = this.origin;
    const { score, versie, infourl } = resultaat;
    const losses: Loss[] = [];
    const { activity, norms } = this.#subject(resultaat);
    const norm = score === undefined ? undefined : norms?.termFor(score);
    const result = {
      id: resultId(school, party, key),
      school,
      schoolYear,
      learner: learner.alias,
    } as Draft;
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

  #test(code: string): KnownTest {
    const known = this.#tests.get(code);
    if (known !== undefined) return known;
    const made = this.#know(code, undefined);
    this.#tests.set(code, made);
    return made;
  }

  #know(code: string, toets: Toets | undefined): KnownTest {
    const { school, party } = this.origin;
    return {
      toets,
      assessment: assessmentId(school, party, code, toets?.versie?.value),
      whole: this.#describe(code, toets),
      parts: new Map(),
    };
  }

  #subject({ toetscode, toetsonderdeelcode, versie }: Resultaat): Subject {
    const test = this.#test(toetscode);
    let subject = test.whole;
    if (toetsonderdeelcode !== undefined) {
      const part = test.parts.get(toetsonderdeelcode);
      subject = part ?? this.#describe(toetscode, test.toets, toetsonderdeelcode);
      if (part === undefined) test.parts.set(toetsonderdeelcode, subject);
    }
    if (versie === undefined || versie.value === subject.activity.version) return subject;
    return { ...subject, activity: { ...subject.activity, version: versie.value } };
  }

  #describe(code: string, toets: Toets | undefined, partCode?: string): Subject {
    const part = toets?.toetsonderdelen?.toetsonderdeel.find(({ toetsonderdeelcode }) => toetsonderdeelcode.value === partCode);
    const norms = partCode === undefined ? toets?.toetsnormering : part?.toetsonderdeelnormering;
    const category = part?.toetsonderdeelnormering?.toetscategorie ?? toets?.toetsnormering?.toetscategorie;
    const level = part?.toetsonderdeelnormering?.toetsniveau ?? toets?.toetsnormering?.toetsniveau;
    // Losses of the definition stand in the assessment, once, and not in every result.
    const elsewhere: Loss[] = [];
    const activity: Activity = {
      code,
      ...(toets?.toetscode.vocabulaire ? { codeVocabulary: toets.toetscode.vocabulaire } : {}),
      ...(toets?.versie === undefined ? {} : { version: toets.versie.value }),
      ...(toets?.toetsnaam === undefined ? {} : { name: toets.toetsnaam }),
      ...(partCode === undefined
        ? {}
        : {
            part: {
              code: partCode,
              ...(part?.toetsonderdeelnaam === undefined ? {} : { name: part.toetsonderdeelnaam }),
              ...(part === undefined ? {} : { number: part.toetsonderdeelvolgnummer }),
            },
          }),
      originType: this.origin.originTypes?.get(category?.value.trim() ?? '') ?? 'unknown',
      ...(category === undefined ? {} : { category: termOf(category, '', elsewhere) }),
      ...(level === undefined ? {} : { level: termOf(level, '', elsewhere) }),
      ...(toets?.vakgebied === undefined ? {} : { subject: termOf(toets.vakgebied, '', elsewhere) }),
      ...(toets?.leerjaar === undefined ? {} : { year: termOf(toets.leerjaar, '', elsewhere) }),
      hierarchy: toets === undefined ? [] : hierarchyOf(toets, elsewhere),
    };
    return { activity, norms: norms === undefined ? undefined : new NormTable(norms) };
  }
}
