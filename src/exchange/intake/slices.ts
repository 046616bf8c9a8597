import type { InMaking } from '../../core/supplied.js';
import type { ProfileIndex } from '../../goals/profile-index.js';
import { SourceDeclarer } from '../../goals/source-declarer.js';
import type { ActivityRow, Tagger } from '../../goals/tagger.js';
import type { IncomingMessage, IncomingPupil, IncomingResult } from '../../model/incoming/incoming-message.js';
import type { Activity, Result, ResultSource } from '../../model/result.js';
import type { KnownTests } from '../../model/results/known-tests.js';
import type { Origin } from '../../model/results/translate-assessments.js';
import { ResultTranslator } from '../../model/results/translate-results.js';
import { type Profile, RESULTATEN } from '../../privacy/fields/profile.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { InfourlRule } from '../../privacy/minimise/infourl.js';
import { Minimiser } from '../../privacy/minimise/minimise.js';
import type { LearnerIds } from '../../privacy/pupils/learner-ids.js';
import type { Pupil } from '../../privacy/pupils/pupils.js';
import type { Delivery, LearnerRow, ResultRow, Slice } from '../../store/store.js';
import { NO_EXTENSIONS } from '../../uwlr/extensions.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';

/** Results in a slice, at most: some milliseconds of work. */
const SLICE = 500;

export interface DeliverOptions extends Origin {
  readonly message: IncomingMessage;
  readonly infourl: InfourlRule;
  readonly schoolKey: SchoolKey;
  /** Aliases of the learners in `eckIdsToFind(message)`, as far as the store knows them. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly profile?: Profile;
  readonly extensions?: Extensions;
  /** The tests of earlier messages. Absent: nothing is remembered. */
  readonly tests?: KnownTests;
  /** What vendors declare about their products. */
  readonly profiles?: ProfileIndex;
  /** As in `MinimiserOptions`. */
  readonly ids?: LearnerIds;
  /** Whose results are left out, since they were erased. */
  readonly erased?: ReadonlySet<IncomingPupil>;
  /** Says what goals a result is about. Absent: it is not tagged. */
  readonly tagger?: Tagger;
}

/**
 * Turns an accepted message into rows to store: minimised, then translated. The slices are made while they are read, once;
 * `strips` is complete after the last of them.
 */
export function deliverRows(options: DeliverOptions): Pick<Delivery, 'assessments' | 'slices' | 'strips'> {
  const { message, school, party, intake, version, profile = RESULTATEN, extensions = NO_EXTENSIONS, tests } = options;
  const minimiser = new Minimiser(message, { ...options, profile, extensions });
  const translator = new ResultTranslator(minimiser.assessments, { school, party, intake, version, schoolYear: message.schoolYear }, tests);
  return {
    assessments: translator.tests.map(({ row }) => row),
    // Those who are in it now: which of them were erased is known by identity.
    slices: slices(minimiser, translator, message.pupils, options),
    strips: () => minimiser.strips(),
  };
}

/** The row of an activity that results of a message share by identity, as they do their source. */
interface Tag {
  readonly source: ResultSource;
  readonly row: ActivityRow;
}

function* slices(
  minimiser: Minimiser,
  translator: ResultTranslator,
  pupils: readonly IncomingPupil[],
  { school, party, erased, profiles, tagger }: DeliverOptions,
): Generator<Slice> {
  const declarer = profiles === undefined ? undefined : new SourceDeclarer(profiles, party);
  const tags = new Map<Activity, Tag>();
  const tagOf = (by: Tagger, { source, activity }: Result): ActivityRow => {
    const known = tags.get(activity);
    if (known?.source === source) return known.row;
    const row = by.rowFor(school, party, { source, activity });
    tags.set(activity, { source, row });
    return row;
  };
  const rowOf = (original: IncomingResult, pupil: Pupil): ResultRow => {
    const { result: minimised, identity, key, sealedKey } = minimiser.result(original, pupil);
    const translated = translator.translate(minimised, pupil, identity);
    const result = declarer?.declare(translated, minimised.originType) ?? translated;
    const assessment = translator.assessmentOf(minimised);
    const activity = tagger === undefined ? undefined : tagOf(tagger, result);
    const row: InMaking<ResultRow> = sealedKey === undefined ? { result, assessment, key } : { result, assessment, sealedKey, identity };
    if (activity !== undefined) row.activity = activity;
    return row;
  };
  let learners: LearnerRow[] = [];
  let results: ResultRow[] = [];
  for (const incoming of pupils) {
    if (erased?.has(incoming)) {
      minimiser.leaveOut(incoming);
      continue;
    }
    let pupil: Pupil | undefined;
    for (let at = 0; at < incoming.size; at++) {
      const original = incoming.resultAt(at);
      if (!minimiser.mayKeep(original)) continue;
      if (pupil === undefined) {
        pupil = minimiser.pupil(incoming);
        if (pupil.learner !== undefined) learners.push(pupil.learner);
      }
      results.push(rowOf(original, pupil));
      if (results.length < SLICE) continue;
      yield { learners, results };
      learners = [];
      results = [];
    }
  }
  if (results.length > 0) yield { learners, results };
}
