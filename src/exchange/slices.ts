import type { ProfileIndex } from '../goals/profile-index.js';
import { SourceDeclarer } from '../goals/source-declarer.js';
import { JsonOnlyFieldsAdder } from '../model/add-json-only-fields.js';
import type { OriginTypes } from '../model/known-test.js';
import type { JsonOnlyFields } from '../model/posted-results.js';
import { ResultDocuments } from '../model/result-document.js';
import { type Origin, translateAssessments } from '../model/translate-assessments.js';
import { ResultTranslator } from '../model/translate-results.js';
import type { InfourlRule } from '../privacy/infourl.js';
import type { LearnerIds } from '../privacy/learner-ids.js';
import { Minimiser } from '../privacy/minimise.js';
import { type Profile, RESULTATEN } from '../privacy/profile.js';
import type { Pupil } from '../privacy/pupils.js';
import type { SchoolKey } from '../privacy/seal.js';
import type { AssessmentRow, Delivery, LearnerRow, ResultRow, Slice } from '../store/store.js';
import { NO_EXTENSIONS } from '../uwlr/extensions.js';
import type { Extensions } from '../uwlr/grammar/decoder.js';
import type { LeerresultatenVerzoek, Resultaat, Toetsafname } from '../uwlr/messages/leerresultaten.js';
import type { ActivityTags } from './activity-tags.js';

/** Results in a slice, at most: some milliseconds of work. */
const SLICE = 500;

export interface DeliverOptions extends Origin {
  readonly message: LeerresultatenVerzoek;
  readonly infourl: InfourlRule;
  readonly schoolKey: SchoolKey;
  /** Aliases of the learners in `eckIdsToFind(message)`, as far as the store knows them. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly profile?: Profile;
  readonly extensions?: Extensions;
  readonly originTypes?: OriginTypes;
  /** What vendors declare about their products. */
  readonly profiles?: ProfileIndex;
  /** As in `MinimiserOptions`. */
  readonly ids?: LearnerIds;
  /** What came with the message that UWLR has no place for. */
  readonly jsonOnlyFields?: JsonOnlyFields;
  /** What of the message is left out, since its pupil was erased. */
  readonly erased?: ReadonlySet<Toetsafname>;
  /** Says what goals a result is about. Absent: it is not tagged. */
  readonly tags?: ActivityTags;
}

/**
 * Turns an accepted message into rows to store: minimised, then translated. The slices are made while they are read, once;
 * `strips` is complete after the last of them.
 */
export function deliverRows(options: DeliverOptions): Pick<Delivery, 'assessments' | 'slices' | 'strips'> {
  const { message, profile = RESULTATEN, extensions = NO_EXTENSIONS } = options;
  const minimiser = new Minimiser(message, { ...options, profile, extensions });
  return {
    assessments: assessmentRows(minimiser, options),
    slices: slices(minimiser, options),
    strips: () => minimiser.strips(),
  };
}

function assessmentRows({ toetsen }: Minimiser, origin: Origin): AssessmentRow[] {
  return translateAssessments(toetsen, origin).map((assessment) => ({
    id: assessment.id,
    code: assessment.code.value,
    ...(assessment.version === undefined ? {} : { version: assessment.version.value }),
    document: JSON.stringify(assessment),
  }));
}

function* slices(
  minimiser: Minimiser,
  { message, school, party, version, originTypes, profiles, jsonOnlyFields, erased, tags }: DeliverOptions,
): Generator<Slice> {
  const origin = { school, party, version, schoolYear: minimiser.school.schooljaar, ...(originTypes === undefined ? {} : { originTypes }) };
  const translator = new ResultTranslator(minimiser.toetsen, origin);
  const documents = new ResultDocuments();
  const adder = jsonOnlyFields === undefined ? undefined : new JsonOnlyFieldsAdder(jsonOnlyFields);
  const declarer = profiles === undefined ? undefined : new SourceDeclarer(profiles, party);
  const rowOf = (original: Resultaat, pupil: Pupil): ResultRow => {
    const { resultaat, identity, key, sealedKey } = minimiser.result(original, pupil);
    const translated = translator.translate(resultaat, pupil, identity);
    const complete = adder?.add(translated, original) ?? translated;
    const result = declarer?.declare(complete, jsonOnlyFields?.get(original)?.originType) ?? complete;
    const { id, date } = result;
    const learner = pupil.alias;
    const assessment = translator.assessmentOf(resultaat);
    const document = documents.write(result);
    const exercise = result.activity.originType === 'exercise';
    const activity = tags?.of(result);
    const kept = sealedKey === undefined ? { key: key as string } : { sealedKey };
    return { id, learner, date, assessment, ...kept, ...(activity === undefined ? {} : { activity }), exercise, document };
  };
  let learners: LearnerRow[] = [];
  let results: ResultRow[] = [];
  for (const toetsafname of message.toetsafnames.toetsafname) {
    if (erased?.has(toetsafname)) {
      minimiser.leaveOut(toetsafname);
      continue;
    }
    const kept = minimiser.resultsOf(toetsafname);
    if (kept.length === 0) continue;
    const pupil = minimiser.pupil(toetsafname);
    if (pupil.learner !== undefined) learners.push(pupil.learner);
    for (const resultaat of kept) {
      results.push(rowOf(resultaat, pupil));
      if (results.length < SLICE) continue;
      yield { learners, results };
      learners = [];
      results = [];
    }
  }
  if (results.length > 0) yield { learners, results };
}
